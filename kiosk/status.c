/* Names of the error codes, and the filling of faults. It must not make sentences for people (`sentence` does), nor
 * log. */
#include "status.h"

#include <stddef.h>
#include <string.h>

static const char *const status_names[] = {
    [STATUS_OK] = "ok",
    [STATUS_NO_MEMORY] = "no-memory",
    [STATUS_TOO_LONG] = "too-long",
    [STATUS_MALFORMED] = "malformed",
    [STATUS_UNSUPPORTED] = "unsupported",
    [STATUS_INVALID] = "invalid",
    [STATUS_NOT_FOUND] = "not-found",
    [STATUS_EXISTS] = "exists",
    [STATUS_DENIED] = "denied",
    [STATUS_TOO_SOON] = "too-soon",
    [STATUS_IO] = "io",
    [STATUS_FULL] = "full",
    [STATUS_DATABASE] = "database",
    [STATUS_CRYPTO] = "crypto",
    [STATUS_CONFIG] = "config",
    [STATUS_WORKER_LOST] = "worker-lost",
    [STATUS_GIVEN_UP] = "given-up",
    [STATUS_TIMEOUT] = "timeout",
    [STATUS_UNREACHABLE] = "unreachable",
    [STATUS_TLS_SERVER] = "tls-server",
    [STATUS_TLS_CLIENT] = "tls-client",
    [STATUS_TRUNCATED] = "truncated",
    [STATUS_TOO_LARGE] = "too-large",
    [STATUS_PROTOCOL] = "protocol",
    [STATUS_PROBLEM] = "problem",
    [STATUS_WRONG_RECORD] = "wrong-record",
    [STATUS_UNKNOWN_ISSUER] = "unknown-issuer",
    [STATUS_TEST_ISSUER] = "test-issuer",
    [STATUS_FORGED] = "forged",
    [STATUS_CERTIFICATE] = "certificate",
    [STATUS_SEAL_DIFFERS] = "seal-differs",
    [STATUS_PRINTER] = "printer",
    [STATUS_CANCELLED] = "cancelled",
    [STATUS_UNREADABLE] = "unreadable",
    [STATUS_BROKEN_CHAIN] = "broken-chain",
};
enum { STATUS_COUNT = sizeof status_names / sizeof status_names[0] };

/* Copies what fits; a UTF-8 sequence is kept whole or left out. */
static void copy_cut(char *out, size_t size, const char *text) {
    size_t length = text == NULL ? 0 : strnlen(text, size);
    if (length == size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    if (length > 0)
        memmove(out, text, length);
    memset(out + length, 0, size - length);
}

enum status fault_set(struct fault *fault, enum status code, const char *where, const char *detail) {
    if (fault == NULL)
        return code;
    fault->code = code;
    copy_cut(fault->where, sizeof fault->where, where);
    copy_cut(fault->detail, sizeof fault->detail, detail);
    return code;
}

const char *status_name(enum status code) {
    if ((unsigned)code >= STATUS_COUNT)
        return "unknown";
    return status_names[code];
}

enum status status_from_name(const char *name) {
    for (unsigned code = 0; name != NULL && code < STATUS_COUNT; code++)
        if (strcmp(status_names[code], name) == 0)
            return (enum status)code;
    return STATUS_PROTOCOL;
}
