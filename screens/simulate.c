/* Simuler: and if a stage ended on that day, and if a pending offence became definitive on that day? One question, one
 * date; the answer is there at every key. Nothing is entered, kept or sent. */
#include "simulate.h"

#include "birthday.h"
#include "draw.h"
#include "field.h"
#include "flow.h"
#include "list.h"
#include "notice.h"
#include "screen.h"
#include "words.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

enum { HEAD_ROWS = 2, QUESTIONS_MAX_ROWS = 4, LABEL_WIDTH = 7, DATE_WIDTH = 12, DATE_DIGITS = 8, YEARS_AHEAD = 10 };

struct simulate {
    struct list questions; /* the first is about a stage, then one a pending offence */
    size_t *pending;       /* owned; indexes in the record's events, in order */
    size_t pending_count;
    struct field date;
    bool in_date;   /* the date has the focus */
    bool untouched; /* since the focus came: the first character typed replaces the date */
    int top;        /* first line shown of the answer */
    struct simulation answer;
    struct notice notice; /* why there is no answer */
};

static const struct counter *the_counter(const struct screen_context *context) {
    return desk_counter(context->desk);
}

/* --- The answer --- */

static bool refuse(struct simulate *simulate, const char *text) {
    notice_say(&simulate->notice, THEME_WARNING, text);
    return false;
}

/* An unfinished date is waited for; a wrong one is told. */
static bool read_day(struct simulate *simulate, struct date *day) {
    const char *text = simulate->date.text;
    int digits = 0;
    for (const char *at = text; *at != '\0'; at++)
        digits += *at >= '0' && *at <= '9';
    if (birthday_read(text, day) && !date_is_partial(*day))
        return true;
    if (digits < DATE_DIGITS)
        notice_say(&simulate->notice, THEME_HINT, "Tapez la date : jour, mois, année sur quatre chiffres.");
    else
        refuse(simulate,
               "Cette date n'existe pas au calendrier.\nRien n'est calculé.\nTapez le jour, le mois et l'année, "
               "par exemple 24/11/2026.");
    return false;
}

static bool is_possible(struct simulate *simulate, const struct record *record, struct date day) {
    struct date today = clock_today();
    if (date_compare(day, date_add_months(today, 12 * YEARS_AHEAD)) > 0)
        return refuse(simulate, "Cette date est à plus de dix ans.\nRien n'est calculé.\nTapez une date plus proche.");
    if (simulate->answer.is_stage && date_compare(day, today) < 0)
        return refuse(simulate,
                      "Cette date est passée : un stage déjà suivi ne se simule pas.\nRien n'est calculé.\n"
                      "Voyez s'il est dans Historique : son enregistrement prend un mois environ. Sinon tapez "
                      "une date à partir d'aujourd'hui.");
    if (simulate->answer.is_stage)
        return true;
    const struct record_event *offence = &record->events[simulate->answer.index];
    if (date_compare(day, offence->committed) >= 0)
        return true;
    char committed[40], text[WORDS_MAX];
    date_write_long(offence->committed, committed);
    text_format(
        text, sizeof text,
        "L'infraction a été commise le %s : elle ne peut pas être définitive avant.\nRien n'est calculé.\nTapez "
        "une date à partir de ce jour.",
        committed);
    return refuse(simulate, text);
}

static enum status compute(struct simulation *answer) {
    const struct record *record = answer->record;
    const struct record_profile *profile = &record->profile;
    enum status status = points_compute(profile, record->events, record->event_count, answer->day, &answer->without);
    if (status == STATUS_OK && answer->is_stage)
        status = points_with_stage(profile, record->events, record->event_count, answer->day, &answer->with);
    else if (status == STATUS_OK)
        status = points_with_definitive(profile, record->events, record->event_count, answer->index, answer->day,
                                        &answer->with);
    return status;
}

static void answer(struct simulate *simulate, const struct record *record) {
    struct simulation *to = &simulate->answer;
    size_t chosen = simulate->questions.chosen;
    notice_clear(&simulate->notice);
    simulation_clear(to);
    to->record = record;
    to->is_stage = chosen == 0;
    to->index = to->is_stage ? 0 : simulate->pending[chosen - 1];
    if (!read_day(simulate, &to->day) || !is_possible(simulate, record, to->day))
        return;
    if (compute(to) == STATUS_OK)
        return;
    simulation_clear(to);
    refuse(simulate,
           "Le permis n'était pas encore obtenu à cette date.\nRien n'est calculé.\nTapez une date plus tardive.");
}

/* --- The questions --- */

static bool is_pending(const struct record_event *event) {
    return event->type == RECORD_OFFENCE && !date_is_set(event->definitive);
}

