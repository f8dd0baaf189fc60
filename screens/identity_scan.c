/* What Identité does with a scan: the document of the holder is compared at once, text goes where it is awaited. It
 * must keep nothing of a document: the desk does. */
#include "identity.h"
#include "scan_words.h"

#include "../kiosk/memory.h"
#include "../kiosk/scan.h"
#include "../kiosk/seal_words.h"
#include "../kiosk/text.h"

#include <string.h>

static const struct screen_verdict wiped = {.kind = SCREEN_REDRAW, .scrub = true};

static void say(struct identity *identity, const char *text) {
    notice_say(&identity->notice, THEME_WARNING, text);
}

static void take_bearer(struct identity *identity, const struct screen_context *context,
                        const struct identity_bearer *bearer) {
    desk_keep_bearer(context->desk, bearer, (enum identity_quality)identity->quality);
    identity_forget_said(identity);
    identity_show_what_is_asked(identity, context);
    identity_focus_on_next(identity, context);
}

/* --- Machine readable zones --- */

static void take_zone(struct identity *identity, const struct screen_context *context, const struct mrz *mrz) {
    struct identity_bearer bearer = {0};
    if (identity_bearer_from_mrz(mrz, &bearer) == STATUS_OK)
        take_bearer(identity, context, &bearer);
    else if (mrz->format == MRZ_NLDL || mrz->format == MRZ_DL)
        say(identity, "Permis d'un autre État\u00A0: ce poste ne lit pas ce qu'il dit.\nComparez-le à l'œil.");
    else
        say(identity, "Ce document ne prouve pas l'identité.");
    identity_bearer_clear(&bearer);
}

static void read_zone(struct identity *identity, const struct screen_context *context, const struct scan *scan) {
    char text[sizeof identity->notice.text];
    if (scan->repair == SCAN_DAMAGED) { /* may be put right in two ways, though the digits are right in one */
        say(identity, scan_setup_sentence());
    } else if (scan->repair == SCAN_TO_CONFIRM) {
        identity->proposed = scan->mrz;
        scan_words_write_proposed(&scan->mrz, text, sizeof text);
        say(identity, text);
    } else if (scan->mrz.error_count > 0) {
        scan_words_write_errors(&scan->mrz, text, sizeof text);
        size_t length = strlen(text);
        text_copy(text + length, sizeof text - length, "\nScannez de nouveau, ou comparez à l'œil.");
        say(identity, text);
    } else {
        take_zone(identity, context, &scan->mrz);
    }
    memory_wipe(text, sizeof text);
}

struct screen_verdict identity_take_proposed(struct identity *identity, const struct screen_context *context) {
    notice_clear(&identity->notice);
    take_zone(identity, context, &identity->proposed);
    mrz_clear(&identity->proposed);
    return wiped;
}

/* --- 2D-Doc --- */

static void say_no_identity(struct identity *identity, const struct seal *seal) {
    char text[192];
    const char *label = seal_type_label(seal->type);
    text_format(text, sizeof text, "✗ %s\u00A0: ce n'est pas une pièce d'identité.", label != NULL ? label : "2D-Doc");
    say(identity, text);
}

static void take_valid(struct identity *identity, const struct screen_context *context, const struct seal *seal,
                       bool is_test) {
    struct identity_bearer bearer = {0};
    if (identity_bearer_from_seal(seal, clock_today(), &bearer) == STATUS_OK) {
        bearer.seal_test = is_test;
        take_bearer(identity, context, &bearer);
    } else {
        say(identity, "✗ Ce 2D-Doc ne dit rien qui se compare. Comparez à l'œil.");
    }
    identity_bearer_clear(&bearer);
}

