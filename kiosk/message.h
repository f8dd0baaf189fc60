/* Framed messages between the kiosk and a worker, over one stream socketpair: a JSON head and a body of bytes.
 *
 * Frame: head size and body size (two 32-bit big-endian numbers), then the head (JSON object), then the body. Heads are
 * at most 64 KiB, bodies at most 8 MiB; anything else closes the channel. Personal data goes through the wiping
 * allocator. */
#ifndef GUICHET_MESSAGE_H
#define GUICHET_MESSAGE_H

#include "status.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { MESSAGE_HEAD_MAX = 64 * 1024, MESSAGE_BODY_MAX = 8 * 1024 * 1024 };

struct message {
    json_t *head;  /* owned; an object */
    uint8_t *body; /* owned (memory_free); NULL when empty */
    size_t body_size;
};

void message_clear(struct message *message);

/* The frame as bytes (memory_free). The message is not consumed. */
STATUS_MUST_CHECK enum status message_encode(const struct message *message, uint8_t **bytes, size_t *size);

/* An incremental decoder, for the kiosk's non-blocking side. */
struct message_reader {
    uint8_t *bytes;
    size_t length, size;
};
void message_reader_clear(struct message_reader *reader);
/* Appends what was read; then message_reader_next() until it says STATUS_NOT_FOUND (need more bytes). */
STATUS_MUST_CHECK enum status message_reader_add(struct message_reader *reader, const void *bytes, size_t size);
STATUS_MUST_CHECK enum status message_reader_next(struct message_reader *reader, struct message *message);

/* Blocking, for workers. STATUS_WORKER_LOST at the end of the stream. */
STATUS_MUST_CHECK enum status message_receive(int fd, struct message *message);
STATUS_MUST_CHECK enum status message_send(int fd, const struct message *message);

/* Head helpers: NULL, 0 or false when absent or of another type. */
const char *message_text(const struct message *message, const char *member);
int64_t message_number(const struct message *message, const char *member);

#endif
