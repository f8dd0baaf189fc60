/* Reading members of a JSON object into a struct by a table, and naming the place of whatever does not fit. Inner part
 * of `record` and `registry`; pure. */
#ifndef GUICHET_RECORD_READ_H
#define GUICHET_RECORD_READ_H

#include "record.h"

#include <jansson.h>

/* Where we are in the document: a member of `parent`, or its item number `index` when `name` is NULL. */
struct record_place {
    const struct record_place *parent; /* NULL for the document itself */
    const char *name;
    size_t index;
    struct fault *fault; /* of the document; may be NULL */
};

enum record_need {
    RECORD_REQUIRED, /* there, and not null */
    RECORD_NULLABLE, /* there, and may be null */
    RECORD_OPTIONAL  /* may be absent, or null */
};

/* Reads one value that is there and not null into `out`, whose type is the reader's business. */
typedef enum status record_reader(const struct record_place *place, const json_t *value, void *out);

struct record_member {
    const char *name;
    enum record_need need;
    record_reader *read;
    size_t offset; /* of `out` in the struct that is filled */
};

/* Fills `out` from the object `value`, member by member; members that the table does not name are ignored, absent ones
 * leave what `out` had. On failure `out` may be half filled: the caller frees the whole. */
STATUS_MUST_CHECK enum status record_read_members(const struct record_place *place, const json_t *value,
                                                  const struct record_member *members, size_t count, void *out);

/* Makes room for the array `value` of at most `most` items, and reads each with `read`. `items` and `count` are set
 * before the first item is read, so that a half-read array can be freed. */
STATUS_MUST_CHECK enum status record_read_array(const struct record_place *place, const json_t *value, size_t most,
                                                size_t item_size, record_reader *read, void **items, size_t *count);

/* STATUS_MALFORMED, with the place and a short French reason that holds no value. */
enum status record_refuse(const struct record_place *place, const char *reason);

record_reader record_read_text;       /* char *: at most 512 bytes, no control character, may be empty */
record_reader record_read_word;       /* char *: the same, not empty */
record_reader record_read_list;       /* struct record_list: at most 40 words */
record_reader record_read_date;       /* struct date: complete */
record_reader record_read_birth_date; /* struct date: day, or day and month, may be unknown */
record_reader record_read_time;       /* struct date_time */
record_reader record_read_bool;       /* bool */
record_reader record_read_path;       /* enum record_path */

/* An integer within bounds, into *number. */
STATUS_MUST_CHECK enum status record_read_integer(const struct record_place *place, const json_t *value, int lowest,
                                                  int highest, int *number);

/* `profile` and `events`, in record_event.c. */
record_reader record_read_profile; /* struct record_profile */
record_reader record_read_events;  /* struct record: its events */
void record_free_events(struct record_event *events, size_t count);
void record_free_list(struct record_list *list);

#endif
