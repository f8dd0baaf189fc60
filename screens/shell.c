/* Glues the terminal, the stack of screens, the loop and the desk: keys become events, events verdicts, verdicts stack
 * moves; drawing comes last, before each wait. It must not know what a screen shows, and waits for nothing itself. */
#include "shell.h"

#include "burst.h"
#include "collect.h"
#include "decode.h"
#include "draw.h"
#include "frame.h"
#include "idle.h"
#include "shell_stack.h"
#include "terminal.h"

#include "../kiosk/memory.h"
#include "../kiosk/scan.h"
#include "../kiosk/scanner.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { PASTE_SILENCE_MS = 1000, TICK_MS = 1000, NEWS_ROUNDS = 8 };

struct shell {
    struct config config;
    struct loop *loop;
    struct screen_context context;
    struct stack stack;
    struct decode decode;
    struct burst burst;
    struct collect collect;
    uint32_t collect_level;  /* of the stack, that was on top when what is collected began */
    bool collect_pasted;     /* all of it comes from a bracketed paste */
    struct scanner *scanner; /* the station's own, or NULL */
    uint32_t scanner_level;  /* on top when what the scanner is giving began */
    bool paste_done;         /* a pasted Enter was obeyed: the rest of the paste is not */
    struct key held;         /* a letter that is a shortcut, unless it turns out to begin a scan */
    bool dirty, repaint, news;
    bool scrub; /* the person has left: nothing of what was drawn may stay in memory */
    bool again; /* the last verdict asked for a tick */
    int64_t last_key_ms;
    uint32_t tick_timer, minute_timer, escape_timer, held_timer, idle_timer, quiet_timer;
};

/* Timers that cannot be had only cost their tick: what they do is tried again at the next event. */
static void start_timer(struct shell *shell, uint32_t *timer, int delay_ms, loop_due *due) {
    if (*timer == 0)
        *timer = loop_after(shell->loop, delay_ms, due, shell);
}

static void stop_timer(struct shell *shell, uint32_t *timer) {
    loop_cancel(shell->loop, *timer);
    *timer = 0;
}

/* --- The stack that the counter's state calls for --- */

static void reset_stack(struct shell *shell) {
    shell_reset_stack(&shell->stack, &shell->context);
    shell->dirty = shell->again = true; /* what is shown anew may have a first second */
    shell->scrub = shell->scrub || shell->stack.person_gone;
}

static void next_person(struct shell *shell) {
    if (shell->context.desk == NULL)
        return;
    desk_next_person(shell->context.desk);
    reset_stack(shell);
}

static void lock(struct shell *shell) {
    if (shell->context.desk == NULL)
        return;
    desk_lock(shell->context.desk);
    reset_stack(shell);
}

/* The desk may have ended the session, locked it, or lost the person by itself: nothing that needs them stays. */
static void follow_counter(struct shell *shell) {
    struct stack_level *top = stack_top(&shell->stack);
    if (shell->context.desk == NULL || top == NULL)
        return;
    const struct counter *counter = desk_counter(shell->context.desk);
    bool is_lock = stack_has(&shell->stack, &screen_locked);
    bool needs_agent = top->screen->flags & SCREEN_NEEDS_AGENT;
    if ((needs_agent && counter->stage == COUNTER_CLOSED) || counter->locked != is_lock)
        reset_stack(shell);
}

/* --- Events and verdicts --- */

static void deliver(struct shell *shell, struct screen_event event);

static void obey(struct shell *shell, struct screen_verdict verdict) {
    struct stack *stack = &shell->stack;
    shell->dirty = shell->dirty || verdict.kind != SCREEN_STAY;
    shell->scrub = shell->scrub || verdict.scrub;
    shell->again = verdict.again;
    switch (verdict.kind) {
    case SCREEN_PUSH:
        stack_push(stack, &shell->context, verdict.screen, verdict.argument);
        break;
    case SCREEN_REPLACE:
        stack_replace(stack, &shell->context, verdict.screen, verdict.argument);
        if (verdict.then != NULL)
            stack_push(stack, &shell->context, verdict.then, NULL);
        break;
    case SCREEN_POP:
        stack_pop(stack);
        deliver(shell, (struct screen_event){.kind = SCREEN_SHOWN, .answer = verdict.answer});
        break;
    case SCREEN_RESET:
        reset_stack(shell);
        break;
    case SCREEN_NEXT_PERSON:
        next_person(shell);
        break;
    case SCREEN_QUIT:
        loop_stop(shell->loop);
        break;
    default:
        break;
    }
}

