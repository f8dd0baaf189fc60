/* Bytes of a terminal to keys: UTF-8, function keys (terminfo's sequences and the usual ones), Alt, bracketed
 * paste. Pure: it never
 * reads and never waits. A lone ESC is told from the start of a sequence by the caller's timer (`flush`). */
#ifndef GUICHET_DECODE_H
#define GUICHET_DECODE_H

#include "keys.h"

enum { DECODE_BYTES = 4096, DECODE_SEQUENCES = 48, DECODE_SEQUENCE_MAX = 12 };

struct decode_sequence {
    char bytes[DECODE_SEQUENCE_MAX];
    enum keys_code code;
};

struct decode {
    char bytes[DECODE_BYTES]; /* not yet decoded */
    size_t length;
    bool pasting;      /* between KEYS_PASTE and KEYS_PASTE_END: characters, Tab and Enter only */
    bool after_return; /* a line feed that follows a carriage return is the same Enter */
    struct decode_sequence learnt[DECODE_SEQUENCES];
    size_t learnt_count;
};

enum decode_result { DECODE_KEY, DECODE_EMPTY, DECODE_INCOMPLETE /* more bytes, or a flush, will tell */ };

void decode_init(struct decode *decode);
/* A sequence of this terminal (from terminfo); what is too long, empty or does not start with ESC is passed over. */
void decode_learn(struct decode *decode, const char *sequence, enum keys_code code);
/* Where the next bytes may be read to, and how many; then how many came. */
char *decode_room(struct decode *decode, size_t *size);
void decode_add(struct decode *decode, size_t count);
/* The next key. With `flush`, what is incomplete is taken as it is (ESC alone: the Escape key). */
enum decode_result decode_next(struct decode *decode, bool flush, struct key *key);
/* Wipes what was typed; keeps what was learnt. */
void decode_wipe(struct decode *decode);

#endif
