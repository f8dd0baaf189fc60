/* Moves in a list and filters. It must not know what the lines say, nor draw. */
#include "list.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

enum { FOLDED_MAX = 1024 };

void list_resize(struct list *list, size_t count) {
    list->count = count;
    if (list->chosen >= count)
        list->chosen = count > 0 ? count - 1 : 0;
}

static void move_up(struct list *list, size_t lines) {
    list->chosen = list->chosen > lines ? list->chosen - lines : 0;
}

static void move_down(struct list *list, size_t lines) {
    list->chosen += lines;
    if (list->chosen >= list->count)
        list->chosen = list->count > 0 ? list->count - 1 : 0;
}

bool list_key(struct list *list, const struct key *key, int rows) {
    size_t page = rows > 1 ? (size_t)(rows - 1) : 1;
    switch (key->code) {
    case KEYS_UP:
        move_up(list, 1);
        break;
    case KEYS_DOWN:
        move_down(list, 1);
        break;
    case KEYS_PAGE_UP:
        move_up(list, page);
        break;
    case KEYS_PAGE_DOWN:
        move_down(list, page);
        break;
    case KEYS_HOME:
        list->chosen = 0;
        break;
    case KEYS_END:
        move_down(list, list->count);
        break;
    default:
        return false;
    }
    list->top = list_top(list, rows);
    return true;
}

size_t list_top(const struct list *list, int rows) {
    size_t height = rows > 0 ? (size_t)rows : 1;
    size_t top = list->top;
    if (list->chosen < top)
        top = list->chosen;
    if (list->chosen >= top + height)
        top = list->chosen - height + 1;
    if (list->count <= height)
        return 0;
    return top + height > list->count ? list->count - height : top;
}

/* Accents and capitals away. Text too long to fold is cut: a filter looks at the beginning then. */
static void fold(const char *text, char out[FOLDED_MAX]) {
    text_to_ascii(text, out, FOLDED_MAX);
    for (char *at = out; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
}

bool list_matches(const char *text, const char *filter) {
    char haystack[FOLDED_MAX], words[FOLDED_MAX];
    fold(text, haystack);
    fold(filter, words);
    bool all = true;
    char *rest = words;
    while (all && *(rest += strspn(rest, " ")) != '\0') {
        size_t length = strcspn(rest, " ");
        bool last = rest[length] == '\0';
        rest[length] = '\0';
        all = strstr(haystack, rest) != NULL;
        rest += last ? length : length + 1;
    }
    memory_wipe(haystack, sizeof haystack);
    return all;
}
