/* Essai du lecteur: what came, byte by byte, what it was understood to be, and how the scanner must be set up. It opens
 * nothing, asks nobody, and keeps nothing: a new scan, or leaving, wipes the one before. */
#include "draw.h"
#include "flow.h"
#include "scan_words.h"
#include "screen.h"

#include "../kiosk/memory.h"
#include "../kiosk/neph.h"
#include "../kiosk/scan.h"
#include "../kiosk/scanner.h"
#include "../kiosk/text.h"

#include <string.h>

enum { HEAD_ROWS = 3, BYTES_A_LINE = 12, HEX_WIDTH = 3 * BYTES_A_LINE + 2, LABEL_WIDTH = 12 };

struct scanner_test {
    char text[SCAN_TEXT_MAX + 1];
    size_t length;
    int scans;            /* that came; 0: none yet */
    bool ended, is_burst; /* a line end closed it; it came faster than a person types */
    bool has_keys;        /* it came as keys, not on a serial line */
    bool typing;          /* keys come one by one, and no Enter yet */
    struct scan scan;
    int top;
};

static void forget(struct scanner_test *test) {
    memory_wipe(test->text, sizeof test->text);
    scan_clear(&test->scan);
    test->length = 0;
    test->top = 0;
    test->typing = false;
}

static void understand(struct scanner_test *test, const struct screen_context *context) {
    const struct seal_substitutes own = scan_words_substitutes(context->config);
    test->scans++;
    test->typing = false;
    scan_read(test->text, test->length, &own, clock_today(), &test->scan);
}

static void take_scan(struct scanner_test *test, const struct screen_context *context,
                      const struct screen_event *event) {
    forget(test);
    memcpy(test->text, event->scan, event->scan_length);
    test->length = event->scan_length;
    test->ended = event->scan_ended;
    test->is_burst = true;
    test->has_keys = !event->scan_by_device || !scanner_is_serial(context->scanner);
    understand(test, context);
}

/* A scanner that is slower than a person types is seen key by key. */
static void take_character(struct scanner_test *test, uint32_t character) {
    char bytes[4];
    if (!test->typing)
        forget(test);
    test->typing = true;
    size_t size = text_encode(character, bytes);
    if (test->length + size > SCAN_TEXT_MAX)
        return;
    memcpy(test->text + test->length, bytes, size);
    test->length += size;
}

/* --- What is said of it --- */

static void flow_scanner(struct flow *flow, const struct screen_context *context) {
    char line[320];
    if (context->scanner == NULL) {
        flow_text(flow, 0, THEME_TEXT, "Ce poste n'a pas de lecteur à lui\u00A0: le lecteur tape comme un clavier.");
        return;
    }
    bool is_there = scanner_is_there(context->scanner);
    text_format(line, sizeof line,
                is_there ? "● Lecteur du poste branché\u00A0: %s" : "✗ Lecteur du poste absent\u00A0: %s",
                context->config->scanner);
    flow_text(flow, 0, is_there ? THEME_GOOD : THEME_BAD, line);
}

static void write_seal(const struct scan *scan, char *out, size_t size) {
    int gs = 0, us = 0, rs = 0;
    for (size_t i = 0; i < scan->seal_length; i++) {
        gs += scan->seal[i] == SEAL_GS;
        rs += scan->seal[i] == SEAL_RS;
        us += scan->seal[i] == SEAL_US;
    }
    text_format(out, size, "2D-Doc, version %.2s, émetteur %.4s (GS %d, RS %d, US %d)", scan->seal + 2, scan->seal + 4,
                gs, rs, us);
}

static void write_kind(const struct scanner_test *test, char *out, size_t size) {
    const struct scan *scan = &test->scan;
    char grouped[64] = "";
    if (scan->kind == SCAN_NEPH)
        neph_write_grouped(scan->neph, grouped);
    if (scan->kind == SCAN_NEPH || scan->kind == SCAN_TITLE_NUMBER)
        text_format(out, size, "%s %s", scan->kind == SCAN_NEPH ? "NEPH" : "Numéro de titre",
                    scan->kind == SCAN_NEPH ? grouped : scan->neph);
    else if (scan->kind == SCAN_MRZ && scan->mrz.line_count == 0)
        text_format(out, size, "Zone de lecture, illisible");
    else if (scan->kind == SCAN_MRZ)
        text_format(out, size, "Zone de lecture %s, %d ligne%s, %s", mrz_format_name(scan->mrz.format),
                    scan->mrz.line_count, scan->mrz.line_count > 1 ? "s" : "",
                    scan->mrz.error_count == 0 ? "clés justes" : "clés fausses");
    else if (scan->kind == SCAN_2D_DOC && scan->seal_length == 0)
        text_format(out, size, "2D-Doc, illisible");
    else if (scan->kind == SCAN_2D_DOC)
        write_seal(scan, out, size);
    else
        text_format(out, size, "Rien de connu");
}

