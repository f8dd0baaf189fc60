/* Inside the spawner process, and what its socket carries. Only worker.c includes this. */
#ifndef GUICHET_SPAWNER_H
#define GUICHET_SPAWNER_H

#include "status.h"

#include <stdint.h>

enum { SPAWNER_ARGUMENT_MAX = 511 };

enum spawner_order { SPAWNER_START = 1, SPAWNER_KILL };

/* One packet; a START also carries the worker's end of its channel (SCM_RIGHTS). */
struct spawner_packet {
    uint32_t order;
    uint32_t kind;
    uint64_t id;
    char argument[SPAWNER_ARGUMENT_MAX + 1];
};

/* The number of a kind in the fixed list of what may be executed, or -1. */
int spawner_kind(const char *name);

/* The whole life of the spawner process: serves `fd` until its other end closes, kills what it started, ends. */
_Noreturn void spawner_serve(int fd, const char *program_folder);

#endif
