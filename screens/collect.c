/* Collects what comes too fast for a person. It must not read the clock, nor know what is collected. */
#include "collect.h"

#include "../kiosk/memory.h"
#include "../kiosk/text.h"

#include <string.h>

void collect_clear(struct collect *collect) {
    memory_wipe(collect, sizeof *collect);
}

static void add(struct collect *collect, uint32_t character) {
    char bytes[4];
    size_t size = text_encode(character, bytes);
    if (collect->length + size > COLLECT_MAX) {
        collect->too_long = true;
        return;
    }
    memcpy(collect->text + collect->length, bytes, size);
    collect->length += size;
}

static bool is_of_a_scan(const struct key *key) {
    return (key->code == KEYS_TEXT && !key->alt) || key->code == KEYS_ENTER;
}

bool collect_take(struct collect *collect, const struct key *key, bool at_once, int64_t now_ms) {
    bool is_close = collect->run > 0 && now_ms - collect->last_ms < COLLECT_GAP_MS;
    if (key->code == KEYS_NONE) /* a control character that means nothing */
        return collect->collecting;
    if (!is_of_a_scan(key)) {
        if (!collect->collecting)
            collect_clear(collect);
        return false;
    }
    if (!collect->collecting && !is_close)
        collect_clear(collect);
    if (!collect->collecting && key->code == KEYS_ENTER && !at_once) {
        collect_clear(collect);
        return false;
    }
    collect->last_ms = now_ms;
    collect->run++;
    add(collect, key->code == KEYS_ENTER ? '\n' : key->character);
    collect->collecting = collect->collecting || at_once || collect->run >= COLLECT_AT_LEAST;
    collect->typed += !collect->collecting;
    return collect->collecting;
}

bool collect_end(struct collect *collect) {
    bool ended = false;
    if (collect->too_long) {
        memory_wipe(collect->text, sizeof collect->text);
        collect->length = 0;
    }
    while (collect->length > 0 && collect->text[collect->length - 1] == '\n') {
        collect->text[--collect->length] = '\0';
        ended = true;
    }
    return ended || collect->too_long;
}
