/* Reads numbers, and what is said of them, off the screen. It must not press a key. */
#include "robot.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_LENGTH = 12 };

static bool find_number(const char *text, char number[13]) {
    static const char *const before[] = {"n°\u00A0", "n° ", "Numéro obtenu : "};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        const char *at = strstr(text, before[i]);
        size_t length = 0;
        at = at != NULL ? at + strlen(before[i]) : "";
        while (length < NUMBER_LENGTH && isalnum((unsigned char)at[length]))
            length++;
        snprintf(number, 13, "%.*s", (int)length, at);
        if (length == NUMBER_LENGTH)
            return true;
    }
    return false;
}

bool robot_read_number(const struct robot *robot, char number[13]) {
    char *text = terminal_text(robot->kiosk->terminal);
    bool found = find_number(text, number);
    free(text);
    return found;
}

/* GIVEN stays so, whatever becomes of a réédition. */
static void note(struct robot *robot, const char *number, enum book_fate fate) {
    struct book_note *noted = book_note(&robot->book, number, robot->person.neph);
    if (noted->fate != BOOK_GIVEN && (fate != BOOK_SEEN || noted->fate == BOOK_SEEN))
        noted->fate = fate;
}

void robot_note(struct robot *robot, enum book_fate fate) {
    char number[13];
    if (robot_read_number(robot, number))
        note(robot, number, fate);
}

static void note_row(struct robot *robot, const char *row) {
    static const struct {
        const char *words;
        enum book_fate fate;
    } said[] = {{" remise.", BOOK_GIVEN},     {" remis.", BOOK_GIVEN},        {" annulée.", BOOK_CANCELLED},
                {" annulé.", BOOK_CANCELLED}, {" mise de côté.", BOOK_ASIDE}, {" mis de côté.", BOOK_ASIDE}};
    char number[13];
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (strstr(row, said[i].words) != NULL && find_number(row, number))
            note(robot, number, said[i].fate);
}

void robot_note_said(struct robot *robot) {
    int rows, columns;
    terminal_size(robot->kiosk->terminal, &rows, &columns);
    for (int i = 0; i < rows; i++) {
        char *row = terminal_row(robot->kiosk->terminal, i);
        note_row(robot, row);
        free(row);
    }
}
