/* A list of lines of which one is chosen: moving, scrolling, and which lines a filter keeps. Pure. */
#ifndef GUICHET_LIST_H
#define GUICHET_LIST_H

#include "keys.h"

struct list {
    size_t count;  /* lines that there are */
    size_t chosen; /* < count, or 0 */
    size_t top;    /* first line shown */
};

/* Takes a new number of lines; what was chosen stays so where it can. */
void list_resize(struct list *list, size_t count);

/* Arrows, pages, Home, End. False when the key is not for a list. `rows` is how many lines are shown at once. */
bool list_key(struct list *list, const struct key *key, int rows);

/* Moves `top` so that the chosen line is among `rows`: drawing calls it on its copy. */
size_t list_top(const struct list *list, int rows);

/* Does every word of `filter` stand somewhere in `text`, whatever the accents and capitals? An empty filter keeps all.
 */
bool list_matches(const char *text, const char *filter);

#endif
