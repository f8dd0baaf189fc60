/* Keys and drawing of forms. It must not judge what is typed. */
#include "form.h"

#include "draw.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { OPTION_GAP = 2, MARK_WIDTH = 2 };

static struct form_item *add(struct form *form, enum form_kind kind, const char *label) {
    struct form_item *item = &form->items[form->count < FORM_ITEMS_MAX ? form->count++ : FORM_ITEMS_MAX - 1];
    *item = (struct form_item){.kind = kind, .label = label};
    return item;
}

struct form_item *form_add_field(struct form *form, const char *label, struct field *field, int width) {
    struct form_item *item = add(form, FORM_FIELD, label);
    item->field = field;
    item->width = width;
    return item;
}

struct form_item *form_add_choice(struct form *form, const char *label, const char *const *options, int *chosen) {
    struct form_item *item = add(form, FORM_CHOICE, label);
    item->options = options;
    item->chosen = chosen;
    return item;
}

struct form_item *form_add_button(struct form *form, const char *label) {
    return add(form, FORM_BUTTON, label);
}

static void move_focus(struct form *form, int step) {
    for (size_t tried = 0; tried < form->count; tried++) {
        form->focus = (form->focus + form->count + (size_t)step) % form->count;
        if (!form->items[form->focus].hidden)
            return;
    }
}

static int count_options(const struct form_item *item) {
    int count = 0;
    while (item->options[count] != NULL)
        count++;
    return count;
}

static bool choose(const struct form_item *item, const struct key *key) {
    int count = count_options(item);
    bool is_space = key->code == KEYS_TEXT && key->character == ' ' && !key->alt;
    if (key->code == KEYS_RIGHT || is_space)
        *item->chosen = (*item->chosen + 1) % count;
    else if (key->code == KEYS_LEFT)
        *item->chosen = *item->chosen <= 0 ? count - 1 : *item->chosen - 1;
    else
        return false;
    return true;
}

enum form_verdict form_key(struct form *form, const struct key *key) {
    const struct form_item *item = &form->items[form->focus];
    switch (key->code) {
    case KEYS_TAB:
    case KEYS_DOWN:
        move_focus(form, 1);
        return FORM_CHANGED;
    case KEYS_BACK_TAB:
    case KEYS_UP:
        move_focus(form, -1);
        return FORM_CHANGED;
    case KEYS_ENTER:
        return FORM_ACCEPTED;
    default:
        break;
    }
    if (item->kind == FORM_FIELD && field_key(item->field, key))
        return FORM_CHANGED;
    if (item->kind == FORM_CHOICE && choose(item, key))
        return FORM_CHANGED;
    return FORM_UNUSED;
}

void form_focus_on(struct form *form, const struct form_item *item) {
    form->focus = (size_t)(item - form->items);
}

bool form_is_in_text(const struct form *form) {
    return form->count > 0 && form->items[form->focus].kind == FORM_FIELD;
}

/* Places the option `index` of a choice: options run on and wrap. */
static void place_option(const struct form *form, const struct form_item *item, struct rect area, int index, int *x,
                         int *row) {
    *x = form->label_width;
    *row = 0;
    for (int i = 0;; i++) {
        int width = MARK_WIDTH + text_width(item->options[i]);
        if (*x > form->label_width && *x + width > area.width) {
            *x = form->label_width;
            (*row)++;
        }
        if (i == index)
            return;
        *x += width + OPTION_GAP;
    }
}

static int item_height(const struct form *form, const struct form_item *item, struct rect area) {
    if (item->hidden)
        return 0;
    int height = 1;
    if (item->kind == FORM_CHOICE && !item->one_row) {
        int x, row;
        place_option(form, item, area, count_options(item) - 1, &x, &row);
        height = row + 1;
    }
    return height + (item->spaced ? 1 : 0);
}

static int item_row(const struct form *form, size_t index, struct rect area) {
    int row = 0;
    for (size_t i = 0; i < index; i++)
        row += item_height(form, &form->items[i], area);
    return row + (form->items[index].spaced ? 1 : 0);
}

