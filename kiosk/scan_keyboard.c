/* What a scanner that types like a keyboard meant, from what a French keyboard layout made of its keys. It must not
 * choose between two readings. */
#include "scan_private.h"

#include <string.h>

#include "text.h"

enum lock_class { PLAIN, ACCENT, LETTER }; /* who obeys Caps Lock on which system */

/* The keys of xkeyboard-config's symbols/us(basic) and symbols/fr(basic), without and with Shift. What is 0 is a dead
 * key, or a character that no scan holds. <LSGT> is the key beside the left Shift, which US keyboards lack. */
static const struct key {
    uint32_t us[2], fr[2];
    enum lock_class lock_class;
} keys[] = {
    /* TLDE, AE01 to AE12 */
    {{'`', '~'}, {0xB2, '~'}, PLAIN},
    {{'1', '!'}, {'&', '1'}, PLAIN},
    {{'2', '@'}, {0xE9, '2'}, ACCENT},
    {{'3', '#'}, {'"', '3'}, PLAIN},
    {{'4', '$'}, {'\'', '4'}, PLAIN},
    {{'5', '%'}, {'(', '5'}, PLAIN},
    {{'6', '^'}, {'-', '6'}, PLAIN},
    {{'7', '&'}, {0xE8, '7'}, ACCENT},
    {{'8', '*'}, {'_', '8'}, PLAIN},
    {{'9', '('}, {0xE7, '9'}, ACCENT},
    {{'0', ')'}, {0xE0, '0'}, ACCENT},
    {{'-', '_'}, {')', 0xB0}, PLAIN},
    {{'=', '+'}, {'=', '+'}, PLAIN},
    /* AD01 to AD12 */
    {{'q', 'Q'}, {'a', 'A'}, LETTER},
    {{'w', 'W'}, {'z', 'Z'}, LETTER},
    {{'e', 'E'}, {'e', 'E'}, LETTER},
    {{'r', 'R'}, {'r', 'R'}, LETTER},
    {{'t', 'T'}, {'t', 'T'}, LETTER},
    {{'y', 'Y'}, {'y', 'Y'}, LETTER},
    {{'u', 'U'}, {'u', 'U'}, LETTER},
    {{'i', 'I'}, {'i', 'I'}, LETTER},
    {{'o', 'O'}, {'o', 'O'}, LETTER},
    {{'p', 'P'}, {'p', 'P'}, LETTER},
    {{'[', '{'}, {0, 0}, PLAIN},
    {{']', '}'}, {'$', 0xA3}, PLAIN},
    /* AC01 to AC11, BKSL */
    {{'a', 'A'}, {'q', 'Q'}, LETTER},
    {{'s', 'S'}, {'s', 'S'}, LETTER},
    {{'d', 'D'}, {'d', 'D'}, LETTER},
    {{'f', 'F'}, {'f', 'F'}, LETTER},
    {{'g', 'G'}, {'g', 'G'}, LETTER},
    {{'h', 'H'}, {'h', 'H'}, LETTER},
    {{'j', 'J'}, {'j', 'J'}, LETTER},
    {{'k', 'K'}, {'k', 'K'}, LETTER},
    {{'l', 'L'}, {'l', 'L'}, LETTER},
    {{';', ':'}, {'m', 'M'}, LETTER},
    {{'\'', '"'}, {0xF9, '%'}, ACCENT},
    {{'\\', '|'}, {'*', 0xB5}, PLAIN},
    /* LSGT, AB01 to AB10 */
    {{'<', '>'}, {'<', '>'}, PLAIN},
    {{'z', 'Z'}, {'w', 'W'}, LETTER},
    {{'x', 'X'}, {'x', 'X'}, LETTER},
    {{'c', 'C'}, {'c', 'C'}, LETTER},
    {{'v', 'V'}, {'v', 'V'}, LETTER},
    {{'b', 'B'}, {'b', 'B'}, LETTER},
    {{'n', 'N'}, {'n', 'N'}, LETTER},
    {{'m', 'M'}, {',', '?'}, PLAIN},
    {{',', '<'}, {';', '.'}, PLAIN},
    {{'.', '>'}, {':', '/'}, PLAIN},
    {{'/', '?'}, {'!', 0xA7}, PLAIN},
};
enum { KEY_COUNT = sizeof keys / sizeof keys[0], NOT_LOCKED = LETTER + 1 };

/* Which layout the scanner works for, and the least class of key on which Caps Lock works. */
static const struct damage {
    bool is_us;
    int locked_from;
} damages[SCAN_DAMAGE_COUNT] = {
    {true, NOT_LOCKED}, {true, LETTER}, {true, ACCENT}, {true, PLAIN}, {false, LETTER}, {false, ACCENT}, {false, PLAIN},
};

/* With Caps Lock, X11 makes a capital of é è ç à ù, and leaves what they make with Shift. */
static uint32_t to_small_accent(uint32_t code_point) {
    bool is_capital =
        code_point == 0xC9 || code_point == 0xC8 || code_point == 0xC7 || code_point == 0xC0 || code_point == 0xD9;
    return is_capital ? code_point + 0x20 : code_point;
}

/* False for a character that no key of the French layout makes. */
static bool undo_one(const struct damage *damage, uint32_t code_point, uint32_t *meant) {
    if (damage->locked_from == LETTER)
        code_point = to_small_accent(code_point);
    for (size_t i = 0; i < KEY_COUNT; i++)
        for (int shift = 0; shift < 2; shift++)
            if (keys[i].fr[shift] == code_point) {
                int pressed = (int)keys[i].lock_class >= damage->locked_from ? !shift : shift;
                *meant = damage->is_us ? keys[i].us[pressed] : keys[i].fr[pressed];
                return *meant != 0;
            }
    return false;
}

bool scan_undo_damage(int damage, const char *text, char *out, size_t size) {
    size_t length = 0;
    for (uint32_t code_point, meant; (code_point = text_next(&text)) != 0;) {
        if (code_point <= ' ')
            meant = code_point;
        else if (!undo_one(&damages[damage], code_point, &meant))
            return false;
        if (length + 4 >= size)
            return false;
        length += text_encode(meant, out + length);
    }
    out[length] = '\0';
    return true;
}

char scan_digit_of(uint32_t code_point) {
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (keys[i].fr[0] == to_small_accent(code_point) && keys[i].us[0] >= '0' && keys[i].us[0] <= '9')
            return (char)keys[i].us[0];
    return '\0';
}
