/* Which theme and which charset a terminal gets. */
#include "../../screens/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct config plain = {.charset = CONFIG_CHARSET_AUTO};

static void colours_need_eight_and_nobody_against(void **state) {
    (void)state;
    const struct config mono = {.monochrome = true};
    assert_true(theme_choose(&plain, NULL, 8)->colours);
    assert_true(theme_choose(&plain, "", 256)->colours);
    assert_false(theme_choose(&plain, "1", 256)->colours);
    assert_false(theme_choose(&plain, NULL, 0)->colours);
    assert_false(theme_choose(&mono, NULL, 256)->colours);
}

static void what_matters_differs_from_text_in_mono_too(void **state) {
    (void)state;
    const struct theme *mono = theme_choose(&plain, NULL, 0);
    const enum theme_role roles[] = {THEME_HEADER, THEME_STEP_NOW, THEME_KEY,   THEME_FIELD, THEME_FIELD_NOW,
                                     THEME_CHOSEN, THEME_ALARM,    THEME_VALUE, THEME_BUTTON};
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        assert_int_not_equal(mono->styles[roles[i]].attributes, mono->styles[THEME_TEXT].attributes);
    assert_int_not_equal(mono->styles[THEME_FIELD].attributes, mono->styles[THEME_FIELD_NOW].attributes);
}

static void no_text_has_the_colour_of_its_ground(void **state) {
    (void)state;
    const struct theme *colours = theme_choose(&plain, NULL, 256);
    for (int role = 0; role < THEME_ROLE_COUNT; role++)
        assert_int_not_equal(colours->styles[role].foreground, colours->styles[role].background);
}

static void unset_c_and_posix_mean_utf8(void **state) {
    (void)state;
    assert_false(theme_is_ascii(&plain, NULL, NULL, NULL));
    assert_false(theme_is_ascii(&plain, "", "", ""));
    assert_false(theme_is_ascii(&plain, NULL, NULL, "C"));
    assert_false(theme_is_ascii(&plain, "POSIX", NULL, "fr_FR.ISO-8859-1"));
    assert_false(theme_is_ascii(&plain, NULL, NULL, "fr_FR"));
}

static void another_charset_means_ascii_and_the_first_variable_counts(void **state) {
    (void)state;
    assert_true(theme_is_ascii(&plain, NULL, NULL, "fr_FR.ISO-8859-15@euro"));
    assert_true(theme_is_ascii(&plain, "en_US.ISO-8859-1", NULL, "fr_FR.UTF-8"));
    assert_false(theme_is_ascii(&plain, "fr_FR.utf8", NULL, "fr_FR.ISO-8859-1"));
    assert_false(theme_is_ascii(&plain, NULL, "C.UTF-8", "fr_FR.ISO-8859-1"));
    assert_true(theme_is_ascii(&plain, NULL, "fr_FR.ISO-8859-1", "fr_FR.UTF-8"));
}

static void the_configuration_wins_over_the_locale(void **state) {
    (void)state;
    const struct config ascii = {.charset = CONFIG_CHARSET_ASCII}, utf8 = {.charset = CONFIG_CHARSET_UTF8};
    assert_true(theme_is_ascii(&ascii, "fr_FR.UTF-8", NULL, NULL));
    assert_false(theme_is_ascii(&utf8, "fr_FR.ISO-8859-1", NULL, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_need_eight_and_nobody_against),
        cmocka_unit_test(what_matters_differs_from_text_in_mono_too),
        cmocka_unit_test(no_text_has_the_colour_of_its_ground),
        cmocka_unit_test(unset_c_and_posix_mean_utf8),
        cmocka_unit_test(another_charset_means_ascii_and_the_first_variable_counts),
        cmocka_unit_test(the_configuration_wins_over_the_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
