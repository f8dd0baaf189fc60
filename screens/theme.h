/* Colours and attributes as roles: a screen says what a text is, never how it looks. A colour theme and a complete
 * monochrome one. Nothing is told by colour alone. Pure: no curses. */
#ifndef GUICHET_THEME_H
#define GUICHET_THEME_H

#include "../kiosk/config.h"

#include <stdbool.h>

enum theme_role {
    THEME_TEXT,
    THEME_HEADER,
    THEME_RULE,
    THEME_STEP,
    THEME_STEP_NOW,
    THEME_KEY,
    THEME_KEY_LABEL,
    THEME_TITLE,
    THEME_LABEL,
    THEME_VALUE,
    THEME_HINT,
    THEME_FIELD,
    THEME_FIELD_NOW, /* the field or button that has the focus */
    THEME_BUTTON,
    THEME_CHOSEN, /* the line of a list that Enter takes */
    THEME_GOOD,
    THEME_WARNING,
    THEME_BAD,
    THEME_ALARM, /* stops the agent: a stolen title */
    THEME_TRAINING,
    THEME_ROLE_COUNT
};

enum theme_attribute { THEME_BOLD = 1, THEME_REVERSE = 2, THEME_UNDERLINE = 4, THEME_DIM = 8 };

struct theme_style {
    unsigned attributes; /* theme_attribute bits */
    short foreground, background;
};

struct theme {
    bool colours;
    struct theme_style styles[THEME_ROLE_COUNT];
};

/* Monochrome when the configuration says so, when NO_COLOR is set to anything but "", or when the terminal has fewer
 * than eight colours. `no_color` may be NULL. */
const struct theme *theme_choose(const struct config *config, const char *no_color, int terminal_colours);

/* ASCII line art and folded accents? When the configuration says so, or (auto) when the first of LC_ALL, LC_CTYPE, LANG
 * that is not empty is neither C nor POSIX and names another charset than UTF-8. Each may be NULL. */
bool theme_is_ascii(const struct config *config, const char *lc_all, const char *lc_ctype, const char *lang);

#endif
