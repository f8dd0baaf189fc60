/* Keeps the station's secret key in guarded memory and derives from it. It must not know what it hashes or encrypts. */
#include "vault.h"

#include "memory.h"
#include "state_folder.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_SIZE = 32, NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };

_Static_assert(VAULT_OVERHEAD == NONCE_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "overhead");
_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one key size everywhere");

struct vault { /* lives in sodium_malloc: guarded, locked, out of core dumps, read-only once filled */
    uint8_t master[KEY_SIZE];
    uint8_t sealing[KEY_SIZE]; /* derived */
};

static enum status io_fault(struct fault *fault) {
    enum status code = errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_IO;
    return fault_set(fault, code, "key", strerror(errno));
}

/* A key for one use: BLAKE2b of its name, keyed with the master. */
static void derive(const struct vault *vault, const char *use, const char *purpose, uint8_t key[KEY_SIZE]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, vault->master, KEY_SIZE, KEY_SIZE);
    crypto_generichash_update(&state, (const uint8_t *)use, strlen(use));
    crypto_generichash_update(&state, (const uint8_t *)purpose, strlen(purpose));
    crypto_generichash_final(&state, key, KEY_SIZE);
    memory_wipe(&state, sizeof state);
}

/* STATUS_NOT_FOUND when there is no file. */
static enum status read_key(const char *path, uint8_t key[KEY_SIZE], struct fault *fault) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return STATUS_NOT_FOUND;
    if (fd < 0)
        return io_fault(fault);
    enum status status = STATUS_OK;
    struct stat found;
    if (fstat(fd, &found) != 0)
        status = io_fault(fault);
    else if (!S_ISREG(found.st_mode) || (found.st_mode & 0777) != 0600)
        status = fault_set(fault, STATUS_DENIED, "key", "mode is not 0600");
    else if (found.st_size != KEY_SIZE || read(fd, key, KEY_SIZE) != KEY_SIZE)
        status = fault_set(fault, STATUS_MALFORMED, "key", "size is not 32 bytes");
    close(fd);
    return status;
}

static enum status sync_folder(const char *folder, struct fault *fault) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return io_fault(fault);
    enum status status = fsync(fd) == 0 ? STATUS_OK : io_fault(fault);
    close(fd);
    return status;
}

/* Written aside, synced, then named without replacing: of two processes that start at once, one wins. */
static enum status make_key(const char *folder, const char *path, uint8_t key[KEY_SIZE], struct fault *fault) {
    char name[32], aside[STATE_PATH_SIZE];
    int fd = -1;
    if (!text_format(name, sizeof name, "key.new.%08x", randombytes_random()))
        return STATUS_TOO_LONG;
    enum status status = state_folder_path(folder, name, aside);
    if (status == STATUS_OK)
        status = state_folder_create_file(aside, &fd, fault);
    if (status != STATUS_OK)
        return status;
    randombytes_buf(key, KEY_SIZE);
    bool written = write(fd, key, KEY_SIZE) == KEY_SIZE && fsync(fd) == 0;
    close(fd);
    if (written && renameat2(AT_FDCWD, aside, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return sync_folder(folder, fault);
    status = errno == EEXIST ? STATUS_EXISTS : io_fault(fault);
    unlink(aside);
    return status;
}

static enum status load_key(const char *folder, uint8_t key[KEY_SIZE], struct fault *fault) {
    char path[STATE_PATH_SIZE];
    enum status status = state_folder_path(folder, "key", path);
    if (status != STATUS_OK)
        return fault_set(fault, status, "key", "");
    status = read_key(path, key, fault);
    if (status == STATUS_NOT_FOUND)
        status = make_key(folder, path, key, fault);
    return status == STATUS_EXISTS ? read_key(path, key, fault) : status;
}

enum status vault_open(const char *state_folder, struct vault **vault, struct fault *fault) {
    if (sodium_init() < 0)
        return fault_set(fault, STATUS_CRYPTO, "key", "libsodium");
    struct vault *opened = sodium_malloc(sizeof *opened);
    if (!opened)
        return fault_set(fault, STATUS_NO_MEMORY, "key", "");
    enum status status = load_key(state_folder, opened->master, fault);
    if (status != STATUS_OK) {
        sodium_free(opened);
        return status;
    }
    derive(opened, "seal", "", opened->sealing);
    sodium_mprotect_readonly(opened);
    *vault = opened;
    return STATUS_OK;
}

void vault_close(struct vault *vault) {
    sodium_free(vault);
}

void vault_hash(const struct vault *vault, const char *purpose, const char *text, uint8_t hash[VAULT_HASH_SIZE]) {
    uint8_t key[KEY_SIZE];
    derive(vault, "hash:", purpose, key);
    crypto_generichash(hash, VAULT_HASH_SIZE, (const uint8_t *)text, strlen(text), key, sizeof key);
    memory_wipe(key, sizeof key);
}

enum status vault_seal(const struct vault *vault, const void *plain, size_t size, const uint8_t bound[VAULT_HASH_SIZE],
                       uint8_t **sealed, size_t *sealed_size) {
    uint8_t *bytes = memory_alloc(size + VAULT_OVERHEAD);
    unsigned long long length = 0;
    randombytes_buf(bytes, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE_SIZE, &length, plain, size, bound, VAULT_HASH_SIZE, NULL,
                                               bytes, vault->sealing);
    *sealed = bytes;
    *sealed_size = NONCE_SIZE + (size_t)length;
    return STATUS_OK;
}

enum status vault_unseal(const struct vault *vault, const void *sealed, size_t sealed_size,
                         const uint8_t bound[VAULT_HASH_SIZE], uint8_t **plain, size_t *size) {
    if (sealed_size < VAULT_OVERHEAD)
        return STATUS_CRYPTO;
    const uint8_t *nonce = sealed;
    uint8_t *bytes = memory_alloc(sealed_size - VAULT_OVERHEAD + 1); /* never of size 0 */
    unsigned long long length = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes, &length, NULL, nonce + NONCE_SIZE, sealed_size - NONCE_SIZE,
                                                   bound, VAULT_HASH_SIZE, nonce, vault->sealing) != 0) {
        memory_free(bytes);
        return STATUS_CRYPTO;
    }
    *plain = bytes;
    *size = (size_t)length;
    return STATUS_OK;
}
