/* The test terminal itself: what it types arrives, what the program draws is seen, and each expectation can fail.
 * The program under it is /bin/cat, or this executable started again as a tiny curses program. */
#include "../support/terminal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <curses.h>
#include <locale.h>

/* --- The program under test: writes the name of each key, and its size; "q" ends it with 3 --- */

static void child_draw(int row, const char *text) {
    int rows, columns;
    getmaxyx(stdscr, rows, columns);
    mvprintw(0, 0, "taille %d x %d  ", rows, columns);
    mvprintw(1, 0, "touche %-20s|", text);
    mvhline(2, 0, '-', columns);
    attron(A_BOLD | COLOR_PAIR(1));
    mvprintw(3, 2, "gras à 9 h 31");
    attroff(A_BOLD | COLOR_PAIR(1));
    attron(A_REVERSE);
    mvprintw(4, 2, "<inverse> & co");
    attroff(A_REVERSE);
    move(row, 7);
    refresh();
}

static int child_main(void) {
    setlocale(LC_ALL, "");
    initscr();
    set_escdelay(15);
    start_color();
    use_default_colors();
    init_pair(1, COLOR_YELLOW, COLOR_BLUE);
    raw();
    noecho();
    keypad(stdscr, TRUE);
    timeout(20); /* a resize between two reads is seen at the next */
    const char *text = "aucune";
    for (int key = 0; key != 'q'; key = getch()) {
        if (key == 'b')
            beep();
        text = key > 0 && key != KEY_RESIZE ? keyname(key) : text;
        child_draw(1, text);
    }
    endwin();
    return 3;
}

static struct terminal *open_child(const char *term) {
    static const char *const argv[] = {"/proc/self/exe", "child", NULL};
    static char variable[32];
    const char *const environment[] = {variable, "LC_ALL=C.UTF-8", NULL};
    snprintf(variable, sizeof variable, "TERM=%s", term);
    return terminal_open(
        &(struct terminal_options){.argv = argv, .environment = environment, .rows = 10, .columns = 50});
}

static struct terminal *open_cat(void) {
    static const char *const argv[] = {"/bin/cat", NULL};
    return terminal_open(&(struct terminal_options){.argv = argv, .rows = 5, .columns = 20});
}

/* --- Tests --- */

static void typed_text_comes_back_from_cat_and_end_of_file_ends_it(void **state) {
    (void)state;
    struct terminal *terminal = open_cat();
    terminal_type(terminal, "\u00e9t\u00e9\u00a0!");
    terminal_key(terminal, "Enter");
    terminal_expect_row(terminal, 1, "\u00e9t\u00e9 !");
    terminal_key(terminal, "Ctrl-D");
    terminal_expect_exit(terminal, 0);
    assert_true(terminal_is_sane(terminal));
    terminal_close(terminal);
}

static void keys_are_those_of_the_terminfo_entry(void **state) {
    static const char *const terms[] = {"xterm-256color", "linux", "screen-256color"};
    static const char *const keys[][2] = {{"F1", "KEY_F(1)"},
                                          {"F5", "KEY_F(5)"},
                                          {"F10", "KEY_F(10)"},
                                          {"Up", "KEY_UP"},
                                          {"Home", "KEY_HOME"},
                                          {"PageDown", "KEY_NPAGE"},
                                          {"Ctrl-L", "^L"},
                                          {"Shift-Tab", "KEY_BTAB"},
                                          {"Backspace", "KEY_BACKSPACE"},
                                          {"Delete", "KEY_DC"},
                                          {"Tab", "^I"},
                                          {"Esc", "^["}};
    (void)state;
    for (size_t t = 0; t < sizeof terms / sizeof terms[0]; t++) {
        struct terminal *terminal = open_child(terms[t]);
        terminal_expect(terminal, "touche aucune");
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            char wanted[64];
            snprintf(wanted, sizeof wanted, "touche %-20s|", keys[i][1]);
            terminal_key(terminal, keys[i][0]);
            terminal_expect(terminal, wanted);
        }
        terminal_close(terminal);
    }
}

