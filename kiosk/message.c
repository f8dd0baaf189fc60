/* Frames and unframes the messages between the kiosk and its workers. It must not look into them: what a head means is
 * the business of the two ends. A frame that is not exactly in form ends the channel. */
#include "message.h"

#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "memory.h"

enum { PREFIX_SIZE = 8, READER_FIRST_SIZE = 4096 };

struct prefix {
    uint32_t head_size, body_size;
};

static void prefix_write(uint8_t *bytes, struct prefix prefix) {
    uint32_t sizes[2] = {htobe32(prefix.head_size), htobe32(prefix.body_size)};
    memcpy(bytes, sizes, sizeof sizes);
}

static enum status prefix_read(const uint8_t *bytes, struct prefix *prefix) {
    uint32_t sizes[2];
    memcpy(sizes, bytes, sizeof sizes);
    struct prefix read = {be32toh(sizes[0]), be32toh(sizes[1])};
    if (read.head_size > MESSAGE_HEAD_MAX || read.body_size > MESSAGE_BODY_MAX)
        return STATUS_MALFORMED;
    *prefix = read;
    return STATUS_OK;
}

static enum status content_read(const uint8_t *bytes, struct prefix prefix, struct message *message) {
    json_t *head = json_loadb((const char *)bytes, prefix.head_size, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(head)) {
        json_decref(head);
        return STATUS_MALFORMED;
    }
    *message = (struct message){.head = head, .body_size = prefix.body_size};
    if (prefix.body_size) {
        /* One byte more: a body that is text can be read as a string. */
        message->body = memory_alloc((size_t)prefix.body_size + 1);
        memcpy(message->body, bytes + prefix.head_size, prefix.body_size);
    }
    return STATUS_OK;
}

void message_clear(struct message *message) {
    json_decref(message->head);
    memory_free(message->body);
    *message = (struct message){0};
}

enum status message_encode(const struct message *message, uint8_t **bytes, size_t *size) {
    if (!json_is_object(message->head))
        return STATUS_INVALID;
    size_t head_size = json_dumpb(message->head, NULL, 0, JSON_COMPACT);
    if (head_size == 0 || head_size > MESSAGE_HEAD_MAX || message->body_size > MESSAGE_BODY_MAX)
        return STATUS_TOO_LONG;
    size_t whole = PREFIX_SIZE + head_size + message->body_size;
    uint8_t *made = memory_alloc(whole);
    prefix_write(made, (struct prefix){(uint32_t)head_size, (uint32_t)message->body_size});
    json_dumpb(message->head, (char *)made + PREFIX_SIZE, head_size, JSON_COMPACT);
    if (message->body_size)
        memcpy(made + PREFIX_SIZE + head_size, message->body, message->body_size);
    *bytes = made;
    *size = whole;
    return STATUS_OK;
}

void message_reader_clear(struct message_reader *reader) {
    memory_free(reader->bytes);
    *reader = (struct message_reader){0};
}

enum status message_reader_add(struct message_reader *reader, const void *bytes, size_t size) {
    size_t needed = reader->length + size;
    if (needed > 2 * ((size_t)PREFIX_SIZE + MESSAGE_HEAD_MAX + MESSAGE_BODY_MAX))
        return STATUS_TOO_LONG;
    if (needed > reader->size) {
        size_t grown = reader->size ? reader->size : READER_FIRST_SIZE;
        while (grown < needed)
            grown *= 2;
        reader->bytes = memory_grow(reader->bytes, reader->size, grown);
        reader->size = grown;
    }
    if (size)
        memcpy(reader->bytes + reader->length, bytes, size);
    reader->length = needed;
    return STATUS_OK;
}

static void reader_drop(struct message_reader *reader, size_t size) {
    size_t left = reader->length - size;
    memmove(reader->bytes, reader->bytes + size, left);
    memory_wipe(reader->bytes + left, size);
    reader->length = left;
}

enum status message_reader_next(struct message_reader *reader, struct message *message) {
    struct prefix prefix;
    if (reader->length < PREFIX_SIZE)
        return STATUS_NOT_FOUND;
    enum status status = prefix_read(reader->bytes, &prefix);
    if (status != STATUS_OK)
        return status;
    size_t whole = PREFIX_SIZE + (size_t)prefix.head_size + prefix.body_size;
    if (reader->length < whole)
        return STATUS_NOT_FOUND;
    status = content_read(reader->bytes + PREFIX_SIZE, prefix, message);
    if (status == STATUS_OK)
        reader_drop(reader, whole);
    return status;
}

static enum status read_exactly(int fd, uint8_t *bytes, size_t size) {
    while (size) {
        ssize_t got = read(fd, bytes, size);
        if (got == 0 || (got < 0 && errno == ECONNRESET))
            return STATUS_WORKER_LOST;
        if (got < 0 && errno != EINTR)
            return STATUS_IO;
        if (got > 0) {
            bytes += got;
            size -= (size_t)got;
        }
    }
    return STATUS_OK;
}

static enum status write_exactly(int fd, const uint8_t *bytes, size_t size) {
    while (size) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EPIPE || errno == ECONNRESET))
            return STATUS_WORKER_LOST;
        if (sent < 0 && errno != EINTR)
            return STATUS_IO;
        if (sent > 0) {
            bytes += sent;
            size -= (size_t)sent;
        }
    }
    return STATUS_OK;
}

enum status message_receive(int fd, struct message *message) {
    uint8_t start[PREFIX_SIZE];
    struct prefix prefix;
    enum status status = read_exactly(fd, start, sizeof start);
    if (status == STATUS_OK)
        status = prefix_read(start, &prefix);
    if (status != STATUS_OK)
        return status;
    size_t size = (size_t)prefix.head_size + prefix.body_size;
    uint8_t *bytes = memory_alloc(size + 1);
    status = read_exactly(fd, bytes, size);
    if (status == STATUS_OK)
        status = content_read(bytes, prefix, message);
    memory_free(bytes);
    return status;
}

enum status message_send(int fd, const struct message *message) {
    uint8_t *bytes;
    size_t size;
    enum status status = message_encode(message, &bytes, &size);
    if (status != STATUS_OK)
        return status;
    status = write_exactly(fd, bytes, size);
    memory_free(bytes);
    return status;
}

const char *message_text(const struct message *message, const char *member) {
    return json_string_value(json_object_get(message->head, member));
}

int64_t message_number(const struct message *message, const char *member) {
    return json_integer_value(json_object_get(message->head, member));
}
