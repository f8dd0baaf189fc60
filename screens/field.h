/* One line of typed text: UTF-8, a cursor, a longest length, perhaps secret. Pure; holds what was typed in itself, so
 * wiping the struct wipes it. */
#ifndef GUICHET_FIELD_H
#define GUICHET_FIELD_H

#include "keys.h"

enum { FIELD_BYTES = 512 };

struct field {
    char text[FIELD_BYTES + 1]; /* valid UTF-8 */
    size_t length, cursor;      /* bytes; the cursor stands before the character at its offset */
    size_t longest;             /* characters */
    bool secret;
};

void field_init(struct field *field, size_t longest, bool secret);
void field_clear(struct field *field);                 /* wipes the text */
void field_set(struct field *field, const char *text); /* cut to what fits; cursor at the end */
/* At the cursor, as if typed; a line end is a space, other control characters are left out, and what does not fit. */
void field_insert(struct field *field, const char *text);
/* How many bytes before the cursor are the first `count` characters of the text, typed already; `rest`: what of the
 * text is to be typed still, all of it when they are not there. */
size_t field_find_begun(const struct field *field, const char *text, size_t count, const char **rest);

/* Typing, erasing and moving in the line. False when the key is not for a field (Tab, Enter, an arrow up …). A
 * character that would not fit changes nothing. */
bool field_key(struct field *field, const struct key *key);

/* What to show in `width` columns so that the cursor is seen: the text, or a mark a character when secret; `cursor` is
 * the column of the cursor in it. */
void field_view(const struct field *field, int width, char *shown, size_t size, int *cursor);

/* Are all its letters capitals, and are there at least three? (Caps Lock cannot be read on a pseudo-terminal.) */
bool field_is_all_capitals(const struct field *field);

#endif
