/* Framing: whole, in pieces, several at once, and everything that ends a channel. */
#include "../../kiosk/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../kiosk/memory.h"

static void encode(const char *name, const char *body, uint8_t **bytes, size_t *size) {
    struct message message = {.head = json_pack("{s:s,s:i}", "name", name, "number", 7)};
    message.body_size = strlen(body);
    message.body = (uint8_t *)memory_copy(body);
    assert_int_equal(message_encode(&message, bytes, size), STATUS_OK);
    message_clear(&message);
    assert_null(message.head);
}

static void expect_message(struct message_reader *reader, const char *name, const char *body) {
    struct message message;
    assert_int_equal(message_reader_next(reader, &message), STATUS_OK);
    assert_string_equal(message_text(&message, "name"), name);
    assert_int_equal(message_number(&message, "number"), 7);
    assert_int_equal(message.body_size, strlen(body));
    if (*body)
        assert_string_equal((const char *)message.body, body);
    else
        assert_null(message.body);
    message_clear(&message);
}

static void expect_nothing_yet(struct message_reader *reader) {
    struct message message;
    assert_int_equal(message_reader_next(reader, &message), STATUS_NOT_FOUND);
}

static void writes_two_big_endian_sizes_then_head_then_body(void **state) {
    (void)state;
    struct message message = {
        .head = json_pack("{s:i}", "a", 1), .body = (uint8_t *)memory_copy("xyz"), .body_size = 3};
    uint8_t *bytes;
    size_t size;
    assert_int_equal(message_encode(&message, &bytes, &size), STATUS_OK);
    assert_int_equal(size, 8 + 7 + 3);
    assert_memory_equal(bytes, "\0\0\0\7\0\0\0\3{\"a\":1}xyz", size);
    memory_free(bytes);
    message_clear(&message);
}

static void reads_a_frame_that_comes_byte_by_byte(void **state) {
    (void)state;
    struct message_reader reader = {0};
    uint8_t *bytes;
    size_t size;
    encode("Éléonore", "corps", &bytes, &size);
    for (size_t i = 0; i < size; i++) {
        expect_nothing_yet(&reader);
        assert_int_equal(message_reader_add(&reader, bytes + i, 1), STATUS_OK);
    }
    expect_message(&reader, "Éléonore", "corps");
    expect_nothing_yet(&reader);
    message_reader_clear(&reader);
    memory_free(bytes);
}

static void reads_two_frames_that_come_together(void **state) {
    (void)state;
    struct message_reader reader = {0};
    uint8_t *bytes;
    size_t size;
    encode("un", "", &bytes, &size);
    assert_int_equal(message_reader_add(&reader, bytes, size), STATUS_OK);
    memory_free(bytes);
    encode("deux", "2", &bytes, &size);
    assert_int_equal(message_reader_add(&reader, bytes, size), STATUS_OK);
    memory_free(bytes);
    expect_message(&reader, "un", "");
    expect_message(&reader, "deux", "2");
    expect_nothing_yet(&reader);
    message_reader_clear(&reader);
}

static void leaves_nothing_of_a_message_in_the_reader(void **state) {
    (void)state;
    struct message_reader reader = {0};
    uint8_t *bytes;
    size_t size;
    encode("DUMONT", "NEPH", &bytes, &size);
    assert_int_equal(message_reader_add(&reader, bytes, size), STATUS_OK);
    memory_free(bytes);
    expect_message(&reader, "DUMONT", "NEPH");
    assert_null(memmem(reader.bytes, reader.size, "DUMONT", 6));
    assert_null(memmem(reader.bytes, reader.size, "NEPH", 4));
    message_reader_clear(&reader);
}

static void expect_refused(const void *bytes, size_t size) {
    struct message_reader reader = {0};
    struct message message = {0};
    assert_int_equal(message_reader_add(&reader, bytes, size), STATUS_OK);
    assert_int_equal(message_reader_next(&reader, &message), STATUS_MALFORMED);
    assert_null(message.head);
    message_reader_clear(&reader);
}

