/* Base32 without padding (RFC 4648, section 6): neither libsodium nor libcrypto has it. It must not accept two
 * spellings of the same bytes. */
#include "seal_base32.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static int digit_value(char character) {
    if (character >= 'A' && character <= 'Z')
        return character - 'A';
    if (character >= '2' && character <= '7')
        return character - '2' + 26;
    return -1;
}

bool seal_base32_decode(const char *text, size_t length, uint8_t *bytes, size_t size, size_t *decoded) {
    size_t count = length * 5 / 8;
    if (count > size || seal_base32_length(count) != length)
        return false;
    uint32_t bits = 0;
    int held = 0;
    size_t made = 0;
    for (size_t i = 0; i < length; i++) {
        int value = digit_value(text[i]);
        if (value < 0)
            return false;
        bits = (bits << 5 | (uint32_t)value) & 0xFFFF;
        held += 5;
        if (held >= 8) {
            held -= 8;
            bytes[made++] = (uint8_t)(bits >> held);
        }
    }
    if ((bits & ((1U << held) - 1)) != 0)
        return false;
    *decoded = made;
    return true;
}

size_t seal_base32_length(size_t size) {
    return (size * 8 + 4) / 5;
}

void seal_base32_encode(const uint8_t *bytes, size_t size, char *text) {
    uint32_t bits = 0;
    int held = 0;
    for (size_t i = 0; i < size; i++) {
        bits = (bits << 8 | bytes[i]) & 0xFFFF;
        for (held += 8; held >= 5; held -= 5)
            *text++ = alphabet[bits >> (held - 5) & 31];
    }
    if (held > 0)
        *text = alphabet[bits << (5 - held) & 31];
}