static const char *repair_words(const struct scan *scan) {
    static const char *const words[] = {
        [SCAN_AS_IT_CAME] = "aucune",
        [SCAN_PROVED] = "dégâts d'un clavier AZERTY réparés, les clés le prouvent",
        [SCAN_TO_CONFIRM] = "réparé ou corrigé, rien ne le prouve\u00A0: l'agent confirme",
        [SCAN_TO_VERIFY] = "dégâts d'un clavier AZERTY réparés, seule la signature peut le prouver",
        [SCAN_AMBIGUOUS] = "impossible\u00A0: A et Q, Z et W, M peuvent avoir été échangés",
        [SCAN_DAMAGED] = "impossible\u00A0: des caractères sont changés ou perdus"};
    if (scan->repair == SCAN_AMBIGUOUS && strcmp(scan->why, "dash") == 0)
        return "impossible\u00A0: «\u00A0-\u00A0» peut être un 6 ou un tiret";
    if (scan->kind == SCAN_UNKNOWN)
        return "impossible";
    return words[scan->repair];
}

/* "GS" for a control character, else as it is. */
static void append_shown(struct text_builder *line, unsigned char byte) {
    static const char *const names[] = {[0x09] = "<TAB>", [0x0A] = "<Entrée>", [0x0D] = "<CR>", [0x1C] = "<FS>",
                                        [0x1D] = "<GS>",  [0x1E] = "<RS>",     [0x1F] = "<US>"};
    if (byte >= 0x20 && byte != 0x7F)
        text_append_char(line, (char)byte);
    else
        text_append(line, byte < 0x20 && names[byte] != NULL ? names[byte] : "<?>");
}

/* A character of several bytes is shown whole in the line where it ends. */
static void flow_bytes(struct flow *flow, const struct scanner_test *test) {
    const unsigned char *bytes = (const unsigned char *)test->text;
    struct text_builder hex, shown;
    size_t from = 0;
    for (size_t at = 0; at < test->length; at += BYTES_A_LINE) {
        size_t end = at + BYTES_A_LINE < test->length ? at + BYTES_A_LINE : test->length;
        size_t whole = end;
        while (whole > from && whole < test->length && (bytes[whole] & 0xC0) == 0x80)
            whole--;
        text_builder_init(&hex, 256);
        text_builder_init(&shown, 256);
        for (size_t i = at; i < end; i++)
            text_appendf(&hex, "%02X ", bytes[i]);
        for (; from < whole; from++)
            append_shown(&shown, bytes[from]);
        if (flow->draws) {
            draw_text(flow->area, flow->line - flow->top, 0, THEME_VALUE, hex.bytes);
            draw_text(flow->area, flow->line - flow->top, HEX_WIDTH, THEME_TEXT, shown.bytes);
        }
        flow->line++;
        text_builder_clear(&hex);
        text_builder_clear(&shown);
    }
}

static void write_key(uint32_t character, char out[16]) {
    char bytes[4];
    if (character == ' ' || character == '\n' || character == '\t')
        text_copy(out, 16, character == ' ' ? "Espace" : character == '\n' ? "Entrée" : "Tab");
    else if (character < 0x20)
        text_format(out, 16, "Ctrl+%c", (char)(character + 0x40));
    else
        text_format(out, 16, "%.*s", (int)text_encode(character, bytes), bytes);
}

/* The keys that were pressed, as the keyboard's layout tells them; the first, where they are more than a row. */
static void flow_keys(struct flow *flow, const struct scanner_test *test) {
    struct text_builder keys;
    char key[16];
    const char *at = test->text;
    int room = flow->area.width - LABEL_WIDTH - text_width(" … Entrée"), used = 0;
    if (test->length == 0)
        return;
    text_builder_init(&keys, 1024);
    for (uint32_t character; test->has_keys && (character = text_next(&at)) != 0;) {
        write_key(character, key);
        used += text_width(key) + 1;
        text_append(&keys, used > room ? "…" : key);
        text_append(&keys, " ");
        if (used > room)
            break;
    }
    text_append(&keys, !test->has_keys ? "aucune\u00A0: ligne série" : test->ended ? "Entrée" : "");
    flow_pair(flow, LABEL_WIDTH, "Touches", THEME_TEXT, keys.bytes);
    text_builder_clear(&keys);
    memory_wipe(key, sizeof key);
}

