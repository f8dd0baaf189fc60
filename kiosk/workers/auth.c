/* The auth worker: computes and checks argon2id hashes of passwords. It must not know who logs in, nor keep anything
 * between two requests. */
#include "worker_main.h"

#include "../memory.h"
#include "../message.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

/* A hash is a text of libsodium's, with its costs in it; anything else would be a bug of the kiosk. */
static bool is_hash(const char *text) {
    return text && strlen(text) < crypto_pwhash_STRBYTES && strncmp(text, "$argon2id$", 10) == 0;
}

/* An empty body is NULL, which libsodium does not take. */
static const char *password_of(const struct message *request) {
    return request->body ? (const char *)request->body : "";
}

static json_t *verify(const char *hash, const struct message *request) {
    bool same = crypto_pwhash_str_verify(hash, password_of(request), request->body_size) == 0;
    return json_pack("{s:b}", "ok", same);
}

/* INTERACTIVE (RFC 9106's cost for logging in, about 0.2 s): a person waits for it. */
static json_t *hash(const struct message *request) {
    char made[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(made, password_of(request), request->body_size, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return NULL;
    return json_pack("{s:s}", "hash", made);
}

/* NULL for what is not a request of agents.h, or when there is no memory for argon2. */
static json_t *answer(const struct message *request) {
    const char *against = message_text(request, "verify");
    if (against)
        return is_hash(against) ? verify(against, request) : NULL;
    return json_is_true(json_object_get(request->head, "hash")) ? hash(request) : NULL;
}

static enum status serve(int fd) {
    struct message request, reply = {0};
    enum status status = message_receive(fd, &request);
    if (status != STATUS_OK)
        return status;
    reply.head = answer(&request);
    message_clear(&request); /* wipes the password before anything else happens */
    memory_wipe_stack();
    status = reply.head ? message_send(fd, &reply) : STATUS_INVALID;
    message_clear(&reply);
    return status;
}

int worker_run(int fd) {
    enum status status;
    memory_install();
    if (sodium_init() < 0)
        return 1;
    do
        status = serve(fd);
    while (status == STATUS_OK);
    return status == STATUS_WORKER_LOST ? 0 : 1;
}
