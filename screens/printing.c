/* Impression: follows a document to its end, and asks what the agent alone can say: is it out, complete and readable;
 * what to do when it is not. The desk decides what may be done; this screen asks, and passes the answer on. */
#include "document_words.h"
#include "printing_view.h"

#include "../kiosk/date.h"
#include "../kiosk/text.h"

#include <string.h>

enum { READING_MS = 900 };

/* --- The question --- */

/* An Enter that was typed ahead must not hand a sheet over that nobody has looked at: the answer is only there to be
 * taken once the question could be read. */
static void ask_anew(struct printing *printing) {
    printing->chosen = printing->asks == DESK_ASKS_HAND_OVER ? -1 : 0;
    printing->asked_ms = clock_monotonic_ms();
}

static void offer_answer(struct printing *printing) {
    if (printing->chosen < 0 && clock_monotonic_ms() - printing->asked_ms >= READING_MS)
        printing->chosen = 0;
}

/* What the end is said of: the desk may have forgotten it by then. */
static void end(struct printing *printing, const struct desk_document *document, enum printing_end how) {
    document_words_write_title(document->type, document->number, document->reissue, printing->end_title,
                               sizeof printing->end_title);
    printing->end_type = document->type;
    printing->end = how;
}

/* After a lock the screen begins anew, on a document that may have ended before. */
static void tell_end_again(struct printing *printing, const struct screen_context *context) {
    const struct desk_document *document = desk_document(context->desk);
    const struct fault *fault = &desk_progress(context->desk, DESK_DOCUMENT)->fault;
    if (document->asks != DESK_ASKS_NOTHING || document->number[0] == '\0')
        return;
    if (printing->phase == DESK_DONE)
        end(printing, document, PRINTING_GIVEN);
    else if (printing->phase == DESK_FAILED && fault->code == STATUS_CANCELLED && strcmp(fault->where, "agent") == 0)
        end(printing, document, PRINTING_CANCELLED);
}

static void printing_open(void *state, const struct screen_context *context, const void *argument) {
    struct printing *printing = state;
    if (argument != NULL)
        text_copy(printing->reason, sizeof printing->reason, argument);
    for (int i = 0; i < config_printer_count(context->config) && i < PRINTING_PRINTERS_MAX; i++)
        words_write_printer(config_printer(context->config, i), printing->printers[i], sizeof printing->printers[i]);
    printing->phase = desk_progress(context->desk, DESK_DOCUMENT)->phase;
    printing->asks = desk_document(context->desk)->asks;
    ask_anew(printing);
    tell_end_again(printing, context);
}

/* --- Leaving --- */

static struct screen_verdict leave(const struct screen_context *context) {
    desk_finish_document(context->desk);
    return screen_verdict(SCREEN_POP);
}

/* Another document, or the same one after what the desk keeps nothing of. */
static struct screen_verdict start_again(const struct screen_context *context) {
    desk_finish_document(context->desk);
    return (struct screen_verdict){.kind = SCREEN_REPLACE, .screen = &screen_document};
}

/* --- Acts --- */

/* True when the document has moved on: what was being answered is another question now. */
static bool has_moved(struct printing *printing, const struct screen_context *context) {
    enum desk_phase phase = desk_progress(context->desk, DESK_DOCUMENT)->phase;
    enum desk_question asks = desk_document(context->desk)->asks;
    bool moved = phase != printing->phase || asks != printing->asks;
    printing->phase = phase;
    printing->asks = asks;
    if (moved) {
        printing->stopping = printing->picking = printing->said_no = printing->told = false;
        ask_anew(printing);
    }
    return moved;
}

static void refuse(struct printing *printing, enum sentence_act act, const struct fault *fault) {
    notice_fault(&printing->notice, act, fault);
}

static void end_by(struct printing *printing, const struct screen_context *context, enum printing_end how) {
    struct desk_document before = *desk_document(context->desk);
    struct fault fault = {0};
    enum status status = how == PRINTING_GIVEN       ? desk_hand_over(context->desk, &fault)
                         : how == PRINTING_SET_ASIDE ? desk_set_aside(context->desk, &fault)
                                                     : desk_cancel_document(context->desk, &fault);
    if (status == STATUS_OK)
        end(printing, &before, how);
    else
        refuse(printing, SENTENCE_SETTLE, &fault);
}

static void print(struct printing *printing, const struct screen_context *context) {
    struct fault fault = {0};
    if (desk_print(context->desk, &fault) != STATUS_OK)
        refuse(printing, SENTENCE_PRINT, &fault);
}