/* After any change of the record, into which the answer points. */
static void take_record(struct simulate *simulate, const struct record *record) {
    memory_free(simulate->pending);
    simulate->pending = memory_alloc((record->event_count + 1) * sizeof *simulate->pending);
    simulate->pending_count = 0;
    for (size_t i = 0; i < record->event_count; i++)
        if (is_pending(&record->events[i]))
            simulate->pending[simulate->pending_count++] = i;
    list_resize(&simulate->questions, simulate->pending_count + 1);
    if (simulate->pending_count == 0)
        simulate->in_date = true;
    answer(simulate, record);
}

static void simulate_open(void *state, const struct screen_context *context, const void *argument) {
    struct simulate *simulate = state;
    char today[16];
    (void)argument;
    field_init(&simulate->date, DATE_WIDTH, false);
    date_write_short(clock_today(), today);
    field_set(&simulate->date, today);
    simulate->untouched = true;
    if (the_counter(context)->record != NULL)
        take_record(simulate, the_counter(context)->record);
}

static void simulate_close(void *state) {
    struct simulate *simulate = state;
    simulation_clear(&simulate->answer);
    memory_free(simulate->pending);
    simulate->pending = NULL;
}

/* --- Where things stand --- */

struct parts {
    struct rect questions, date, answer;
};

static struct parts parts_of(const struct simulate *simulate, struct rect body) {
    struct parts parts;
    layout_cut_top(&body, HEAD_ROWS);
    int lines = (int)simulate->questions.count;
    parts.questions = layout_cut_top(&body, lines < QUESTIONS_MAX_ROWS ? lines : QUESTIONS_MAX_ROWS);
    parts.date = layout_cut_top(&body, 1);
    layout_cut_top(&body, 1);
    parts.answer = body;
    return parts;
}

static bool has_answer(const struct simulate *simulate) {
    return simulate->answer.with != NULL;
}

/* --- Events --- */

static bool scroll(struct simulate *simulate, const struct key *key, struct rect area) {
    if (!has_answer(simulate) || (key->code != KEYS_PAGE_UP && key->code != KEYS_PAGE_DOWN))
        return false;
    return flow_key(&simulate->top, key, simulation_flow(&simulate->answer, area, 0, false), area.height);
}

/* A digit is for the date, wherever the focus is. */
static bool type_date(struct simulate *simulate, const struct key *key) {
    bool is_digit = key->code == KEYS_TEXT && key->character >= '0' && key->character <= '9';
    if (!simulate->in_date && !is_digit)
        return false;
    struct field before = simulate->date;
    bool replaces = simulate->untouched && key->code == KEYS_TEXT;
    if (replaces)
        field_clear(&simulate->date);
    bool used = field_key(&simulate->date, key);
    if (used) {
        simulate->in_date = true;
        simulate->untouched = false;
    } else if (replaces) {
        simulate->date = before;
    }
    memory_wipe(&before, sizeof before);
    return used;
}

static bool move(struct simulate *simulate, const struct key *key) {
    bool can_choose = simulate->questions.count > 1;
    if (key->code == KEYS_TAB || key->code == KEYS_BACK_TAB || key->code == KEYS_ENTER) {
        simulate->in_date = !simulate->in_date || !can_choose;
        simulate->untouched = true;
        return true;
    }
    if (key->code != KEYS_UP && key->code != KEYS_DOWN)
        return false;
    bool leaves_list =
        !simulate->in_date && key->code == KEYS_DOWN && simulate->questions.chosen + 1 == simulate->questions.count;
    if (leaves_list || simulate->in_date) {
        simulate->in_date = leaves_list || !can_choose;
        simulate->untouched = true;
        return true;
    }
    return list_key(&simulate->questions, key, QUESTIONS_MAX_ROWS);
}