static void deliver(struct shell *shell, struct screen_event event) {
    struct stack_level *top = stack_top(&shell->stack);
    if (top == NULL)
        reset_stack(shell);
    else
        obey(shell, top->screen->event(top->state, &shell->context, &event));
}

static bool document_under_way(const struct shell *shell) {
    return shell->context.desk != NULL && desk_progress(shell->context.desk, DESK_DOCUMENT)->phase == DESK_WAITING;
}

/* What lies in the tray is the agent's to say before another person comes. */
static bool must_answer(const struct shell *shell) {
    struct desk *desk = shell->context.desk;
    return desk != NULL && desk_progress(desk, DESK_DOCUMENT)->phase != DESK_IDLE &&
           desk_document(desk)->asks == DESK_ASKS_HAND_OVER;
}

/* Told by the desk, perhaps from within an act of a screen: read when that is over, and before any key, since what a
 * screen computed points into a record that may be another one now. */
static void read_news(struct shell *shell) {
    for (int round = 0; shell->news && round < NEWS_ROUNDS; round++) {
        shell->news = false;
        shell->dirty = true;
        deliver(shell, (struct screen_event){.kind = SCREEN_NEWS});
    }
}

/* What means the same everywhere is done here; the rest is the screen's. */
static void act(struct shell *shell, enum keys_action action) {
    struct stack_level *top = stack_top(&shell->stack);
    shell->dirty = true;
    if (action == ACTION_HELP && top->screen != &screen_help)
        stack_push(&shell->stack, &shell->context, &screen_help, top->screen);
    else if (action == ACTION_LOCK)
        lock(shell);
    else if (action == ACTION_NEXT_PERSON && !document_under_way(shell) && !must_answer(shell))
        next_person(shell);
    else
        deliver(shell, (struct screen_event){.kind = SCREEN_ACTION, .action = action});
}

static bool focus_is_text(const struct shell *shell) {
    const struct stack_level *top = &shell->stack.levels[shell->stack.count - 1];
    return top->screen->focus(top->state, &shell->context).in_text;
}

static void dispatch(struct shell *shell, const struct key *key, bool in_text) {
    struct stack_level *top = stack_top(&shell->stack);
    if (key->code == KEYS_NONE || top == NULL)
        return;
    if (key->code == KEYS_REPAINT) {
        shell->dirty = shell->repaint = true;
        return;
    }
    enum keys_action action = keys_find(top->screen->actions, key, in_text);
    if (action != ACTION_NONE)
        act(shell, action);
    else
        deliver(shell, (struct screen_event){.kind = SCREEN_KEY, .key = *key});
}

/* --- Scans --- */

/* A scan goes to whom it was meant for: a screen that has come since it began gets nothing of it. */
static void give_scan(struct shell *shell, uint32_t level, struct screen_event scan) {
    read_news(shell);
    scan.kind = SCREEN_SCAN;
    if (stack_takes_scans(&shell->stack) && stack_serial(&shell->stack) == level)
        deliver(shell, scan);
}

static void scan_is_over(void *context) {
    struct shell *shell = context;
    stop_timer(shell, &shell->quiet_timer);
    if (!shell->collect.collecting)
        return;
    bool ended = collect_end(&shell->collect);
    give_scan(shell, shell->collect_level,
              (struct screen_event){.scan = shell->collect.text,
                                    .scan_length = shell->collect.length,
                                    .scan_ended = ended,
                                    .scan_pasted = shell->collect_pasted,
                                    .scan_typed = (size_t)shell->collect.typed});
    collect_clear(&shell->collect);
}