static struct screen_verdict ask(struct printing *printing, const struct screen_context *context,
                                 enum printing_choice about, const char *title, const char *yes) {
    (void)has_moved(printing, context); /* by what has been done to come here */
    printing->asked = about;
    printing->question = (struct screen_question){.title = title, .text = printing->question_text, .yes = yes};
    return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_ask, .argument = &printing->question};
}

/* Sheets of the print that is not good must not stay about; then, and only then, the next one is begun. */
static struct screen_verdict print_again(struct printing *printing, const struct screen_context *context,
                                         enum printing_choice how) {
    const struct desk_document *document = desk_document(context->desk);
    if (!printing_has_sheets(document)) {
        if (how == PRINTING_OTHER)
            desk_choose_printer(context->desk, printing->printer);
        print(printing, context);
        return screen_verdict(SCREEN_REDRAW);
    }
    char destroy[PRINTING_TEXT_MAX / 2];
    document_words_write_destroy(document, destroy, sizeof destroy);
    text_format(printing->question_text, sizeof printing->question_text, "%s, puis\u00A0Entrée.%s", destroy,
                document->type == COUNTER_RII ? " Un RII est toujours réimprimé en entier." : "");
    return ask(printing, context, how, "Avant d'imprimer de nouveau", "c'est fait, imprimer");
}

static void write_cancel(const struct desk_document *document, char *out, size_t size) {
    char means[DOCUMENT_WORDS_MAX], destroy[PRINTING_TEXT_MAX / 2];
    document_words_write_cancel(document->type, document->number, document->reissue, means, sizeof means);
    document_words_write_destroy(document, destroy, sizeof destroy);
    text_format(out, size, printing_has_sheets(document) ? "%s %s." : "%s", means, destroy);
}

static struct screen_verdict ask_to_cancel(struct printing *printing, const struct screen_context *context) {
    write_cancel(desk_document(context->desk), printing->question_text, sizeof printing->question_text);
    return ask(printing, context, PRINTING_CANCEL, "Annuler le document", "annuler le document");
}

static struct screen_verdict print_new_record(const struct printing *printing, const struct screen_context *context) {
    const struct desk_document *document = desk_document(context->desk);
    struct fault fault = {0};
    enum counter_document type = document->type;
    int copies = document->copies > 0 ? document->copies : 1;
    bool wants_reason = counter_wants_reason(desk_counter(context->desk), type, context->config->department);
    if (printing_may_issue(context, &fault) && (!wants_reason || printing->reason[0] != '\0') &&
        desk_issue(context->desk, type, copies, printing->reason, &fault) == STATUS_OK)
        return screen_verdict(SCREEN_REDRAW);
    return start_again(context); /* says why not, or asks for the reason */
}

static struct screen_verdict pick_printer(struct printing *printing, const struct screen_context *context, int index) {
    printing->printer = index;
    printing->picking = printing->stopping = false;
    printing->chosen = 0;
    desk_stop_printing(context->desk);
    if (desk_document(context->desk)->asks == DESK_ASKS_NOTHING)
        return screen_verdict(SCREEN_REDRAW);
    return print_again(printing, context, PRINTING_OTHER);
}

static struct screen_verdict take(struct printing *printing, const struct screen_context *context, int choice) {
    switch (choice) {
    case PRINTING_WAIT:
        printing->stopping = false;
        break;
    case PRINTING_GIVE:
        end_by(printing, context, PRINTING_GIVEN);
        break;
    case PRINTING_NO:
        printing->said_no = true;
        printing->chosen = 0;
        break;
    case PRINTING_AGAIN:
        return print_again(printing, context, PRINTING_AGAIN);
    case PRINTING_OTHER:
        printing->picking = true;
        printing->chosen = 0;
        break;
    case PRINTING_ASIDE:
        end_by(printing, context, PRINTING_SET_ASIDE);
        break;
    case PRINTING_CANCEL:
        return ask_to_cancel(printing, context);
    case PRINTING_NEW_RECORD:
        return print_new_record(printing, context);
    case 0: /* no button: the end */
    case PRINTING_BACK:
        return leave(context);
    default:
        return pick_printer(printing, context, choice - PRINTING_PRINTER);
    }
    return screen_verdict(SCREEN_REDRAW);
}