static void alt_is_escape_before_the_key(void **state) {
    char bytes[32];
    (void)state;
    struct terminal *terminal = open_cat();
    assert_int_equal(terminal_key_bytes(terminal, "Alt-p", bytes, sizeof bytes), 2);
    assert_memory_equal(bytes, "\033p", 2);
    assert_int_equal(terminal_key_bytes(terminal, "Alt-Enter", bytes, sizeof bytes), 2);
    assert_memory_equal(bytes, "\033\r", 2);
    assert_int_equal(terminal_key_bytes(terminal, "Hyper", bytes, sizeof bytes), 0);
    terminal_close(terminal);
}

static void cells_tell_text_attributes_and_colours(void **state) {
    int row, column;
    (void)state;
    struct terminal *terminal = open_child("xterm-256color");
    terminal_expect(terminal, "<inverse>");
    assert_true(terminal_find(terminal, "\u00e0 9", &row, &column));
    assert_int_equal(row, 3);
    assert_int_equal(column, 7);
    struct terminal_cell cell = terminal_cell(terminal, row, column);
    assert_string_equal(cell.text, "\u00e0");
    assert_true(cell.bold && !cell.reverse);
    assert_int_equal(cell.foreground, COLOR_YELLOW);
    assert_int_equal(cell.background, COLOR_BLUE);
    assert_true(terminal_cell(terminal, 4, 2).reverse);
    assert_int_equal(terminal_cell(terminal, 0, 0).foreground, TERMINAL_COLOUR_DEFAULT);
    assert_string_equal(terminal_cell(terminal, 2, 49).text, "-");
    terminal_expect_cursor(terminal, 1, 7);
    terminal_close(terminal);
}

static void a_resize_reaches_the_program_and_the_screen(void **state) {
    int rows, columns;
    (void)state;
    struct terminal *terminal = open_child("xterm-256color");
    terminal_expect(terminal, "taille 10 x 50");
    terminal_resize(terminal, 12, 70);
    terminal_expect(terminal, "taille 12 x 70");
    terminal_size(terminal, &rows, &columns);
    assert_int_equal(rows, 12);
    assert_int_equal(columns, 70);
    terminal_expect(terminal, "----------------------------------------------------------------------");
    terminal_close(terminal);
}

static void a_curses_program_is_not_sane_until_it_ends(void **state) {
    (void)state;
    struct terminal *terminal = open_child("xterm-256color");
    terminal_expect(terminal, "touche");
    assert_false(terminal_is_sane(terminal));
    terminal_type(terminal, "b");
    terminal_expect(terminal, "touche b ");
    assert_int_equal(terminal_bells(terminal), 1);
    terminal_type(terminal, "q");
    terminal_expect_exit(terminal, 3);
    assert_true(terminal_is_sane(terminal));
    terminal_close(terminal);
}

static void queries_of_the_program_are_answered(void **state) {
    static const char *const argv[] = {
        "/bin/sh", "-c", "stty raw -echo; printf '\\033[6n'; head -c 6 | tr '\\033' '^'; stty sane", NULL};
    (void)state;
    struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = argv});
    terminal_expect(terminal, "^[1;1R");
    terminal_expect_exit(terminal, 0);
    terminal_close(terminal);
}

static void the_environment_is_whole(void **state) {
    static const char *const argv[] = {"/usr/bin/env", NULL};
    static const char *const environment[] = {"TERM=vt100", "MOT=seul", NULL};
    (void)state;
    setenv("INTRUS", "1", 1);
    struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = argv, .environment = environment});
    terminal_expect_exit(terminal, 0);
    assert_true(terminal_has(terminal, "MOT=seul"));
    assert_false(terminal_has(terminal, "INTRUS"));
    assert_false(terminal_has(terminal, "HOME="));
    terminal_close(terminal);
}

static void a_hang_up_ends_the_program_by_sighup(void **state) {
    int status;
    (void)state;
    struct terminal *terminal = open_cat();
    terminal_type(terminal, "x\r");
    terminal_expect_row(terminal, 1, "x");
    terminal_hang_up(terminal);
    assert_true(terminal_wait_exit(terminal, &status, TERMINAL_DEADLINE_MS));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP);
    assert_true(terminal_has(terminal, "x"));
    terminal_close(terminal);
}