static void scanner_begins(void *context) {
    struct shell *shell = context;
    shell->scanner_level = stack_serial(&shell->stack);
}

static void scanner_gave(void *context, const char *text, size_t length) {
    struct shell *shell = context;
    shell->last_key_ms = clock_monotonic_ms();
    give_scan(shell, shell->scanner_level,
              (struct screen_event){.scan = text, .scan_length = length, .scan_ended = true, .scan_by_device = true});
}

static void note_where_it_came(struct shell *shell) {
    bool is_first = shell->collect.run <= 1;
    shell->collect_pasted = shell->decode.pasting && (is_first || shell->collect_pasted);
    if (is_first)
        shell->collect_level = stack_serial(&shell->stack);
}

/* True: it is part of a scan, also when its screen has gone meanwhile. Another key than a scan has ends it. */
static bool collected(struct shell *shell, const struct key *key, bool at_once) {
    bool was_collecting = shell->collect.collecting;
    if (!was_collecting && !stack_takes_scans(&shell->stack)) {
        collect_clear(&shell->collect);
        return false;
    }
    bool is_collected = collect_take(&shell->collect, key, at_once, clock_monotonic_ms());
    if (key->code == KEYS_TEXT || key->code == KEYS_ENTER)
        note_where_it_came(shell);
    if (is_collected) {
        stop_timer(shell, &shell->quiet_timer);
        start_timer(shell, &shell->quiet_timer, scan_quiet_ms(shell->collect.text, shell->collect.length),
                    scan_is_over);
        return true;
    }
    if (was_collecting)
        scan_is_over(shell);
    return false;
}

/* --- Keys --- */

static void release_held(struct shell *shell) {
    stop_timer(shell, &shell->held_timer);
    struct key key = shell->held;
    shell->held = (struct key){0};
    if (key.code != KEYS_NONE)
        dispatch(shell, &key, false);
}

static void held_is_due(void *context) {
    struct shell *shell = context;
    shell->held_timer = 0;
    read_news(shell);
    release_held(shell);
}

/* Outside text fields a letter is a shortcut only when it comes alone: a scan must not act. */
static void take_loose_key(struct shell *shell, const struct key *key) {
    switch (burst_take(&shell->burst, key, clock_monotonic_ms())) {
    case BURST_HOLD:
        shell->held = *key;
        start_timer(shell, &shell->held_timer, BURST_GAP_MS, held_is_due);
        break;
    case BURST_DROP:
        stop_timer(shell, &shell->held_timer);
        shell->held = (struct key){0};
        break;
    case BURST_PASS:
        release_held(shell);
        dispatch(shell, key, false);
        break;
    }
}

static void escape_is_due(void *context);

static void take_key(struct shell *shell, const struct key *key, bool scanned) {
    if (focus_is_text(shell))
        dispatch(shell, key, true);
    else if (!scanned || (key->code != KEYS_TEXT && key->code != KEYS_ENTER)) /* its Enter must not press a button */
        take_loose_key(shell, key);
}

/* After the Enter that ends a scan the rest is not meant for the screen that it opens. */
static void end_scan(struct shell *shell) {
    if (shell->decode.pasting)
        shell->paste_done = true; /* until its end comes */
    else
        decode_wipe(&shell->decode);
}

/* `at_once`: these keys came too many at once for a person. */
static void take_keys(struct shell *shell, bool flush) {
    bool at_once = burst_is_scan(shell->decode.bytes, shell->decode.length);
    struct key key;
    enum decode_result result;
    while ((result = decode_next(&shell->decode, flush, &key)) == DECODE_KEY) {
        bool scanned = at_once || shell->decode.pasting;
        shell->paste_done = shell->paste_done && shell->decode.pasting;
        if (key.code == KEYS_PASTE || key.code == KEYS_PASTE_END || shell->paste_done ||
            collected(shell, &key, scanned))
            continue;
        take_key(shell, &key, scanned);
        if (scanned && key.code == KEYS_ENTER)
            end_scan(shell);
    }
    memory_wipe(&key, sizeof key);
    stop_timer(shell, &shell->escape_timer);
    if (result == DECODE_INCOMPLETE)
        start_timer(shell, &shell->escape_timer, shell->config.escape_delay_ms, escape_is_due);
}

