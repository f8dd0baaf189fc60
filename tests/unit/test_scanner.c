/* The scanner of a station: a recorded stream of key events, a serial line (the other end of a pseudo-terminal), and
 * one that is unplugged and plugged in again. */
#include "../../kiosk/scan.h"
#include "../../kiosk/scanner.h"
#include "../../kiosk/scanner_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <linux/input.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../support/state.h"

enum { DEADLINE_MS = 10000 };

struct bench {
    char folder[64], path[128];
    struct loop *loop;
    struct scanner *scanner;
    char got[SCANNER_SCAN_MAX + 1];
    size_t length;
    int begun, scans, wanted;
    bool late;
};

static void began(void *context) {
    struct bench *bench = context;
    assert_int_equal(bench->begun, bench->scans); /* once for each */
    bench->begun++;
}

static void scanned(void *context, const char *text, size_t length) {
    struct bench *bench = context;
    assert_int_equal(bench->begun, bench->scans + 1);
    memcpy(bench->got, text, length + 1);
    bench->length = length;
    bench->scans++;
    if (bench->scans >= bench->wanted)
        loop_stop(bench->loop);
}

static void too_late(void *context) {
    struct bench *bench = context;
    bench->late = true;
    loop_stop(bench->loop);
}

static void await_scans(struct bench *bench, int wanted) {
    bench->wanted = wanted;
    uint32_t deadline = loop_after(bench->loop, DEADLINE_MS, too_late, bench);
    if (bench->scans < wanted)
        assert_int_equal(loop_run(bench->loop), STATUS_OK);
    loop_cancel(bench->loop, deadline);
    assert_false(bench->late);
}

static int set_up(void **state) {
    struct bench *bench = calloc(1, sizeof *bench);
    state_make(bench->folder);
    snprintf(bench->path, sizeof bench->path, "%s/event0", bench->folder);
    assert_int_equal(loop_open(&bench->loop), STATUS_OK);
    *state = bench;
    return 0;
}

static int tear_down(void **state) {
    struct bench *bench = *state;
    scanner_close(bench->scanner);
    loop_close(bench->loop);
    state_remove(bench->folder);
    free(bench);
    return 0;
}

/* --- A recording --- */

