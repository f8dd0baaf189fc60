/* Folds names for tests. It must not use anything of kiosk/. */
#include "folded.h"

#include <glib.h>

#include <stdlib.h>
#include <string.h>

/* Letters that no decomposition takes apart. */
static const char *fold_whole_letter(gunichar letter) {
    static const struct {
        gunichar letter;
        const char *folded;
    } letters[] = {{0xC6, "AE"}, {0xE6, "AE"}, {0x152, "OE"}, {0x153, "OE"}, {0xDF, "SS"}, {0x1E9E, "SS"},
                   {0xDE, "TH"}, {0xFE, "TH"}, {0x110, "D"},  {0x111, "D"},  {0xD0, "D"},  {0xF0, "D"},
                   {0x141, "L"}, {0x142, "L"}, {0xD8, "O"},   {0xF8, "O"},   {0x131, "I"}};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (letters[i].letter == letter)
            return letters[i].folded;
    return NULL;
}

static GString *replace_whole_letters(const char *text) {
    GString *replaced = g_string_new(NULL);
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        const char *folded = fold_whole_letter(g_utf8_get_char(text));
        if (folded != NULL)
            g_string_append(replaced, folded);
        else
            g_string_append_unichar(replaced, g_utf8_get_char(text));
    }
    return replaced;
}

static void append_folded(GString *folded, gunichar letter) {
    letter = g_unichar_toupper(letter);
    if (g_unichar_ismark(letter) || letter == '\'' || letter == 0x2019)
        return;
    if (letter < 0x80 && g_ascii_isalnum((char)letter))
        g_string_append_c(folded, (char)letter);
    else if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
        g_string_append_c(folded, ' ');
}

char *folded_text(const char *text) {
    GString *replaced = replace_whole_letters(text), *folded = g_string_new(NULL);
    char *apart = g_utf8_normalize(replaced->str, -1, G_NORMALIZE_NFD);
    for (const char *at = apart; at != NULL && *at != '\0'; at = g_utf8_next_char(at))
        append_folded(folded, g_utf8_get_char(at));
    char *made = strdup(g_strchomp(folded->str));
    g_string_free(folded, TRUE);
    g_string_free(replaced, TRUE);
    g_free(apart);
    return made;
}