static void escape_is_due(void *context) {
    struct shell *shell = context;
    shell->escape_timer = 0;
    take_keys(shell, true);
}

static void on_input(void *context, int fd, short revents) {
    struct shell *shell = context;
    if (!terminal_read(&shell->decode) || (revents & (POLLERR | POLLNVAL)) != 0) {
        loop_unwatch(shell->loop, fd);
        loop_stop(shell->loop);
        return;
    }
    int64_t now_ms = clock_monotonic_ms();
    if (now_ms - shell->last_key_ms > PASTE_SILENCE_MS)
        shell->decode.pasting = false; /* its end was lost: what is typed now is not pasted */
    shell->last_key_ms = now_ms;
    take_keys(shell, false);
}

/* --- Drawing --- */

/* Pushes or pops the screen that says so, by what the screen under it needs. */
static void fit_small(struct shell *shell) {
    const struct stack_level *top = stack_top(&shell->stack);
    if (top == NULL)
        return;
    bool says_so = top->screen == &screen_small;
    const struct screen *needs = says_so && shell->stack.count > 1 ? top[-1].screen : top->screen;
    bool is_small = terminal_columns() < needs->columns_min || terminal_rows() < needs->rows_min;
    if (is_small && !says_so)
        stack_push(&shell->stack, &shell->context, &screen_small, NULL);
    if (!is_small && says_so)
        obey(shell, screen_verdict(SCREEN_POP));
}

/* Draws the level `index`, or what is below a dialog and then the dialog. */
static void draw_level(struct shell *shell, size_t index, const struct layout_frame *frame) {
    const struct stack_level *level = &shell->stack.levels[index];
    if (level->screen->flags & SCREEN_IS_DIALOG && index > 0)
        draw_level(shell, index - 1, frame);
    else if (level->screen != &screen_small)
        frame_draw(frame, &shell->context, level->screen, stack_top(&shell->stack)->screen);
    level->screen->draw(level->state, &shell->context);
}

static void draw(struct shell *shell) {
    struct layout_frame frame = layout_frame(terminal_columns(), terminal_rows());
    shell->context.body = frame.body;
    const struct stack_level *top = stack_top(&shell->stack);
    bool shows_person = top->screen->flags & SCREEN_SHOWS_PERSON;
    if (shell->scrub || (shell->stack.person_gone && !shows_person)) {
        draw_scrub();
        memory_wipe_stack();
        shell->scrub = shell->stack.person_gone = false;
    }
    draw_clear();
    draw_level(shell, shell->stack.count - 1, &frame);
    struct screen_cursor cursor = top->screen->focus(top->state, &shell->context);
    draw_show(cursor.x, cursor.y, shell->repaint);
    shell->dirty = shell->repaint = false;
}

static void on_tick(void *context) {
    struct shell *shell = context;
    shell->tick_timer = 0;
    shell->dirty = true;
    deliver(shell, (struct screen_event){.kind = SCREEN_TICK});
}

static bool is_waiting(const struct shell *shell) {
    for (int act = 0; shell->context.desk != NULL && act < DESK_ACT_COUNT; act++)
        if (desk_progress(shell->context.desk, (enum desk_act)act)->phase == DESK_WAITING)
            return true;
    return false;
}

static void before_wait(void *context) {
    struct shell *shell = context;
    read_news(shell);
    follow_counter(shell);
    fit_small(shell);
    if (shell->dirty || shell->scrub)
        draw(shell);
    if (is_waiting(shell) || shell->again)
        start_timer(shell, &shell->tick_timer, TICK_MS, on_tick);
}

/* --- Time --- */

static void on_minute(void *context) {
    struct shell *shell = context;
    shell->dirty = true;
    shell->minute_timer = 0;
    start_timer(shell, &shell->minute_timer, (60 - clock_now().second % 60) * 1000, on_minute);
}

