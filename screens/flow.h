/* Text that runs down a page longer than the screen: wrapped and drawn where it is visible, counted in any case. Keeps
 * nothing of the text. */
#ifndef GUICHET_FLOW_H
#define GUICHET_FLOW_H

#include "keys.h"
#include "layout.h"
#include "theme.h"

struct flow {
    struct rect area;
    int top;    /* first line shown */
    int line;   /* next line; at the end: how many there are */
    bool draws; /* false: only counts */
};

void flow_begin(struct flow *flow, struct rect area, int top, bool draws);
void flow_blank(struct flow *flow);
void flow_text(struct flow *flow, int indent, enum theme_role role, const char *text);
/* A label, and beside it a text that wraps under itself. */
void flow_pair(struct flow *flow, int label_width, const char *label, enum theme_role role, const char *text);
/* A title and, under it, nothing else: keeps one blank line before it unless it is first. */
void flow_title(struct flow *flow, const char *text);
/* "▲ 12 lignes au-dessus", "▼ …" in the last column, when there is more. */
void flow_end(const struct flow *flow);

/* Arrows, pages, Home, End over `lines` lines in `rows` rows. False when the key is not for scrolling. */
bool flow_key(int *top, const struct key *key, int lines, int rows);

#endif
