/* Vérifier: takes any 2D-Doc as a scanner gives it, says what it is worth and what it says, and may open the file of
 * its NEPH. It must not show what is typed, nor keep anything of it: a new scan, or leaving, wipes the one before. */
#include "draw.h"
#include "notice.h"
#include "scan_words.h"
#include "screen.h"
#include "verify_words.h"

#include "../kiosk/memory.h"
#include "../kiosk/scan.h"
#include "../kiosk/seal_words.h"
#include "../kiosk/text.h"

#include <string.h>

enum {
    TYPED_MAX = 4096, /* a whole seal whose separators came as "<GS>", and more than can be one */
    FIELD_WIDTH = 44,
    BOX_HEIGHT = 3,
    BOX_ROW = 3,
    RESULT_ROW = 2,
    SIDE_BY_SIDE = 100, /* columns from which the fields stand beside the verdict */
    VERDICT_WIDTH = 48
};

struct verify {
    char typed[TYPED_MAX + 1];
    size_t typed_length, typed_count; /* bytes kept; characters that came */
    bool judged;
    struct verify_result result;
    bool waiting;
    int top; /* of the fields */
    struct notice notice;
};

/* `argument`: NULL, or a result of another screen (struct verify_result) to show. */
static void verify_open(void *state, const struct screen_context *context, const void *argument) {
    struct verify *verify = state;
    (void)context;
    verify->judged = argument != NULL;
    if (argument != NULL)
        verify_copy_result(argument, &verify->result);
}

static void forget(struct verify *verify) {
    memory_wipe(verify, sizeof *verify);
}

/* --- What comes in --- */

/* What does not fit is counted only: it is too long to be a 2D-Doc anyway. */
static void add_character(struct verify *verify, uint32_t character) {
    char bytes[4];
    if (verify->judged || verify->notice.text[0] != '\0')
        forget(verify);
    size_t size = text_encode(character, bytes);
    verify->typed_count++;
    if (verify->typed_length + size > TYPED_MAX)
        return;
    for (size_t i = 0; i < size; i++)
        verify->typed[verify->typed_length++] = bytes[i];
}

static size_t count_characters(const char *text) {
    size_t count = 0;
    while (text_next(&text) != 0)
        count++;
    return count;
}

static void remove_character(struct verify *verify) {
    if (verify->typed_count == 0)
        return;
    if (verify->typed_count > verify->typed_length) { /* not all of it was kept */
        forget(verify);
        return;
    }
    verify->typed_count--;
    while (verify->typed_length > 0) {
        char last = verify->typed[--verify->typed_length];
        verify->typed[verify->typed_length] = '\0';
        if (((unsigned char)last & 0xc0) != 0x80)
            return;
    }
}

/* --- Judging --- */

static void say(struct verify *verify, const char *text) {
    notice_say(&verify->notice, THEME_WARNING, text);
}

/* What a keyboard scanner damaged is put right first; as it is when it is too long, which the verdict then says. */
static enum status read_typed(struct verify *verify, const struct screen_context *context, bool *repaired) {
    struct verify_result *result = &verify->result;
    const struct seal_substitutes own = scan_words_substitutes(context->config);
    size_t length = verify->typed_count > verify->typed_length ? SEAL_TEXT_MAX + 1 : verify->typed_length;
    struct scan scan;
    enum status status;
    scan_read(verify->typed, verify->typed_length, &own, clock_today(), &scan);
    *repaired = scan.kind == SCAN_2D_DOC && scan.repair != SCAN_AS_IT_CAME;
    if (length <= verify->typed_length && scan.kind == SCAN_2D_DOC && scan.seal_length > 0)
        status = desk_verify(context->desk, scan.seal, scan.seal_length, &result->seal, &result->judgement);
    else
        status = desk_verify(context->desk, verify->typed, length, &result->seal, &result->judgement);
    scan_clear(&scan);
    return status;
}