/* Locks after the idle time, ends the session after the longer one; what was typed at login does not outlive it. */
static void on_idle(void *context) {
    struct shell *shell = context;
    shell->idle_timer = 0;
    int64_t idle_ms = clock_monotonic_ms() - shell->last_key_ms;
    const struct counter *counter = shell->context.desk == NULL ? NULL : desk_counter(shell->context.desk);
    bool is_open = counter != NULL && counter->stage != COUNTER_CLOSED;
    if (is_open && idle_is_past(idle_ms, shell->config.idle_end_seconds)) {
        desk_log_out(shell->context.desk);
        reset_stack(shell);
    } else if (is_open && !counter->locked && idle_is_past(idle_ms, shell->config.idle_lock_seconds)) {
        lock(shell);
    } else if (!is_open && idle_is_past(idle_ms, shell->config.idle_lock_seconds)) {
        reset_stack(shell);
    }
    start_timer(shell, &shell->idle_timer, idle_look_ms(&shell->config, idle_ms), on_idle);
}

/* --- Start and stop --- */

static void on_resize(void *context, int signal_number) {
    struct shell *shell = context;
    (void)signal_number;
    terminal_resize();
    shell->dirty = shell->repaint = true;
}

static void on_news(void *context, enum desk_act act_or_count) {
    struct shell *shell = context;
    (void)act_or_count;
    shell->news = true;
}

static enum status register_with_loop(struct shell *shell) {
    enum status status = loop_watch(shell->loop, STDIN_FILENO, POLLIN, on_input, shell);
    if (status == STATUS_OK)
        status = loop_on_signal(shell->loop, SIGWINCH, on_resize, shell);
    loop_before_wait(shell->loop, before_wait, shell);
    on_minute(shell);
    shell->last_key_ms = clock_monotonic_ms();
    start_timer(shell, &shell->idle_timer, idle_look_ms(&shell->config, 0), on_idle);
    if (status == STATUS_OK && shell->config.scanner[0] != '\0')
        status = scanner_open(shell->config.scanner, shell->loop, scanner_begins, scanner_gave, shell, &shell->scanner);
    shell->context.scanner = shell->scanner;
    return status;
}

enum status shell_open(const struct config *config, struct loop *loop, struct shell **shell, struct fault *fault) {
    enum status status = terminal_start(config, fault);
    if (status != STATUS_OK)
        return status;
    struct shell *opened = memory_alloc(sizeof *opened);
    opened->config = *config;
    opened->loop = loop;
    opened->context.config = &opened->config;
    decode_init(&opened->decode);
    terminal_learn_keys(&opened->decode);
    draw_init(theme_choose(config, getenv("NO_COLOR"), terminal_colours()),
              theme_is_ascii(config, getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")));
    reset_stack(opened);
    fit_small(opened);
    draw(opened);
    status = register_with_loop(opened);
    if (status != STATUS_OK) {
        shell_close(opened);
        return fault_set(fault, status, "terminal", NULL);
    }
    *shell = opened;
    return STATUS_OK;
}

void shell_attach(struct shell *shell, struct desk *desk) {
    shell->context.desk = desk;
    desk_on_news(desk, on_news, shell);
    shell->news = shell->dirty = true;
}

void shell_close(struct shell *shell) {
    if (shell == NULL)
        return;
    loop_unwatch(shell->loop, STDIN_FILENO);
    loop_before_wait(shell->loop, NULL, NULL);
    uint32_t *timers[] = {&shell->tick_timer, &shell->minute_timer, &shell->escape_timer,
                          &shell->held_timer, &shell->idle_timer,   &shell->quiet_timer};
    for (size_t i = 0; i < sizeof timers / sizeof timers[0]; i++)
        stop_timer(shell, timers[i]);
    scanner_close(shell->scanner);
    collect_clear(&shell->collect);
    stack_clear(&shell->stack);
    terminal_stop();
    memory_free(shell);
}

void shell_emergency_restore(void) {
    terminal_emergency_restore();
}
