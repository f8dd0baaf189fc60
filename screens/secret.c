/* Types what was pasted where a password is asked for, and drops what was scanned. It keeps nothing. */
#include "secret.h"

#include "../kiosk/scan.h"
#include "../kiosk/text.h"

#include <string.h>

static bool is_document(const char *text, size_t length) {
    struct scan scan;
    scan_read(text, length, NULL, clock_today(), &scan);
    bool is = scan.kind == SCAN_MRZ || scan.kind == SCAN_2D_DOC;
    scan_clear(&scan);
    return is;
}

static bool is_scan(const struct form *form, const struct screen_event *scan) {
    const struct field *field = form->items[form->focus].field;
    size_t count = 0;
    for (const char *at = scan->scan; *at != '\0'; count++)
        if (text_next(&at) < 0x20)
            return true;
    return count == 0 || (field != NULL && count > field->longest) || is_document(scan->scan, scan->scan_length);
}

enum secret_burst secret_take(struct form *form, const struct screen_event *scan) {
    struct form_item *item = &form->items[form->focus];
    if (is_scan(form, scan)) {
        if (item->kind == FORM_FIELD)
            field_clear(item->field);
        return SECRET_DROPPED;
    }
    const char *at = scan->scan;
    for (size_t i = 0; *at != '\0'; i++) {
        struct key key = {.code = KEYS_TEXT, .character = text_next(&at)};
        if (i >= scan->scan_typed)
            form_key(form, &key);
    }
    return scan->scan_ended ? SECRET_ACCEPTED : SECRET_TYPED;
}

const char *secret_dropped_sentence(void) {
    return "Un document a été scanné ici\u00A0: rien n'en est gardé. Scannez-le sur l'accueil.";
}
