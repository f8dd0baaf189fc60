/* The state folder and its files. */
#include "../../kiosk/state_folder.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char root[64];

static int setup(void **state) {
    (void)state;
    state_make(root);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    state_remove(root);
    return 0;
}

static void makes_the_folder_and_those_above_it_for_its_owner_only(void **state) {
    (void)state;
    char path[128];
    struct stat found;
    snprintf(path, sizeof path, "%s/a/b", root);
    assert_int_equal(state_folder_make(path, NULL), STATUS_OK);
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0700);
    assert_int_equal(state_folder_make(path, NULL), STATUS_OK);
}

static void refuses_a_folder_that_others_may_enter(void **state) {
    (void)state;
    struct fault fault;
    assert_int_equal(chmod(root, 0750), 0);
    assert_int_equal(state_folder_make(root, &fault), STATUS_DENIED);
    assert_string_equal(fault.where, "state_folder");
}

static void refuses_a_relative_path_and_a_file_in_the_way(void **state) {
    (void)state;
    char path[STATE_PATH_SIZE];
    int fd = -1;
    assert_int_equal(state_folder_make("relative", NULL), STATUS_INVALID);
    assert_int_equal(state_folder_path(root, "file", path), STATUS_OK);
    assert_int_equal(state_folder_create_file(path, &fd, NULL), STATUS_OK);
    close(fd);
    assert_int_equal(state_folder_make(path, NULL), STATUS_IO);
}

static void creates_files_for_their_owner_only_whatever_the_umask(void **state) {
    (void)state;
    char path[STATE_PATH_SIZE];
    int fd = -1;
    mode_t before = umask(0);
    assert_int_equal(state_folder_path(root, "file", path), STATUS_OK);
    assert_int_equal(state_folder_create_file(path, &fd, NULL), STATUS_OK);
    umask(before);
    close(fd);
    assert_int_equal(state_mode(root, "file"), 0600);
    assert_int_equal(state_folder_create_file(path, &fd, NULL), STATUS_EXISTS);
}

static void root_gives_what_it_makes_to_the_owner_of_the_folder(void **state) {
    (void)state;
    char path[STATE_PATH_SIZE];
    struct stat found;
    int fd = -1;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(root, 65534, 65534), 0);
    assert_int_equal(state_folder_path(root, "file", path), STATUS_OK);
    assert_int_equal(state_folder_create_file(path, &fd, NULL), STATUS_OK);
    assert_int_equal(fstat(fd, &found), 0);
    close(fd);
    assert_int_equal(found.st_uid, 65534);
}

static void refuses_a_path_that_does_not_fit(void **state) {
    (void)state;
    char path[STATE_PATH_SIZE], longest[STATE_PATH_SIZE];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(state_folder_path(root, longest, path), STATUS_TOO_LONG);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(makes_the_folder_and_those_above_it_for_its_owner_only, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_a_folder_that_others_may_enter, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_a_relative_path_and_a_file_in_the_way, setup, teardown),
        cmocka_unit_test_setup_teardown(creates_files_for_their_owner_only_whatever_the_umask, setup, teardown),
        cmocka_unit_test_setup_teardown(root_gives_what_it_makes_to_the_owner_of_the_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_a_path_that_does_not_fit, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
