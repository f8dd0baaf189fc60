/* The stations' audit logs in the book. A line is entered once and never changed, and only after the one before it. */
#include "../database.h"
#include "book_internal.h"

#include <string.h>

/* The hash of that line; STATUS_NOT_FOUND: there is none. */
static enum status compare_known(struct book *book, const char *station, int64_t sequence, const char *hash,
                                 bool *same) {
    sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(
        book->database, "SELECT hash = ?3 FROM audit WHERE station = ?1 AND sequence = ?2", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, station, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, sequence);
    sqlite3_bind_text(statement, 3, hash, -1, SQLITE_STATIC);
    status = database_step(statement);
    if (status == STATUS_OK)
        *same = sqlite3_column_int(statement, 0) != 0;
    sqlite3_finalize(statement);
    return status;
}

static enum status find_last(struct book *book, const char *station, int64_t *last) {
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(book->database, "SELECT max(sequence) FROM audit WHERE station = ?", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, station, -1, SQLITE_STATIC);
    status = database_step(statement);
    if (status == STATUS_OK)
        *last = sqlite3_column_int64(statement, 0); /* NULL is 0 */
    sqlite3_finalize(statement);
    return status;
}

static enum status insert_line(struct book *book, const char *station, const struct book_line *line) {
    const char *const texts[] = {line->at,     line->agent,  line->act,      line->detail,
                                 line->number, line->person, line->previous, line->hash};
    sqlite3_stmt *statement = NULL;
    enum status status =
        database_prepare(book->database, "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &statement);
    if (status != STATUS_OK)
        return status;
    sqlite3_bind_text(statement, 1, station, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, line->sequence);
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
        sqlite3_bind_text(statement, i + 3, texts[i], -1, SQLITE_STATIC);
    return database_finish(statement);
}

/* `last` is the sequence of the last line that is there. */
static enum status add_line(struct book *book, const char *station, const struct book_line *line, int64_t *last) {
    bool same = false;
    if (line->sequence > *last + 1)
        return STATUS_NOT_FOUND;
    if (line->sequence <= *last) {
        enum status status = compare_known(book, station, line->sequence, line->hash, &same);
        return status == STATUS_OK && !same ? STATUS_EXISTS : status;
    }
    enum status status = compare_known(book, station, *last, line->previous, &same);
    if (status == STATUS_OK && !same)
        return STATUS_EXISTS;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) /* nothing is before the first */
        return status;
    status = insert_line(book, station, line);
    if (status == STATUS_OK)
        *last = line->sequence;
    return status;
}

enum status book_add_lines(struct book *book, const char *station, const struct book_line *lines, size_t count,
                           int64_t *last_sequence) {
    int64_t last = 0;
    enum status status = database_begin(book->database);
    if (status != STATUS_OK)
        return status;
    status = find_last(book, station, &last);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = add_line(book, station, &lines[i], &last);
    status = database_end(book->database, status);
    if (status == STATUS_OK)
        *last_sequence = last;
    return status;
}
