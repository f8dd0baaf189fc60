/* The two themes, and which one this terminal gets. It must not know curses. */
#include "theme.h"

#include <string.h>
#include <strings.h>

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

/* On a black ground of its own, like the Linux console: legible whatever the terminal's default colours are. */
static const struct theme colour_theme = {
    .colours = true,
    .styles =
        {
            [THEME_TEXT] = {0, WHITE, BLACK},
            [THEME_HEADER] = {THEME_BOLD, WHITE, BLUE},
            [THEME_RULE] = {0, CYAN, BLACK},
            [THEME_STEP] = {0, CYAN, BLACK},
            [THEME_STEP_NOW] = {THEME_BOLD, WHITE, BLACK},
            [THEME_KEY] = {THEME_BOLD, WHITE, BLUE},
            [THEME_KEY_LABEL] = {0, WHITE, BLACK},
            [THEME_TITLE] = {THEME_BOLD, WHITE, BLACK},
            [THEME_LABEL] = {0, CYAN, BLACK},
            [THEME_VALUE] = {THEME_BOLD, WHITE, BLACK},
            [THEME_HINT] = {0, CYAN, BLACK},
            [THEME_FIELD] = {THEME_UNDERLINE, WHITE, BLACK},
            [THEME_FIELD_NOW] = {0, BLACK, WHITE},
            [THEME_BUTTON] = {0, WHITE, BLUE},
            [THEME_CHOSEN] = {0, BLACK, CYAN},
            [THEME_GOOD] = {THEME_BOLD, GREEN, BLACK},
            [THEME_WARNING] = {THEME_BOLD, YELLOW, BLACK},
            [THEME_BAD] = {THEME_BOLD, RED, BLACK},
            [THEME_ALARM] = {THEME_BOLD, WHITE, RED},
            [THEME_TRAINING] = {0, BLACK, YELLOW},
        },
};

static const struct theme mono_theme = {
    .styles =
        {
            [THEME_HEADER] = {THEME_REVERSE, 0, 0},
            [THEME_STEP_NOW] = {THEME_BOLD, 0, 0},
            [THEME_KEY] = {THEME_REVERSE, 0, 0},
            [THEME_TITLE] = {THEME_BOLD, 0, 0},
            [THEME_VALUE] = {THEME_BOLD, 0, 0},
            [THEME_FIELD] = {THEME_UNDERLINE, 0, 0},
            [THEME_FIELD_NOW] = {THEME_REVERSE, 0, 0},
            [THEME_BUTTON] = {THEME_UNDERLINE, 0, 0},
            [THEME_CHOSEN] = {THEME_REVERSE, 0, 0},
            [THEME_GOOD] = {THEME_BOLD, 0, 0},
            [THEME_WARNING] = {THEME_BOLD, 0, 0},
            [THEME_BAD] = {THEME_BOLD, 0, 0},
            [THEME_ALARM] = {THEME_REVERSE | THEME_BOLD, 0, 0},
            [THEME_TRAINING] = {THEME_REVERSE, 0, 0},
        },
};

const struct theme *theme_choose(const struct config *config, const char *no_color, int terminal_colours) {
    bool refused = no_color != NULL && no_color[0] != '\0';
    return config->monochrome || refused || terminal_colours < 8 ? &mono_theme : &colour_theme;
}

static bool is_set(const char *text) {
    return text != NULL && text[0] != '\0';
}

bool theme_is_ascii(const struct config *config, const char *lc_all, const char *lc_ctype, const char *lang) {
    if (config->charset != CONFIG_CHARSET_AUTO)
        return config->charset == CONFIG_CHARSET_ASCII;
    const char *locale = is_set(lc_all) ? lc_all : is_set(lc_ctype) ? lc_ctype : lang;
    if (!is_set(locale) || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return false;
    const char *charset = strchr(locale, '.');
    if (charset == NULL)
        return false;
    size_t length = strcspn(charset + 1, "@");
    bool is_utf8 = (length == 5 && strncasecmp(charset + 1, "UTF-8", 5) == 0) ||
                   (length == 4 && strncasecmp(charset + 1, "UTF8", 4) == 0);
    return !is_utf8;
}