/* A forged one stops the agent; the alarm says so. */
static void take_seal(struct identity *identity, const struct screen_context *context, const struct seal *seal,
                      const struct trust_judgement *judgement, bool is_repaired) {
    if (is_repaired && judgement->verdict != TRUST_VALID) /* the repair may be what is wrong */
        say(identity, scan_setup_sentence());
    else if (!scan_words_are_identity(seal))
        say_no_identity(identity, seal);
    else if (judgement->verdict == TRUST_VALID)
        take_valid(identity, context, seal, judgement->test);
    else if (judgement->verdict == TRUST_FORGED)
        desk_note_forged(context->desk);
    else
        say(identity, "✗ 2D-Doc non vérifiable\u00A0: il ne prouve rien. Scannez la bande de lecture, ou comparez "
                      "à l'œil.");
    identity_show_what_is_asked(identity, context);
}

static void read_seal(struct identity *identity, const struct screen_context *context, const struct scan *scan) {
    if (scan->repair == SCAN_DAMAGED) {
        say(identity, scan_setup_sentence());
        return;
    }
    struct seal *seal = memory_alloc(sizeof *seal); /* large, and of a person */
    struct trust_judgement judgement;
    if (desk_verify(context->desk, scan->seal, scan->seal_length, seal, &judgement) != STATUS_OK)
        say(identity, "✗ Le journal d'audit ne peut pas être écrit.\nLe 2D-Doc n'a pas été vérifié.\nAppelez le "
                      "technicien.");
    else
        take_seal(identity, context, seal, &judgement, scan->repair == SCAN_TO_VERIFY);
    memory_free(seal);
}

/* --- Text --- */

/* What of the burst was typed before it was seen to be one is in the field already. */
static void type_rest(struct identity *identity, const struct screen_event *event) {
    const char *at = event->scan;
    for (size_t i = 0; *at != '\0'; i++) {
        struct key key = {.code = KEYS_TEXT, .character = text_next(&at)};
        if (i >= event->scan_typed && key.character >= 0x20)
            form_key(&identity->form, &key);
    }
}

static void untype(struct identity *identity, const struct screen_event *event) {
    for (size_t i = 0; i < event->scan_typed && form_is_in_text(&identity->form); i++)
        form_key(&identity->form, &(struct key){.code = KEYS_BACKSPACE});
}

/* A name or a number that was pasted, or typed very fast: nothing that a zone holds, though a keyboard of another
 * layout damaged it ("?" for "<"). */
static bool may_be_typed(const struct screen_event *event) {
    const char *at = event->scan;
    int digits = 0, characters = 0;
    if (event->scan_length == 0 || strpbrk(event->scan, "<>?_\n") != NULL ||
        !text_is_utf8(event->scan, event->scan_length))
        return false;
    for (uint32_t character; (character = text_next(&at)) != 0; characters++)
        digits += character >= '0' && character <= '9';
    return characters <= IDENTITY_NAME_LONGEST && digits <= IDENTITY_SIREN_LONGEST;
}

static struct screen_verdict take_text(struct identity *identity, const struct screen_context *context,
                                       const struct screen_event *event) {
    if (may_be_typed(event) && form_is_in_text(&identity->form)) {
        type_rest(identity, event);
        identity_show_what_is_asked(identity, context);
        return screen_verdict(SCREEN_REDRAW);
    }
    untype(identity, event);
    say(identity, "✗ Ce qui a été lu n'est pas un document d'identité. Scannez de nouveau, ou comparez à l'œil.");
    return wiped;
}

struct screen_verdict identity_take_scan(struct identity *identity, const struct screen_context *context,
                                         const struct screen_event *event) {
    const struct seal_substitutes own = scan_words_substitutes(context->config);
    struct scan *scan = memory_alloc(sizeof *scan);
    struct screen_verdict verdict = wiped;
    notice_clear(&identity->notice);
    identity->refused = false;
    mrz_clear(&identity->proposed);
    scan_read(event->scan, event->scan_length, &own, clock_today(), scan);
    if (scan->kind == SCAN_MRZ || scan->kind == SCAN_2D_DOC)
        untype(identity, event);
    if (scan->kind == SCAN_MRZ)
        read_zone(identity, context, scan);
    else if (scan->kind == SCAN_2D_DOC)
        read_seal(identity, context, scan);
    else
        verdict = take_text(identity, context, event);
    scan_clear(scan);
    memory_free(scan);
    return verdict;
}