/* A pipe in the place of the device; its other end. */
static int make_recording(struct bench *bench) {
    assert_int_equal(mkfifo(bench->path, 0600), 0);
    int fd = open(bench->path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(scanner_open(bench->path, bench->loop, began, scanned, bench, &bench->scanner), STATUS_OK);
    assert_true(scanner_is_there(bench->scanner));
    return fd;
}

static void send_event(int fd, uint16_t type, uint16_t code, int32_t value) {
    struct input_event event = {.type = type, .code = code, .value = value};
    assert_int_equal(write(fd, &event, sizeof event), sizeof event);
}

static void press(int fd, uint16_t code) {
    send_event(fd, EV_MSC, MSC_SCAN, 458756);
    send_event(fd, EV_KEY, code, 1);
    send_event(fd, EV_SYN, SYN_REPORT, 0);
    send_event(fd, EV_KEY, code, 0);
    send_event(fd, EV_SYN, SYN_REPORT, 0);
}

static void press_with(int fd, uint16_t held, uint16_t code) {
    send_event(fd, EV_KEY, held, 1);
    press(fd, code);
    send_event(fd, EV_KEY, held, 0);
}

static void tells_a_whole_scan_at_once_when_it_is_quiet(void **state) {
    struct bench *bench = *state;
    static const uint16_t codes[] = {KEY_1, KEY_2, KEY_1, KEY_2, KEY_0, KEY_1, KEY_ENTER};
    int fd = make_recording(bench);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        press(fd, codes[i]);
    await_scans(bench, 1);
    assert_string_equal(bench->got, "121201");
    close(fd);
}

static void keeps_the_control_characters_of_a_2d_doc(void **state) {
    struct bench *bench = *state;
    int fd = make_recording(bench);
    press_with(fd, KEY_LEFTSHIFT, KEY_D);
    press_with(fd, KEY_LEFTCTRL, KEY_RIGHTBRACE);
    press_with(fd, KEY_RIGHTSHIFT, KEY_C);
    send_event(fd, EV_KEY, KEY_LEFTCTRL, 1);
    press_with(fd, KEY_LEFTSHIFT, KEY_MINUS);
    send_event(fd, EV_KEY, KEY_LEFTCTRL, 0);
    press(fd, KEY_ENTER);
    await_scans(bench, 1);
    assert_string_equal(bench->got, "D\x1d"
                                    "C\x1f");
    close(fd);
}

static void keeps_the_lines_of_a_zone_apart(void **state) {
    struct bench *bench = *state;
    int fd = make_recording(bench);
    press_with(fd, KEY_LEFTSHIFT, KEY_P);
    press_with(fd, KEY_LEFTSHIFT, KEY_COMMA);
    press(fd, KEY_ENTER);
    press(fd, KEY_7);
    press(fd, KEY_ENTER);
    await_scans(bench, 1);
    assert_string_equal(bench->got, "P<\n7");
    close(fd);
}

struct pause {
    struct bench *bench;
    int fd, lines; /* yet to come */
};

static void press_a_line(void *context) {
    struct pause *pause = context;
    for (int i = 0; i < 30; i++)
        press(pause->fd, KEY_7);
    press(pause->fd, KEY_ENTER);
    if (--pause->lines > 0)
        assert_int_not_equal(loop_after(pause->bench->loop, 3 * SCAN_QUIET_MS, press_a_line, pause), 0);
}

static void waits_for_the_lines_of_a_zone_after_a_pause(void **state) {
    struct bench *bench = *state;
    struct pause pause = {.bench = bench, .fd = make_recording(bench), .lines = 3};
    press_a_line(&pause);
    await_scans(bench, 1);
    assert_int_equal(bench->length, 3 * 30 + 2);
    close(pause.fd);
}

static void tells_of_a_scan_that_is_too_long_nothing_but_that_it_came(void **state) {
    struct bench *bench = *state;
    int fd = make_recording(bench);
    assert_true(fcntl(fd, F_SETPIPE_SZ, 1 << 20) > 0);
    for (int i = 0; i <= SCANNER_SCAN_MAX; i++)
        send_event(fd, EV_KEY, KEY_8, 1);
    await_scans(bench, 1);
    assert_int_equal(bench->length, 0);
    press(fd, KEY_9);
    await_scans(bench, 2);
    assert_string_equal(bench->got, "9");
    close(fd);
}

static void tells_of_a_scan_of_which_a_part_was_lost_nothing_but_that_it_came(void **state) {
    struct bench *bench = *state;
    int fd = make_recording(bench);
    press(fd, KEY_1);
    send_event(fd, EV_KEY, KEY_LEFTSHIFT, 1);
    send_event(fd, EV_SYN, SYN_DROPPED, 0);
    send_event(fd, EV_KEY, KEY_2, 1); /* of a report that is not whole */
    send_event(fd, EV_SYN, SYN_REPORT, 0);
    press(fd, KEY_3);
    press(fd, KEY_ENTER);
    await_scans(bench, 1);
    assert_int_equal(bench->length, 0);
    press(fd, KEY_4); /* Shift was let go while events were lost */
    press(fd, KEY_ENTER);
    await_scans(bench, 2);
    assert_string_equal(bench->got, "4");
    close(fd);
}

static void tells_that_something_was_lost_even_when_nothing_is_left(void **state) {
    struct bench *bench = *state;
    int fd = make_recording(bench);
    send_event(fd, EV_SYN, SYN_DROPPED, 0);
    send_event(fd, EV_KEY, KEY_2, 1);
    send_event(fd, EV_SYN, SYN_REPORT, 0);
    await_scans(bench, 1);
    assert_int_equal(bench->length, 0);
    close(fd);
}

static void a_scanner_unplugged_in_the_middle_of_a_scan_gives_no_part_of_it(void **state) {
    struct bench *bench = *state;
    int fd = make_recording(bench);
    press(fd, KEY_1);
    press(fd, KEY_2);
    close(fd);
    await_scans(bench, 1);
    assert_int_equal(bench->length, 0);
}

/* --- A serial line --- */

static void reads_a_serial_line_byte_for_byte(void **state) {
    struct bench *bench = *state;
    static const char seal[] = "DC04FR000001\x1d"
                               "AB\x1e\x1f\xc3\xa9";
    char name[128];
    int far = -1, near = -1;
    assert_int_equal(openpty(&far, &near, name, NULL, NULL), 0);
    assert_int_equal(scanner_open(name, bench->loop, began, scanned, bench, &bench->scanner), STATUS_OK);
    assert_int_equal(write(far, seal, sizeof seal - 1), sizeof seal - 1);
    assert_int_equal(write(far, "\r\n", 2), 2);
    await_scans(bench, 1);
    assert_string_equal(bench->got, seal);
    close(near);
    close(far);
}

/* --- Unplugged --- */

static void finds_it_again_when_it_is_plugged_in(void **state) {
    struct bench *bench = *state;
    assert_int_equal(scanner_open(bench->path, bench->loop, began, scanned, bench, &bench->scanner), STATUS_OK);
    assert_false(scanner_is_there(bench->scanner));
    assert_int_equal(mkfifo(bench->path, 0600), 0);
    int fd = open(bench->path, O_RDWR | O_CLOEXEC);
    press(fd, KEY_5);
    await_scans(bench, 1);
    assert_true(scanner_is_there(bench->scanner));
    assert_string_equal(bench->got, "5");
    close(fd); /* the end of the stream: it is gone */
    int again = open(bench->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(again >= 0);
    close(again);
    fd = -1;
    bench->wanted = 2;
    while (bench->scans < 2) {
        if (!scanner_is_there(bench->scanner) && fd < 0) {
            fd = open(bench->path, O_RDWR | O_CLOEXEC);
            press(fd, KEY_6);
        }
        uint32_t look = loop_after(bench->loop, 20, (loop_due *)loop_stop, bench->loop);
        assert_int_equal(loop_run(bench->loop), STATUS_OK);
        loop_cancel(bench->loop, look);
    }
    assert_string_equal(bench->got, "6");
    close(fd);
}

/* --- Keys --- */

static void types_by_the_layout_of_the_united_states(void **state) {
    struct scanner_keys keys = {0};
    (void)state;
    static const struct {
        uint16_t code;
        char plain, shifted;
    } all[] = {{KEY_Q, 'q', 'Q'}, {KEY_M, 'm', 'M'},     {KEY_SEMICOLON, ';', ':'}, {KEY_COMMA, ',', '<'},
               {KEY_1, '1', '!'}, {KEY_MINUS, '-', '_'}, {KEY_KP0, '0', '0'},       {KEY_SLASH, '/', '?'},
               {KEY_F1, 0, 0},    {KEY_LEFTALT, 0, 0},   {KEY_GRAVE, '`', '~'},     {KEY_DOT, '.', '>'}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        assert_int_equal(scanner_keys_take(&keys, all[i].code, 1), all[i].plain);
        assert_int_equal(scanner_keys_take(&keys, all[i].code, 2), 0);
        assert_int_equal(scanner_keys_take(&keys, all[i].code, 0), 0);
        scanner_keys_take(&keys, KEY_LEFTSHIFT, 1);
        assert_int_equal(scanner_keys_take(&keys, all[i].code, 1), all[i].shifted);
        scanner_keys_take(&keys, KEY_LEFTSHIFT, 0);
    }
}

static void turns_letters_and_nothing_else_with_caps_lock(void **state) {
    struct scanner_keys keys = {0};
    (void)state;
    assert_int_equal(scanner_keys_take(&keys, KEY_CAPSLOCK, 1), 0);
    assert_int_equal(scanner_keys_take(&keys, KEY_A, 1), 'A');
    assert_int_equal(scanner_keys_take(&keys, KEY_1, 1), '1');
    scanner_keys_take(&keys, KEY_CAPSLOCK, 1);
    assert_int_equal(scanner_keys_take(&keys, KEY_A, 1), 'a');
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(tells_a_whole_scan_at_once_when_it_is_quiet),
        TEST(keeps_the_control_characters_of_a_2d_doc),
        TEST(keeps_the_lines_of_a_zone_apart),
        TEST(waits_for_the_lines_of_a_zone_after_a_pause),
        TEST(tells_of_a_scan_that_is_too_long_nothing_but_that_it_came),
        TEST(tells_of_a_scan_of_which_a_part_was_lost_nothing_but_that_it_came),
        TEST(tells_that_something_was_lost_even_when_nothing_is_left),
        TEST(a_scanner_unplugged_in_the_middle_of_a_scan_gives_no_part_of_it),
        TEST(reads_a_serial_line_byte_for_byte),
        TEST(finds_it_again_when_it_is_plugged_in),
        cmocka_unit_test(types_by_the_layout_of_the_united_states),
        cmocka_unit_test(turns_letters_and_nothing_else_with_caps_lock),
    };
    return cmocka_run_group_tests_name("scanner", tests, NULL, NULL);
}
