/* What is typed and what is dropped of a burst where a password is asked for. */
#include "../../screens/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct form form;
static struct field id, password;

static int set_up(void **state) {
    (void)state;
    memset(&form, 0, sizeof form);
    field_init(&id, 23, false);
    field_init(&password, 128, true);
    form_add_field(&form, "Agent", &id, 24);
    form_focus_on(&form, form_add_field(&form, "Mot de passe", &password, 24));
    form_add_button(&form, "Se connecter");
    return 0;
}

static struct screen_event burst(const char *text) {
    return (struct screen_event){.kind = SCREEN_SCAN, .scan = text, .scan_length = strlen(text), .scan_ended = true};
}

/* Its first characters were typed before it was seen to be a burst. */
static enum secret_burst take(struct screen_event event) {
    field_set(&password, "");
    for (size_t i = 0; i < event.scan_typed; i++)
        form_key(&form, &(struct key){.code = KEYS_TEXT, .character = (uint32_t)(unsigned char)event.scan[i]});
    return secret_take(&form, &event);
}

static const char *const documents[] = {"121201200001",
                                        "1212 0120 0001",
                                        "2A1201200001",
                                        "&é&éà&éàààà&",
                                        "&é&é-à&éàààà&",
                                        "13AA00002",
                                        "13aa00002",
                                        "&\"AAààààé",
                                        "ABCDEFGHIJKLMNOPQRSTUVWX",
                                        "D1FRA13AA000026181231MARTIN<<9",
                                        "D1FRA13AA000026181231MARTIN<<8",
                                        "D&FRQ&\"QQààààé-&_&é\"&?QRTIN..à",
                                        "DC04FR00000125272527AB01FRAC121201200001"};
enum { DOCUMENTS = sizeof documents / sizeof documents[0] };

static void a_document_that_is_scanned_leaves_nothing(void **state) {
    (void)state;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        struct screen_event event = burst(documents[i]);
        event.scan_typed = i % 4;
        assert_int_equal(take(event), SECRET_DROPPED);
        assert_string_equal(password.text, "");
    }
}

static void nor_in_the_field_beside_it(void **state) {
    (void)state;
    form_focus_on(&form, &form.items[0]);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        assert_int_equal(take(burst(documents[i])), SECRET_DROPPED);
        assert_string_equal(id.text, "");
        assert_string_equal(password.text, "");
    }
}

static void a_password_that_is_typed_fast_or_pasted_is_typed(void **state) {
    (void)state;
    static const char *const passwords[] = {
        "formation-2026", "faux",           "Azerty12345", "correct horse battery",
        "ÉTÉ-à-Condé",    "FORMATION-TEST", "a1b2c3d4e5",  "aB3_dE-fG(hIjK7lMnO9pQrS1tUvWx"};
    for (size_t i = 0; i < sizeof passwords / sizeof passwords[0]; i++) {
        struct screen_event event = burst(passwords[i]);
        event.scan_typed = i % 3;
        if ((unsigned char)passwords[i][0] >= 0x80)
            event.scan_typed = 0;
        assert_int_equal(take(event), SECRET_ACCEPTED);
        assert_string_equal(password.text, passwords[i]);
        event.scan_ended = false;
        assert_int_equal(take(event), SECRET_TYPED);
    }
}

static void one_that_looks_like_a_number_may_be_pasted(void **state) {
    (void)state;
    static const char *const passwords[] = {"121201200001", "13AA00002", "ABCDEFGHIJKLMNOPQRSTUVWX", "&é&éà&éàààà&"};
    for (size_t i = 0; i < sizeof passwords / sizeof passwords[0]; i++) {
        struct screen_event event = burst(passwords[i]);
        event.scan_pasted = true;
        assert_int_equal(take(event), SECRET_ACCEPTED);
        assert_string_equal(password.text, passwords[i]);
    }
}

static void a_zone_may_not(void **state) {
    (void)state;
    struct screen_event event = burst("D1FRA13AA000026181231MARTIN<<9");
    event.scan_pasted = true;
    assert_int_equal(take(event), SECRET_DROPPED);
    assert_string_equal(password.text, "");
}

static void whatever_the_stations_scanner_gives_is_dropped(void **state) {
    (void)state;
    struct screen_event event = burst("formation-2026");
    event.scan_by_device = true;
    field_set(&password, "begun");
    assert_int_equal(secret_take(&form, &event), SECRET_DROPPED);
    assert_string_equal(password.text, "begun"); /* by a person */
}

static void a_burst_upon_a_button_presses_nothing(void **state) {
    (void)state;
    form_focus_on(&form, &form.items[2]);
    assert_int_equal(take(burst("formation-2026")), SECRET_DROPPED);
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup(function, set_up)
    const struct CMUnitTest tests[] = {
        TEST(a_document_that_is_scanned_leaves_nothing),
        TEST(nor_in_the_field_beside_it),
        TEST(a_password_that_is_typed_fast_or_pasted_is_typed),
        TEST(one_that_looks_like_a_number_may_be_pasted),
        TEST(a_zone_may_not),
        TEST(whatever_the_stations_scanner_gives_is_dropped),
        TEST(a_burst_upon_a_button_presses_nothing),
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