/* The dialog was answered; what it was about is done if it still stands. */
static struct screen_verdict answered(struct printing *printing, const struct screen_context *context, bool yes) {
    enum printing_choice asked = printing->asked;
    printing->asked = 0;
    if (!yes || asked == 0)
        return screen_verdict(SCREEN_REDRAW);
    if (asked == PRINTING_CANCEL) {
        end_by(printing, context, PRINTING_CANCELLED);
        return screen_verdict(SCREEN_REDRAW);
    }
    if (asked == PRINTING_OTHER)
        desk_choose_printer(context->desk, printing->printer);
    print(printing, context);
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Events --- */

static struct screen_verdict go_back(struct printing *printing, const struct screen_context *context) {
    int chosen = printing->chosen;
    printing->chosen = 0;
    switch (printing_view(printing, context)) {
    case PRINTING_STEPS:
        if (desk_document(context->desk)->type != COUNTER_SITUATION &&
            desk_document(context->desk)->steps[DESK_STEP_SEND] != DESK_IDLE)
            printing->stopping = true;
        else
            desk_give_up(context->desk, DESK_DOCUMENT);
        break;
    case PRINTING_STOP:
        printing->stopping = false;
        break;
    case PRINTING_PRINTERS:
        printing->picking = false;
        break;
    case PRINTING_NOT_GOOD:
        printing->said_no = false;
        break;
    case PRINTING_HAND_OVER:
        printing->told = true;
        printing->chosen = chosen;
        break;
    case PRINTING_WHAT_NOW: /* it waits there: F8 comes back to it */
        return screen_verdict(SCREEN_POP);
    default:
        return leave(context);
    }
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict press_print(struct printing *printing, const struct screen_context *context) {
    switch (printing_view(printing, context)) {
    case PRINTING_NOT_GOOD:
    case PRINTING_WHAT_NOW:
        return print_again(printing, context, PRINTING_AGAIN);
    case PRINTING_CHANGED:
        return print_new_record(printing, context);
    case PRINTING_END:
        return start_again(context);
    default:
        return screen_verdict(SCREEN_STAY);
    }
}

static struct screen_verdict act(struct printing *printing, const struct screen_context *context,
                                 enum keys_action action) {
    notice_clear(&printing->notice);
    if (action == ACTION_NEXT_PERSON)
        printing->told = true;
    else if (action == ACTION_BACK)
        return go_back(printing, context);
    else if (action == ACTION_PRINT)
        return press_print(printing, context);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict take_key(struct printing *printing, const struct screen_context *context,
                                      const struct key *key) {
    struct choices choices = {0};
    printing_offer(printing, context, &choices);
    notice_clear(&printing->notice);
    if (key->code == KEYS_ENTER && printing->chosen >= 0 && printing_view(printing, context) != PRINTING_STEPS)
        return take(printing, context, choices_id(&choices, printing->chosen));
    return screen_verdict(choices_key(&choices, &printing->chosen, key) ? SCREEN_REDRAW : SCREEN_STAY);
}

static struct screen_verdict obey(struct printing *printing, const struct screen_context *context,
                                  const struct screen_event *event) {
    bool moved = has_moved(printing, context);
    if (printing->end == PRINTING_NOT_ENDED && printing->phase == DESK_IDLE)
        return screen_verdict(SCREEN_POP);
    if (desk_counter(context->desk)->stage == COUNTER_PERSON) /* changed so that it is to be confirmed again */
        return screen_verdict(SCREEN_RESET);
    if (event->kind == SCREEN_SHOWN)
        return answered(printing, context, event->answer && !moved);
    if (event->kind == SCREEN_ACTION || event->kind == SCREEN_KEY)
        printing->told = false;
    if (event->kind == SCREEN_ACTION)
        return act(printing, context, event->action);
    if (event->kind == SCREEN_KEY)
        return take_key(printing, context, &event->key);
    offer_answer(printing);
    return screen_verdict(SCREEN_REDRAW);
}

static struct screen_verdict printing_event(void *state, const struct screen_context *context,
                                            const struct screen_event *event) {
    struct printing *printing = state;
    struct screen_verdict verdict = obey(printing, context, event);
    if (verdict.kind == SCREEN_STAY || verdict.kind == SCREEN_REDRAW)
        verdict.again = printing->chosen < 0;
    return verdict;
}

static const enum keys_action printing_actions[] = {ACTION_HELP,        ACTION_PRINT, ACTION_LOCK,
                                                    ACTION_NEXT_PERSON, ACTION_BACK,  ACTION_NONE};

const struct screen screen_printing = {
    .name = "impression",
    .title = "Impression",
    .actions = printing_actions,
    .step = SCREEN_STEP_DOCUMENT,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT,
    .state_size = sizeof(struct printing),
    .open = printing_open,
    .event = printing_event,
    .draw = printing_draw,
    .focus = printing_focus,
};
