/* Recognises UUIDs. Apart from uuid_make.c, so that what only reads them needs no random source. */
#include "uuid.h"

#include <string.h>

static bool is_dash_place(size_t index) {
    return index == 8 || index == 13 || index == 18 || index == 23;
}

bool uuid_is_valid(const char *text) {
    if (strlen(text) != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool fits = is_dash_place(i) ? text[i] == '-' : strchr("0123456789abcdef", text[i]) != NULL;
        if (!fits)
            return false;
    }
    return true;
}
