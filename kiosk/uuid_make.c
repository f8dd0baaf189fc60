/* Makes UUIDs. The random source is libsodium's, which a test can replace (randombytes_set_implementation). */
#include "uuid.h"

#include <sodium.h>
#include <stdint.h>

void uuid_make(char out[37]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    bytes[6] = (uint8_t)((bytes[6] & 0x0F) | 0x40); /* version 4 */
    bytes[8] = (uint8_t)((bytes[8] & 0x3F) | 0x80); /* variant */
    size_t at = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (at == 8 || at == 13 || at == 18 || at == 23)
            out[at++] = '-';
        out[at++] = digits[bytes[i] >> 4];
        out[at++] = digits[bytes[i] & 0x0F];
    }
    out[at] = '\0';
}
