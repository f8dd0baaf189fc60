/* A few buttons side by side, one of which Enter takes; under them, what that one does. Knows nothing of what is
 * chosen. */
#ifndef GUICHET_CHOICES_H
#define GUICHET_CHOICES_H

#include "keys.h"
#include "layout.h"

enum { CHOICES_MAX = 5 };

struct choices_item {
    int id;
    const char *label, *hint; /* `hint` may be NULL; kept, not copied */
};

struct choices {
    struct choices_item items[CHOICES_MAX];
    int count;
};

void choices_add(struct choices *choices, int id, const char *label, const char *hint);
/* Arrows and Tab; `*chosen` may be -1, none, which is before the second. False when the key is not for choosing. */
bool choices_key(const struct choices *choices, int *chosen, const struct key *key);
/* The chosen one's id; none: 0. */
int choices_id(const struct choices *choices, int chosen);

/* Draws from row `y`; returns the row after. Buttons that do not fit stand on the next row. */
int choices_draw(const struct choices *choices, int chosen, struct rect area, int y);
/* Where the cursor stands, relative to the terminal; `y` as for drawing. */
void choices_cursor(const struct choices *choices, int chosen, struct rect area, int y, int *x, int *row);

#endif
