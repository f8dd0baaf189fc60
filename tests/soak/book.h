/* What the screen said became of each number, as an agent would note it on paper. */
#ifndef GUICHET_TESTS_SOAK_BOOK_H
#define GUICHET_TESTS_SOAK_BOOK_H

#include <stddef.h>

enum book_fate {
    BOOK_SEEN,   /* it has a number, and nothing is said of it yet */
    BOOK_ASIDE,  /* set aside */
    BOOK_GIVING, /* "Oui : je le remets" was pressed, and nothing was said: the kiosk was killed there */
    BOOK_CANCELLING,
    BOOK_GIVEN,
    BOOK_CANCELLED
};

struct book_note {
    char number[13];
    enum book_fate fate;
    const char *neph; /* for whom */
};

struct book {
    struct book_note *notes;
    size_t count;
};

struct book_note *book_find(struct book *book, const char *number); /* or NULL */
struct book_note *book_note(struct book *book, const char *number, const char *neph);
void book_clear(struct book *book);

/* Compares with the journal of the state folder: how many notes differ, each told on standard output. */
int book_compare(const struct book *book, const char *state);

/* How the journal's requests ended, and why, on standard output. */
void book_tell_ends(const char *state);

#endif
