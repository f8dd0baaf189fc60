/* Notes, and comparing them with the journal. It must not know how a screen looks. */
#include "book.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const fate_names[] = {"seen",  "set aside", "perhaps given", "perhaps cancelled",
                                         "given", "cancelled"};

struct book_note *book_find(struct book *book, const char *number) {
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->notes[i].number, number) == 0)
            return &book->notes[i];
    return NULL;
}

struct book_note *book_note(struct book *book, const char *number, const char *neph) {
    struct book_note *note = book_find(book, number);
    if (note != NULL)
        return note;
    book->notes = realloc(book->notes, (book->count + 1) * sizeof *book->notes);
    if (book->notes == NULL)
        abort();
    note = &book->notes[book->count++];
    *note = (struct book_note){.neph = neph};
    snprintf(note->number, sizeof note->number, "%s", number);
    return note;
}

void book_clear(struct book *book) {
    free(book->notes);
    *book = (struct book){0};
}

/* A number that the screen never showed was asked for in vain (the agent gave up, the kiosk was killed), and is
 * cancelled by itself. */
static bool agrees(const struct book_note *note, const char *state) {
    bool ended = strcmp(state, "cancelled") == 0 || strcmp(state, "failed") == 0;
    if (note == NULL)
        return ended;
    bool given = note->fate == BOOK_GIVEN || note->fate == BOOK_GIVING;
    return given ? strcmp(state, "handed-over") == 0 : ended;
}

static int differ(const struct book_note *note, const char *number, const char *state) {
    if (agrees(note, state))
        return 0;
    printf("✗ %s: %s in the journal, %s on the screen\n", number, state, note ? fate_names[note->fate] : "never");
    return 1;
}

static sqlite3_stmt *ask(const char *state, const char *sql, sqlite3 **database) {
    char path[512];
    sqlite3_stmt *statement = NULL;
    snprintf(path, sizeof path, "%s/journal.db", state);
    if (sqlite3_open_v2(path, database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(*database, sql, -1, &statement, NULL) != SQLITE_OK)
        abort();
    return statement;
}

int book_compare(const struct book *book, const char *state) {
    sqlite3 *database = NULL;
    int differences = 0;
    size_t met = 0;
    sqlite3_stmt *statement = ask(state, "SELECT number, state FROM attestation WHERE number IS NOT NULL", &database);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *number = (const char *)sqlite3_column_text(statement, 0);
        const struct book_note *note = book_find((struct book *)book, number);
        met += note != NULL;
        differences += differ(note, number, (const char *)sqlite3_column_text(statement, 1));
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    if (met != book->count)
        printf("✗ %zu numbers on the screen are not in the journal\n", book->count - met);
    return differences + (int)(book->count - met);
}

void book_tell_ends(const char *state) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = ask(state,
                                  "SELECT state, reason, number IS NOT NULL, count(*) FROM attestation"
                                  " GROUP BY 1, 2, 3 ORDER BY 4 DESC",
                                  &database);
    while (sqlite3_step(statement) == SQLITE_ROW)
        printf("%6d %s %s%s\n", sqlite3_column_int(statement, 3), (const char *)sqlite3_column_text(statement, 0),
               (const char *)sqlite3_column_text(statement, 1),
               sqlite3_column_int(statement, 2) ? "" : " (sans numéro)");
    sqlite3_finalize(statement);
    sqlite3_close(database);
}