static struct screen_verdict take_key(struct simulate *simulate, const struct screen_context *context,
                                      const struct key *key) {
    if (scroll(simulate, key, parts_of(simulate, context->body).answer))
        return screen_verdict(SCREEN_REDRAW);
    if (!move(simulate, key) && !type_date(simulate, key))
        return screen_verdict(SCREEN_STAY);
    simulate->top = 0;
    answer(simulate, the_counter(context)->record);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict simulate_event(void *state, const struct screen_context *context,
                                            const struct screen_event *event) {
    struct simulate *simulate = state;
    const struct counter *counter = the_counter(context);
    if (counter->record == NULL || !counter_may_see(counter, IDENTITY_SEE_CALENDAR))
        return screen_verdict(SCREEN_RESET);
    if (event->kind == SCREEN_ACTION)
        return screen_verdict(event->action == ACTION_BACK ? SCREEN_POP : SCREEN_STAY);
    if (event->kind == SCREEN_KEY)
        return take_key(simulate, context, &event->key);
    take_record(simulate, counter->record);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Drawing --- */

static void write_question(const struct simulate *simulate, size_t index, const struct record *record,
                           struct text_builder *text) {
    if (index == 0) {
        text_append(text, "un stage se terminait");
        return;
    }
    const struct record_event *offence = &record->events[simulate->pending[index - 1]];
    char day[16], what[WORDS_MAX];
    date_write_short(offence->committed, day);
    words_write_offence(offence, what);
    text_appendf(text, "l'infraction du %s devenait définitive (%s%d) : %s", day, offence->points > 0 ? "−" : "",
                 offence->points, what);
    memory_wipe(what, sizeof what);
}

static void draw_questions(const struct simulate *simulate, const struct record *record, struct rect area) {
    const struct list *list = &simulate->questions;
    struct rect lines = area;
    size_t rows = (size_t)area.height, top = list_top(list, area.height);
    draw_text(area, 0, 0, THEME_LABEL, "Et si");
    layout_cut_left(&lines, LABEL_WIDTH);
    for (size_t i = top; i < list->count && i < top + rows; i++) {
        bool chosen = i == list->chosen;
        struct text_builder text;
        text_builder_init(&text, 2 * WORDS_MAX);
        write_question(simulate, i, record, &text);
        enum theme_role role = !chosen ? THEME_TEXT : simulate->in_date ? THEME_VALUE : THEME_FIELD_NOW;
        draw_textf(lines, (int)(i - top), 0, role, "%s %s", chosen ? "●" : "○", text.bytes);
        text_builder_clear(&text);
    }
}

static struct rect date_box(struct rect line) {
    layout_cut_left(&line, LABEL_WIDTH);
    return layout_cut_left(&line, DATE_WIDTH);
}

static void draw_date(const struct simulate *simulate, struct rect line) {
    char shown[FIELD_BYTES + 1];
    int cursor;
    struct rect box = date_box(line);
    enum theme_role role = simulate->in_date ? THEME_FIELD_NOW : THEME_FIELD;
    draw_text(line, 0, 0, THEME_LABEL, "le");
    field_view(&simulate->date, box.width, shown, sizeof shown, &cursor);
    draw_fill(box, role);
    draw_text(box, 0, 0, role, shown);
    draw_text(line, 0, LABEL_WIDTH + DATE_WIDTH + 2, THEME_HINT, "JJ/MM/AAAA");
}

static void simulate_draw(const void *state, const struct screen_context *context) {
    const struct simulate *simulate = state;
    const struct counter *counter = the_counter(context);
    struct parts parts = parts_of(simulate, context->body);
    if (counter->record == NULL || !counter_may_see(counter, IDENTITY_SEE_CALENDAR))
        return;
    int x = draw_text(context->body, 0, 0, THEME_TITLE, "Simuler");
    draw_text(context->body, 0, x, THEME_HINT, " : rien n'est enregistré ni transmis");
    draw_questions(simulate, counter->record, parts.questions);
    draw_date(simulate, parts.date);
    if (has_answer(simulate))
        simulation_flow(&simulate->answer, parts.answer, simulate->top, true);
    else
        notice_draw(&simulate->notice, parts.answer, 0);
}

static struct screen_cursor simulate_focus(const void *state, const struct screen_context *context) {
    const struct simulate *simulate = state;
    struct parts parts = parts_of(simulate, context->body);
    struct screen_cursor cursor = {.in_text = simulate->in_date};
    if (simulate->in_date) {
        struct rect box = date_box(parts.date);
        char shown[FIELD_BYTES + 1];
        int column;
        field_view(&simulate->date, box.width, shown, sizeof shown, &column);
        cursor.x = box.x + column;
        cursor.y = box.y;
        return cursor;
    }
    const struct list *list = &simulate->questions;
    cursor.x = parts.questions.x + LABEL_WIDTH;
    cursor.y = parts.questions.y + (int)(list->chosen - list_top(list, parts.questions.height));
    return cursor;
}

static const enum keys_action simulate_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_NEXT_PERSON, ACTION_BACK,
                                                    ACTION_NONE};

const struct screen screen_simulate = {
    .name = "simuler",
    .title = "Simuler",
    .actions = simulate_actions,
    .step = SCREEN_STEP_FILE,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct simulate),
    .open = simulate_open,
    .event = simulate_event,
    .draw = simulate_draw,
    .focus = simulate_focus,
    .close = simulate_close,
};
