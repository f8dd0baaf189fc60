/* What the training registry issued, and what became of it: its own SQLite file, DIR/registry/book.db. */
#ifndef GUICHET_TRAINING_BOOK_H
#define GUICHET_TRAINING_BOOK_H

#include "../date.h"
#include "../status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct book;

enum { BOOK_DIGEST_SIZE = 32 };

struct book_entry {
    char number[13], request_id[37], type[5];
    uint8_t request_digest[BOOK_DIGEST_SIZE]; /* of the whole request: the same request_id must ask the same thing */
    char issued_at[26];
    struct date valid_until; /* null for an RII */
    bool revoked;
    char *json; /* the attestation as it was answered; memory_free through book_entry_clear() */
};
void book_entry_clear(struct book_entry *entry); /* wipes */

/* "valid", "expired" (after its last day) or "revoked". */
const char *book_entry_status(const struct book_entry *entry, struct date today);

/* `state_folder` has a folder registry/. Caller owns *book. */
STATUS_MUST_CHECK enum status book_open(const char *state_folder, struct book **book, struct fault *fault);
void book_close(struct book *book);

/* STATUS_NOT_FOUND when there is none. Caller clears *entry. */
STATUS_MUST_CHECK enum status book_find_request(struct book *book, const char *request_id, struct book_entry *entry);
STATUS_MUST_CHECK enum status book_find_number(struct book *book, const char *number, struct book_entry *entry);

/* On disk when it returns. STATUS_EXISTS: the number or the request_id is taken. */
STATUS_MUST_CHECK enum status book_add(struct book *book, const struct book_entry *entry);

struct book_event {
    const char *event_id, *event, *at; /* event: "printed" … "cancelled" */
    int copies;
    const char *detail; /* or NULL */
};
/* On disk when it returns; an event_id already there changes nothing. "cancelled" revokes the attestation. */
STATUS_MUST_CHECK enum status book_add_event(struct book *book, const char *number, const struct book_event *event);

struct book_line { /* of a station's audit log; hashes in hexadecimal; texts may be NULL, but for `at`, `act`, hashes */
    int64_t sequence;
    const char *at, *agent, *act, *detail, *number, *person, *previous, *hash;
};
/* All or none, on disk when it returns; lines that are there already, the same, change nothing. *last_sequence is then
 * that of the station's last line (0: none). STATUS_NOT_FOUND: a line is missing before one of these. STATUS_EXISTS:
 * another line has that sequence, or the one before has another hash than this one says. */
STATUS_MUST_CHECK enum status book_add_lines(struct book *book, const char *station, const struct book_line *lines,
                                             size_t count, int64_t *last_sequence);

#endif
