/* Judges keys by their speed. It must not read the clock, nor know what the keys do. */
#include "burst.h"

enum burst_verdict burst_take(struct burst *burst, const struct key *key, int64_t now_ms) {
    int64_t gap_ms = now_ms - burst->last_ms;
    bool is_letter = key->code == KEYS_TEXT && !key->alt;
    burst->last_ms = now_ms;
    if (burst->scanning && gap_ms < BURST_QUIET_MS && (is_letter || key->code == KEYS_ENTER))
        return BURST_DROP;
    burst->scanning = false;
    if (!is_letter) {
        burst->holding = false;
        return BURST_PASS;
    }
    if (burst->holding && gap_ms < BURST_GAP_MS) {
        burst->scanning = true;
        burst->holding = false;
        return BURST_DROP;
    }
    burst->holding = true;
    return BURST_HOLD;
}

bool burst_is_scan(const char *bytes, size_t size) {
    size_t characters = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\033')
            return false;
        if ((unsigned char)bytes[i] >= 0x20 && ((unsigned char)bytes[i] & 0xc0) != 0x80)
            characters++;
    }
    return characters >= BURST_AT_ONCE;
}