static void waiting_gives_up_at_the_deadline_and_at_the_end_of_the_program(void **state) {
    static const char *const argv[] = {"/bin/echo", "fini", NULL};
    (void)state;
    struct terminal *terminal = open_cat();
    assert_false(terminal_wait_text(terminal, "jamais", 50));
    assert_true(terminal_wait_absent(terminal, "jamais", 50));
    terminal_type(terminal, "jamais");
    terminal_expect(terminal, "jamais");
    assert_false(terminal_wait_absent(terminal, "jamais", 50));
    assert_false(terminal_wait_exit(terminal, NULL, 50));
    terminal_close(terminal);
    terminal = terminal_open(&(struct terminal_options){.argv = argv});
    assert_false(terminal_wait_text(terminal, "jamais", TERMINAL_DEADLINE_MS));
    assert_true(terminal_has(terminal, "fini"));
    terminal_close(terminal);
}

/* An expectation that is not met must fail the test: tried in a copy of this process, where it ends the process. */
static void an_unmet_expectation_fails(void **state) {
    static const char *const argv[] = {"/proc/self/exe", "fail", NULL};
    int status;
    (void)state;
    struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = argv, .rows = 40});
    assert_true(terminal_wait_exit(terminal, &status, TERMINAL_DEADLINE_MS));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 0);
    assert_true(terminal_has(terminal, "expected \"autre chose\""));
    assert_true(terminal_has(terminal, "|fini"));
    terminal_close(terminal);
}

static int fail_main(void) {
    static const char *const argv[] = {"/bin/echo", "fini", NULL};
    struct terminal *terminal = terminal_open(&(struct terminal_options){.argv = argv, .rows = 3});
    terminal_expect(terminal, "fini");
    terminal_expect(terminal, "autre chose");
    return 0;
}

static char *read_whole(const char *path) {
    static char bytes[65536];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    return bytes;
}

static void a_screen_is_saved_as_text_and_as_a_picture(void **state) {
    char path[] = "/tmp/guichet-terminal-XXXXXX";
    (void)state;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    struct terminal *terminal = open_child("xterm-256color");
    terminal_expect(terminal, "<inverse>");
    assert_true(terminal_save_text(terminal, path));
    terminal_expect_file(terminal, path);
    const char *text = read_whole(path);
    assert_non_null(strstr(text, "  gras \u00e0 9 h 31\n  <inverse> & co\n"));
    assert_true(terminal_save_svg(terminal, path));
    text = read_whole(path);
    assert_non_null(strstr(text, ">&lt;inverse>\u00a0&amp;\u00a0co</text>"));
    assert_non_null(strstr(text, "font-weight=\"bold\">gras\u00a0\u00e0\u00a09\u00a0h\u00a031</text>"));
    terminal_close(terminal);
    unlink(path);
}

int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "child") == 0)
        return child_main();
    if (count > 1 && strcmp(arguments[1], "fail") == 0)
        return fail_main();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_text_comes_back_from_cat_and_end_of_file_ends_it),
        cmocka_unit_test(keys_are_those_of_the_terminfo_entry),
        cmocka_unit_test(alt_is_escape_before_the_key),
        cmocka_unit_test(cells_tell_text_attributes_and_colours),
        cmocka_unit_test(a_resize_reaches_the_program_and_the_screen),
        cmocka_unit_test(a_curses_program_is_not_sane_until_it_ends),
        cmocka_unit_test(queries_of_the_program_are_answered),
        cmocka_unit_test(the_environment_is_whole),
        cmocka_unit_test(a_hang_up_ends_the_program_by_sighup),
        cmocka_unit_test(waiting_gives_up_at_the_deadline_and_at_the_end_of_the_program),
        cmocka_unit_test(an_unmet_expectation_fails),
        cmocka_unit_test(a_screen_is_saved_as_text_and_as_a_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
