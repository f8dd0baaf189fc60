/* One table of the keys that type something. */
#include "scanner_keys.h"

#include <linux/input-event-codes.h>
#include <stddef.h>

static const struct {
    uint16_t first;    /* code of the first key of a row */
    const char *plain; /* what the keys of the row type, in the order of their codes */
    const char *shifted;
} rows[] = {
    {KEY_1, "1234567890-=", "!@#$%^&*()_+"},
    {KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"},
    {KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"},
    {KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"},
    {KEY_SPACE, " ", " "},
    {KEY_TAB, "\t", "\t"},
    {KEY_KPASTERISK, "*", "*"},
    {KEY_KP7, "789-456+1230.", "789-456+1230."},
    {KEY_KPSLASH, "/", "/"},
    {KEY_102ND, "<", ">"},
    {KEY_ENTER, "\n", "\n"},
    {KEY_KPENTER, "\n", "\n"},
};

static char find(uint16_t code, bool shifted) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *row = shifted ? rows[i].shifted : rows[i].plain;
        for (size_t key = 0; row[key] != '\0'; key++)
            if (code == rows[i].first + key)
                return row[key];
    }
    return '\0';
}

/* Ctrl with @ to _ makes the control characters, which is how scanners type GS, RS and US. */
static char control_of(char character) {
    if (character >= 'a' && character <= 'z')
        character = (char)(character - 'a' + 'A');
    return character >= '@' && character <= '_' ? (char)(character - '@') : '\0';
}

char scanner_keys_take(struct scanner_keys *keys, uint16_t code, int32_t value) {
    bool is_down = value != 0;
    if (code == KEY_LEFTSHIFT || code == KEY_RIGHTSHIFT)
        keys->shift = is_down;
    else if (code == KEY_LEFTCTRL || code == KEY_RIGHTCTRL)
        keys->control = is_down;
    else if (code == KEY_CAPSLOCK && value == 1)
        keys->caps = !keys->caps;
    if (value != 1)
        return '\0';
    char character = find(code, keys->shift);
    bool is_letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    if (is_letter && keys->caps)
        character = find(code, !keys->shift);
    if (!keys->control)
        return character;
    return control_of(keys->shift || is_letter ? character : find(code, false));
}
