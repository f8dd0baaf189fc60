/* Base32 of RFC 4648 without padding, as 2D-Doc signatures are written. Pure; used by `seal` only. */
#ifndef GUICHET_SEAL_BASE32_H
#define GUICHET_SEAL_BASE32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes `length` characters into at most `size` bytes. False for a character outside A-Z 2-7, a length that no bytes
 * give, bits left over that are not zero (two texts must never mean the same signature), or when it does not fit. */
bool seal_base32_decode(const char *text, size_t length, uint8_t *bytes, size_t size, size_t *decoded);

/* Characters that `size` bytes take. */
size_t seal_base32_length(size_t size);
/* Writes seal_base32_length(size) characters, and no NUL. */
void seal_base32_encode(const uint8_t *bytes, size_t size, char *text);

#endif
