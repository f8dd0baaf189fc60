/* Moves among buttons and draws them. It must not do what a button says. */
#include "choices.h"

#include "draw.h"

#include "../kiosk/text.h"

enum { GAP = 2, MARGINS = 2 };

void choices_add(struct choices *choices, int id, const char *label, const char *hint) {
    if (choices->count < CHOICES_MAX)
        choices->items[choices->count++] = (struct choices_item){id, label, hint};
}

bool choices_key(const struct choices *choices, int *chosen, const struct key *key) {
    int step = 0;
    if (key->code == KEYS_RIGHT || key->code == KEYS_DOWN || key->code == KEYS_TAB)
        step = 1;
    else if (key->code == KEYS_LEFT || key->code == KEYS_UP || key->code == KEYS_BACK_TAB)
        step = choices->count - 1;
    if (step == 0 || choices->count == 0)
        return false;
    *chosen = ((*chosen < 0 ? 0 : *chosen) + step) % choices->count;
    return true;
}

int choices_id(const struct choices *choices, int chosen) {
    return chosen >= 0 && chosen < choices->count ? choices->items[chosen].id : 0;
}

/* Places the button `index`: they run on and wrap. */
static void place(const struct choices *choices, int index, int columns, int *x, int *row) {
    *x = *row = 0;
    for (int i = 0;; i++) {
        int width = text_width(choices->items[i].label) + MARGINS;
        if (*x > 0 && *x + width > columns) {
            *x = 0;
            (*row)++;
        }
        if (i == index)
            return;
        *x += width + GAP;
    }
}

int choices_draw(const struct choices *choices, int chosen, struct rect area, int y) {
    int x, row = 0;
    for (int i = 0; i < choices->count; i++) {
        place(choices, i, area.width, &x, &row);
        draw_textf(area, y + row, x, i == chosen ? THEME_FIELD_NOW : THEME_BUTTON, i == chosen ? "▸%s " : " %s ",
                   choices->items[i].label);
    }
    y += row + 1;
    if (chosen >= 0 && chosen < choices->count && choices->items[chosen].hint != NULL)
        y = draw_paragraph(area, y, THEME_HINT, choices->items[chosen].hint);
    return y;
}

void choices_cursor(const struct choices *choices, int chosen, struct rect area, int y, int *x, int *row) {
    int wrapped = 0, column = 0;
    if (chosen >= 0 && chosen < choices->count)
        place(choices, chosen, area.width, &column, &wrapped);
    *x = area.x + column;
    *row = area.y + y + wrapped;
}