static struct screen_verdict judge(struct verify *verify, const struct screen_context *context) {
    size_t count = verify->typed_count;
    bool repaired;
    enum status status = read_typed(verify, context, &repaired);
    memory_wipe(verify->typed, sizeof verify->typed);
    verify->typed_length = verify->typed_count = 0;
    enum trust_verdict verdict = verify->result.judgement.verdict;
    bool is_unproved = repaired && (verdict == TRUST_FORGED || verdict == TRUST_MALFORMED);
    verify->judged = status == STATUS_OK && !is_unproved; /* else the repair may be what is wrong */
    verify->result.typed = count;
    if (verify->judged)
        verify_find_neph(&verify->result);
    else if (status == STATUS_OK)
        say(verify, scan_setup_sentence());
    else
        say(verify, verify_failure(status));
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Opening the file --- */

static struct screen_verdict open_file(struct verify *verify, const struct screen_context *context) {
    notice_clear(&verify->notice);
    struct fault fault = {.code = desk_open_file(context->desk, verify->result.neph)};
    verify->waiting = fault.code == STATUS_OK;
    if (verify->waiting) {
        struct desk_opener opener;
        verify_describe_opener(&verify->result, &opener);
        desk_keep_opener(context->desk, &opener);
    } else {
        notice_fault(&verify->notice, SENTENCE_LOOKUP, &fault);
    }
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict follow(struct verify *verify, const struct screen_context *context) {
    const struct desk_progress *progress = desk_progress(context->desk, DESK_LOOKUP);
    if (!verify->waiting || progress->phase == DESK_WAITING)
        return screen_verdict(SCREEN_REDRAW);
    verify->waiting = false;
    if (progress->phase == DESK_DONE)
        return screen_verdict(SCREEN_RESET); /* Accueil, and Identité upon it */
    notice_fault(&verify->notice, SENTENCE_LOOKUP, &progress->fault);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Drawing --- */

struct areas {
    struct rect verdict, fields;
};

/* How many rows the verdict takes: what is under it depends on that. */
static int flow_verdict(const struct verify *verify, const struct screen_context *context, struct rect area,
                        bool draws) {
    struct flow flow;
    flow_begin(&flow, area, 0, draws);
    verify_flow_verdict(&flow, &verify->result, context->config);
    if (!verify->waiting && verify->notice.text[0] == '\0')
        verify_flow_offer(&flow, &verify->result);
    return flow.line;
}

static int flow_fields(const struct verify *verify, struct rect area, bool draws) {
    struct flow flow;
    flow_begin(&flow, area, verify->top, draws);
    verify_flow_fields(&flow, &verify->result);
    flow_end(&flow);
    return flow.line;
}

static struct areas place(const struct verify *verify, const struct screen_context *context) {
    struct areas areas = {.fields = context->body};
    layout_cut_top(&areas.fields, RESULT_ROW);
    if (areas.fields.width >= SIDE_BY_SIDE) {
        areas.verdict = layout_cut_left(&areas.fields, VERDICT_WIDTH);
        layout_cut_left(&areas.fields, 2);
        return areas;
    }
    int notice_rows = verify->waiting || verify->notice.text[0] != '\0' ? 4 : 0;
    areas.verdict = layout_cut_top(&areas.fields, flow_verdict(verify, context, areas.fields, false) + notice_rows);
    layout_cut_top(&areas.fields, 1);
    return areas;
}

static void draw_result(const struct verify *verify, const struct screen_context *context) {
    struct areas areas = place(verify, context);
    draw_text_right(context->body, 0, THEME_HINT, "Un nouveau scan remplace celui-ci.");
    int y = flow_verdict(verify, context, areas.verdict, true);
    if (verify->waiting)
        notice_draw_wait(desk_progress(context->desk, DESK_LOOKUP), areas.verdict, y, "Dossier demandé au registre");
    else
        notice_draw(&verify->notice, areas.verdict, y);
    flow_fields(verify, areas.fields, true);
}

static struct rect field_box(struct rect body) {
    return (struct rect){body.x, body.y + BOX_ROW, FIELD_WIDTH + 4, BOX_HEIGHT};
}

/* How many characters came, and nothing of them. */
static void write_count(const struct verify *verify, char out[64]) {
    if (verify->typed_count == 0)
        out[0] = '\0';
    else
        text_format(out, 64, "%zu caractère%s reçu%s", verify->typed_count, verify->typed_count > 1 ? "s" : "",
                    verify->typed_count > 1 ? "s" : "");
}

static void draw_field(const struct verify *verify, struct rect body) {
    char count[64];
    struct rect box = field_box(body);
    struct rect line = layout_shrink(box, 2, 1), aside = body, below = body;
    write_count(verify, count);
    draw_text(body, BOX_ROW - 1, 0, THEME_LABEL, "2D-Doc, scanné ou collé");
    draw_box(box, THEME_RULE, NULL);
    draw_fill(line, THEME_FIELD_NOW);
    draw_text(line, 0, 0, THEME_FIELD_NOW, count);
    layout_cut_left(&aside, box.width + 2);
    draw_text(aside, BOX_ROW + 1, 0, THEME_TEXT, "Entrée\u00A0: vérifier");
    layout_cut_top(&below, BOX_ROW + BOX_HEIGHT + 1);
    int y = notice_draw(&verify->notice, below, 0);
    if (y > 0)
        return;
    y = draw_paragraph(below, 0, THEME_TEXT,
                       "Scannez le 2D-Doc d'un document\u00A0: attestation, lettre 48, justificatif de domicile, avis "
                       "d'imposition… Le lecteur envoie Entrée à la fin.");
    draw_paragraph(below, y + 1, THEME_HINT,
                   "Ce qui est lu n'est ni enregistré ni transmis\u00A0; seul le verdict est noté au journal d'audit.");
}

static void verify_draw(const void *state, const struct screen_context *context) {
    const struct verify *verify = state;
    draw_text(context->body, 0, 0, THEME_TITLE, "Vérifier un 2D-Doc");
    if (verify->judged)
        draw_result(verify, context);
    else
        draw_field(verify, context->body);
}

static struct screen_cursor verify_focus(const void *state, const struct screen_context *context) {
    const struct verify *verify = state;
    struct rect line = layout_shrink(field_box(context->body), 2, 1);
    char count[64];
    write_count(verify, count);
    if (verify->judged)
        return (struct screen_cursor){.x = context->body.x, .y = context->body.y + RESULT_ROW, .in_text = true};
    return (struct screen_cursor){.x = line.x + text_width(count), .y = line.y, .in_text = true};
}

/* --- Events --- */

/* The first character of a scan wipes what is there of the one before. */
static struct screen_verdict type(struct verify *verify, const struct key *key) {
    struct screen_verdict verdict = {.kind = SCREEN_REDRAW, .scrub = verify->judged};
    if (key->alt)
        return screen_verdict(SCREEN_STAY);
    add_character(verify, key->character);
    return verdict;
}

/* Whole, with what of it was typed before it was seen to be a scan; a 2D-Doc is one line. Without a line end it is as
 * typed. */
static struct screen_verdict take_scan(struct verify *verify, const struct screen_context *context,
                                       const struct screen_event *event) {
    size_t length = strcspn(event->scan, "\n");
    forget(verify);
    memcpy(verify->typed, event->scan, length);
    verify->typed_length = length;
    verify->typed_count = event->scan_length == 0 ? TYPED_MAX + 1 : count_characters(verify->typed);
    if (event->scan_ended || length < event->scan_length)
        judge(verify, context);
    return (struct screen_verdict){.kind = SCREEN_REDRAW, .scrub = true};
}

static struct screen_verdict erase(struct verify *verify, const struct key *key) {
    struct screen_verdict verdict = {.kind = SCREEN_REDRAW, .scrub = verify->judged};
    if (verify->judged || key->code == KEYS_ERASE_LINE)
        forget(verify);
    else
        remove_character(verify);
    return verdict;
}

static struct screen_verdict enter(struct verify *verify, const struct screen_context *context) {
    if (verify->judged)
        return verify->result.neph[0] != '\0' ? open_file(verify, context) : screen_verdict(SCREEN_STAY);
    if (verify->typed_count > 0)
        return judge(verify, context);
    say(verify, "Scannez d'abord un 2D-Doc.");
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict take_key(struct verify *verify, const struct screen_context *context,
                                      const struct key *key) {
    switch (key->code) {
    case KEYS_TEXT:
        return type(verify, key);
    case KEYS_BACKSPACE:
    case KEYS_ERASE_LINE:
        return erase(verify, key);
    case KEYS_ENTER:
        return enter(verify, context);
    default:
        break;
    }
    if (!verify->judged)
        return screen_verdict(SCREEN_STAY);
    struct rect area = place(verify, context).fields;
    bool moved = flow_key(&verify->top, key, flow_fields(verify, area, false), area.height);
    return screen_verdict(moved ? SCREEN_REDRAW : SCREEN_STAY);
}

/* What was read is wiped like a person who leaves, and so is what a look-up may have brought. */
/* A forged document of identity is remembered for the file that is opened next: the person is still there. */
static struct screen_verdict leave(const struct verify *verify) {
    const struct verify_result *result = &verify->result;
    bool is_remembered =
        verify->judged && result->judgement.verdict == TRUST_FORGED && scan_words_are_identity(&result->seal);
    if (is_remembered)
        return (struct screen_verdict){.kind = SCREEN_POP, .scrub = true};
    return screen_verdict(verify->judged || verify->typed_count > 0 ? SCREEN_NEXT_PERSON : SCREEN_POP);
}

static struct screen_verdict verify_event(void *state, const struct screen_context *context,
                                          const struct screen_event *event) {
    struct verify *verify = state;
    bool is_back = event->kind == SCREEN_ACTION && event->action == ACTION_BACK;
    if (is_back && !verify->waiting)
        return leave(verify);
    if (is_back)
        desk_give_up(context->desk, DESK_LOOKUP);
    if (event->kind == SCREEN_SCAN && !verify->waiting)
        return take_scan(verify, context, event);
    if (event->kind != SCREEN_KEY || verify->waiting)
        return follow(verify, context);
    return take_key(verify, context, &event->key);
}

static const enum keys_action verify_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_NEXT_PERSON, ACTION_BACK,
                                                  ACTION_NONE};

const struct screen screen_verify = {
    .name = "verifier",
    .title = "Vérifier",
    .actions = verify_actions,
    .step = SCREEN_STEP_SEARCH,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct verify),
    .open = verify_open,
    .event = verify_event,
    .draw = verify_draw,
    .focus = verify_focus,
};