static void refuses_a_frame_out_of_form(void **state) {
    (void)state;
    expect_refused("\0\1\0\1\0\0\0\0", 8);   /* head of 64 KiB and one byte */
    expect_refused("\0\0\0\2\0\200\0\1", 8); /* body of 8 MiB and one byte */
    expect_refused("\377\377\377\377\377\377\377\377", 8);
    expect_refused("\0\0\0\0\0\0\0\0", 8);                    /* no head */
    expect_refused("\0\0\0\2\0\0\0\0[]", 10);                 /* not an object */
    expect_refused("\0\0\0\3\0\0\0\0{}x", 11);                /* something after it */
    expect_refused("\0\0\0\xd\0\0\0\0{\"a\":1,\"a\":2}", 21); /* twice the same member */
    expect_refused("\0\0\0\7\0\0\0\0{\"a\":\377}", 15);
}

static void refuses_to_write_what_it_would_not_read(void **state) {
    (void)state;
    uint8_t *bytes;
    size_t size;
    struct message message = {.head = json_array()};
    assert_int_equal(message_encode(&message, &bytes, &size), STATUS_INVALID);
    message_clear(&message);
    char *long_text = memory_alloc(MESSAGE_HEAD_MAX + 1);
    memset(long_text, 'x', MESSAGE_HEAD_MAX);
    message.head = json_pack("{s:s}", "text", long_text);
    assert_int_equal(message_encode(&message, &bytes, &size), STATUS_TOO_LONG);
    message_clear(&message);
    memory_free(long_text);
    message.head = json_object();
    message.body_size = MESSAGE_BODY_MAX + 1;
    assert_int_equal(message_encode(&message, &bytes, &size), STATUS_TOO_LONG);
    message_clear(&message);
}

static void sends_and_receives_over_a_socket(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    struct message out = {
        .head = json_pack("{s:s}", "name", "Ÿ"), .body = (uint8_t *)memory_copy("ab"), .body_size = 2};
    struct message in;
    assert_int_equal(message_send(ends[0], &out), STATUS_OK);
    assert_int_equal(message_receive(ends[1], &in), STATUS_OK);
    assert_string_equal(message_text(&in, "name"), "Ÿ");
    assert_memory_equal(in.body, "ab", 2);
    message_clear(&in);
    close(ends[1]);
    assert_int_equal(message_send(ends[0], &out), STATUS_WORKER_LOST);
    assert_int_equal(message_receive(ends[0], &in), STATUS_WORKER_LOST);
    message_clear(&out);
    close(ends[0]);
}

static void says_that_the_other_end_died_in_the_middle(void **state) {
    (void)state;
    int ends[2];
    struct message in;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_int_equal(write(ends[0], "\0\0\0\2\0\0\0\5{}ab", 12), 12);
    close(ends[0]);
    assert_int_equal(message_receive(ends[1], &in), STATUS_WORKER_LOST);
    close(ends[1]);
}

static void a_member_of_another_type_is_absent(void **state) {
    (void)state;
    struct message message = {.head = json_pack("{s:i,s:s}", "number", 3, "text", "x")};
    assert_null(message_text(&message, "number"));
    assert_null(message_text(&message, "none"));
    assert_int_equal(message_number(&message, "text"), 0);
    assert_int_equal(message_number(&message, "none"), 0);
    message_clear(&message);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_two_big_endian_sizes_then_head_then_body),
        cmocka_unit_test(reads_a_frame_that_comes_byte_by_byte),
        cmocka_unit_test(reads_two_frames_that_come_together),
        cmocka_unit_test(leaves_nothing_of_a_message_in_the_reader),
        cmocka_unit_test(refuses_a_frame_out_of_form),
        cmocka_unit_test(refuses_to_write_what_it_would_not_read),
        cmocka_unit_test(sends_and_receives_over_a_socket),
        cmocka_unit_test(says_that_the_other_end_died_in_the_middle),
        cmocka_unit_test(a_member_of_another_type_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
