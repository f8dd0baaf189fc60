/* The station's secret key (32 random bytes in a 0600 file of the state folder), kept in guarded memory; what is
 * derived from it: keyed hashes that stand for a NEPH, and authenticated encryption (XChaCha20-Poly1305). libsodium. */
#ifndef GUICHET_VAULT_H
#define GUICHET_VAULT_H

#include "status.h"

#include <stddef.h>
#include <stdint.h>

enum { VAULT_HASH_SIZE = 32, VAULT_OVERHEAD = 24 + 16 };

struct vault;

/* Reads `state_folder`/key, or makes it (written, synced, renamed). A key file of another size or mode is refused. */
STATUS_MUST_CHECK enum status vault_open(const char *state_folder, struct vault **vault, struct fault *fault);
void vault_close(struct vault *vault);

/* BLAKE2b-256 keyed with a subkey for `purpose` ("cache", "audit", …): the same NEPH hashes differently in each file.
 */
void vault_hash(const struct vault *vault, const char *purpose, const char *text, uint8_t hash[VAULT_HASH_SIZE]);

/* nonce ‖ ciphertext ‖ tag; `bound` (the row's hash) is authenticated with it. Result: memory_free. */
STATUS_MUST_CHECK enum status vault_seal(const struct vault *vault, const void *plain, size_t size,
                                         const uint8_t bound[VAULT_HASH_SIZE], uint8_t **sealed, size_t *sealed_size);
STATUS_MUST_CHECK enum status vault_unseal(const struct vault *vault, const void *sealed, size_t sealed_size,
                                           const uint8_t bound[VAULT_HASH_SIZE], uint8_t **plain, size_t *size);
#endif
