/* Types what was pasted where a password is asked for, and drops what was scanned. It keeps nothing. */
#include "secret.h"

#include "../kiosk/scan.h"
#include "../kiosk/text.h"

#include <string.h>

enum { ZONE_LIKE_LEAST = 24 };

static bool has_only(const char *text, const char *characters) {
    return text[strspn(text, characters)] == '\0';
}

/* Any word of five letters or digits reads as a NEPH, a password too: a scanner's has a digit and no small letter. One
 * that a French layout made symbols of is one all the same. */
static bool is_neph(const struct scan *scan, const char *text) {
    bool is_capital = strpbrk(text, "abcdefghijklmnopqrstuvwxyz") == NULL && strpbrk(text, "0123456789") != NULL;
    return scan->kind == SCAN_NEPH && (is_capital || scan->repair != SCAN_AS_IT_CAME);
}

/* What no password is, even a pasted one; then what a person may have pasted, but a scanner types alike. */
static bool is_document(const struct screen_event *event) {
    static const char zone_like[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";
    struct scan scan;
    scan_read(event->scan, event->scan_length, NULL, clock_today(), &scan);
    bool is = scan.kind == SCAN_MRZ || scan.kind == SCAN_2D_DOC;
    if (event->scan_pasted)
        is = is && scan.repair != SCAN_DAMAGED;
    else
        is = is || scan.kind == SCAN_TITLE_NUMBER || is_neph(&scan, event->scan) ||
             (event->scan_length >= ZONE_LIKE_LEAST && has_only(event->scan, zone_like));
    scan_clear(&scan);
    return is;
}

/* A burst upon a button is none to be typed. */
static bool is_scan(const struct form *form, const struct screen_event *event) {
    const struct field *field = form->items[form->focus].field;
    size_t count = 0;
    for (const char *at = event->scan; *at != '\0'; count++)
        if (text_next(&at) < 0x20)
            return true;
    return event->scan_by_device || field == NULL || count == 0 || count > field->longest || is_document(event);
}

enum secret_burst secret_take(struct form *form, const struct screen_event *event) {
    struct form_item *item = &form->items[form->focus];
    if (is_scan(form, event)) {
        if (item->kind == FORM_FIELD &&
            !event->scan_by_device) /* a device types nothing: what is there is a person's */
            field_clear(item->field);
        return SECRET_DROPPED;
    }
    const char *at = event->scan;
    for (size_t i = 0; *at != '\0'; i++) {
        struct key key = {.code = KEYS_TEXT, .character = text_next(&at)};
        if (i >= event->scan_typed)
            form_key(form, &key);
    }
    return event->scan_ended ? SECRET_ACCEPTED : SECRET_TYPED;
}

const char *secret_dropped_sentence(void) {
    return "Un document a été scanné ici\u00A0: rien n'en est gardé. Scannez-le sur l'accueil.";
}