int form_height(const struct form *form, struct rect area) {
    int height = 0;
    for (size_t i = 0; i < form->count; i++)
        height += item_height(form, &form->items[i], area);
    return height;
}

static int field_width(const struct form *form, const struct form_item *item, struct rect area) {
    int room = area.width - form->label_width;
    return item->width < room ? item->width : room;
}

static void draw_field(const struct form *form, const struct form_item *item, struct rect area, int row, bool focus) {
    int width = field_width(form, item, area);
    struct rect box = {area.x + form->label_width, area.y + row, width, row < area.height ? 1 : 0};
    enum theme_role role = focus ? THEME_FIELD_NOW : THEME_FIELD;
    char shown[FIELD_BYTES + 1];
    int cursor;
    field_view(item->field, width, shown, sizeof shown, &cursor);
    draw_fill(box, role);
    draw_text(box, 0, 0, role, shown);
    memory_wipe(shown, sizeof shown);
    if (item->hint != NULL)
        draw_text(area, row, form->label_width + width + 2, THEME_HINT, item->hint);
}

static void draw_one_option(const struct form *form, const struct form_item *item, struct rect area, int row,
                            bool focus) {
    const char *text = *item->chosen < 0 ? "à choisir" : item->options[*item->chosen];
    enum theme_role role = focus ? THEME_FIELD_NOW : *item->chosen < 0 ? THEME_WARNING : THEME_VALUE;
    int x = draw_textf(area, row, form->label_width, role, "◂ %s ▸", text);
    draw_textf(area, row, x + 2, THEME_HINT, "%d sur %d", *item->chosen + 1, count_options(item));
}

static void draw_choice(const struct form *form, const struct form_item *item, struct rect area, int row, bool focus) {
    for (int i = 0; item->options[i] != NULL; i++) {
        int x, wrapped;
        place_option(form, item, area, i, &x, &wrapped);
        bool chosen = i == *item->chosen;
        bool marked = focus && (chosen || (*item->chosen < 0 && i == 0));
        enum theme_role role = marked ? THEME_FIELD_NOW : chosen ? THEME_VALUE : THEME_TEXT;
        draw_textf(area, row + wrapped, x, role, "%s %s", chosen ? "●" : "○", item->options[i]);
    }
}

void form_draw(const struct form *form, struct rect area) {
    for (size_t i = 0; i < form->count; i++) {
        const struct form_item *item = &form->items[i];
        if (item->hidden)
            continue;
        int row = item_row(form, i, area);
        bool focus = i == form->focus;
        if (item->kind == FORM_BUTTON) {
            draw_textf(area, row, form->label_width, focus ? THEME_FIELD_NOW : THEME_BUTTON, " %s ", item->label);
            continue;
        }
        draw_text(area, row, 0, THEME_LABEL, item->label);
        if (item->kind == FORM_FIELD)
            draw_field(form, item, area, row, focus);
        else if (item->one_row)
            draw_one_option(form, item, area, row, focus);
        else
            draw_choice(form, item, area, row, focus);
    }
}

void form_cursor(const struct form *form, struct rect area, int *x, int *y) {
    const struct form_item *item = &form->items[form->focus];
    int row = item_row(form, form->focus, area);
    int column = form->label_width;
    if (item->kind == FORM_FIELD) {
        char shown[FIELD_BYTES + 1];
        int cursor;
        field_view(item->field, field_width(form, item, area), shown, sizeof shown, &cursor);
        memory_wipe(shown, sizeof shown);
        column += cursor;
    } else if (item->kind == FORM_CHOICE && !item->one_row) {
        int wrapped;
        place_option(form, item, area, *item->chosen < 0 ? 0 : *item->chosen, &column, &wrapped);
        row += wrapped;
    } else {
        column++;
    }
    *x = area.x + column;
    *y = area.y + row;
}