static void flow_summary(struct flow *flow, const struct scanner_test *test) {
    char line[200];
    const struct scan *scan = &test->scan;
    text_format(line, sizeof line, "%zu octet%s, %s, %s", test->length, test->length > 1 ? "s" : "",
                test->is_burst ? "plus vite qu'on ne tape" : "touche par touche",
                test->ended ? "fin de ligne reçue" : "sans fin de ligne");
    flow_pair(flow, LABEL_WIDTH, "Reçu", THEME_TEXT,
              test->length > 0 ? line : "plus de 4\u00A0096 caractères\u00A0: rien n'en est gardé");
    flow_keys(flow, test);
    write_kind(test, line, sizeof line);
    flow_pair(flow, LABEL_WIDTH, "Compris", THEME_VALUE, line);
    flow_pair(flow, LABEL_WIDTH, "Réparation", THEME_TEXT, repair_words(scan));
    if (!test->ended)
        flow_text(flow, 0, THEME_WARNING, "Réglez le lecteur pour qu'il envoie Entrée à la fin.");
    if (!test->is_burst)
        flow_text(flow, 0, THEME_WARNING,
                  "Ces touches sont venues à la vitesse d'une personne\u00A0: réglez le lecteur sans "
                  "délai entre les caractères.");
    if (scan->repair != SCAN_AS_IT_CAME ||
        (scan->kind == SCAN_UNKNOWN && scan_words_are_azerty(test->text, test->length)))
        flow_text(flow, 0, THEME_WARNING, scan_setup_sentence());
}

static int lay_out(const struct scanner_test *test, const struct screen_context *context, bool draws) {
    struct flow flow;
    struct rect area = context->body;
    layout_cut_top(&area, HEAD_ROWS);
    flow_begin(&flow, area, test->top, draws);
    if (test->typing) {
        flow_text(&flow, 0, THEME_TEXT, "Touche par touche\u00A0: Entrée, pour voir ce qui en est compris.");
    } else if (test->scans == 0) {
        flow_text(&flow, 0, THEME_TEXT, "Scannez un document, un permis ou un 2D-Doc. Rien n'en est gardé.");
        flow_blank(&flow);
        flow_text(&flow, 0, THEME_HINT,
                  "Réglages attendus\u00A0: port série USB (ou clavier français, avec transmission de GS, "
                  "RS et US), Entrée à la fin, sans délai entre les caractères.");
    } else {
        flow_summary(&flow, test);
    }
    flow_blank(&flow);
    flow_bytes(&flow, test);
    flow_end(&flow);
    return flow.line;
}

static void scanner_test_draw(const void *state, const struct screen_context *context) {
    struct flow flow;
    struct rect head = context->body;
    draw_text(head, 0, 0, THEME_TITLE, "Essai du lecteur");
    layout_cut_top(&head, 1);
    flow_begin(&flow, head, 0, true);
    flow_scanner(&flow, context);
    lay_out(state, context, true);
}

/* --- Events --- */

static bool take_key(struct scanner_test *test, const struct screen_context *context, const struct key *key) {
    if (key->code == KEYS_TEXT && !key->alt) {
        take_character(test, key->character);
        return true;
    }
    if (key->code == KEYS_ENTER && test->typing) {
        test->ended = true;
        test->is_burst = false;
        test->has_keys = true;
        understand(test, context);
        return true;
    }
    struct rect area = context->body;
    layout_cut_top(&area, HEAD_ROWS);
    return flow_key(&test->top, key, lay_out(test, context, false), area.height);
}

static struct screen_verdict scanner_test_event(void *state, const struct screen_context *context,
                                                const struct screen_event *event) {
    struct scanner_test *test = state;
    if (event->kind == SCREEN_ACTION && event->action == ACTION_BACK)
        return screen_verdict(SCREEN_POP);
    if (event->kind == SCREEN_SCAN) {
        take_scan(test, context, event);
        return (struct screen_verdict){.kind = SCREEN_REDRAW, .scrub = true, .again = context->scanner != NULL};
    }
    bool changed = event->kind != SCREEN_KEY || take_key(test, context, &event->key);
    return (struct screen_verdict){.kind = changed ? SCREEN_REDRAW : SCREEN_STAY, .again = context->scanner != NULL};
}

static struct screen_cursor scanner_test_focus(const void *state, const struct screen_context *context) {
    (void)state;
    return (struct screen_cursor){.x = context->body.x, .y = context->body.y + HEAD_ROWS, .in_text = true};
}

static const enum keys_action scanner_test_actions[] = {ACTION_HELP, ACTION_LOCK, ACTION_NEXT_PERSON, ACTION_BACK,
                                                        ACTION_NONE};

const struct screen screen_scanner_test = {
    .name = "essai-du-lecteur",
    .title = "Essai du lecteur",
    .actions = scanner_test_actions,
    .columns_min = LAYOUT_COLUMNS_MIN,
    .rows_min = LAYOUT_ROWS_MIN,
    .flags = SCREEN_SHOWS_PERSON | SCREEN_NEEDS_AGENT | SCREEN_TAKES_SCANS,
    .state_size = sizeof(struct scanner_test),
    .event = scanner_test_event,
    .draw = scanner_test_draw,
    .focus = scanner_test_focus,
};
