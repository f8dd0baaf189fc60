/* A form: labelled fields, choices and buttons, one under the other; which has the focus; keys in, verdict out; and how
 * it is drawn. Knows nothing of what is asked. */
#ifndef GUICHET_FORM_H
#define GUICHET_FORM_H

#include "field.h"
#include "layout.h"

enum { FORM_ITEMS_MAX = 12 };

enum form_kind { FORM_FIELD, FORM_CHOICE, FORM_BUTTON };

struct form_item {
    enum form_kind kind;
    const char *label;
    const char *hint;           /* shown after a field, or NULL */
    struct field *field;        /* FORM_FIELD */
    int width;                  /* columns of the field */
    const char *const *options; /* FORM_CHOICE: ended by NULL */
    int *chosen;                /* FORM_CHOICE: index, or -1 while none is */
    bool hidden;
    bool spaced;  /* an empty row before it */
    bool one_row; /* FORM_CHOICE: only the chosen option is shown, between arrows */
};

struct form {
    struct form_item items[FORM_ITEMS_MAX];
    size_t count;
    size_t focus;
    int label_width;
};

enum form_verdict {
    FORM_UNUSED,  /* the key is not for a form */
    FORM_CHANGED, /* redraw */
    FORM_ACCEPTED /* Enter: the whole form */
};

/* Adds an item; returns it for the optional members. */
struct form_item *form_add_field(struct form *form, const char *label, struct field *field, int width);
struct form_item *form_add_choice(struct form *form, const char *label, const char *const *options, int *chosen);
struct form_item *form_add_button(struct form *form, const char *label);

/* Tab, arrows up and down move; arrows and space choose; Enter accepts. */
enum form_verdict form_key(struct form *form, const struct key *key);
void form_focus_on(struct form *form, const struct form_item *item);
bool form_is_in_text(const struct form *form);

int form_height(const struct form *form, struct rect area);
void form_draw(const struct form *form, struct rect area);
/* Where the cursor stands, relative to the terminal. */
void form_cursor(const struct form *form, struct rect area, int *x, int *y);

#endif
