/* Files of config/ that the program carries in itself (schemas, guidance, help, training certificate, drivers), so that
 * nothing is looked up on disk at run time. The entries are made by the Makefile. Pure. */
#ifndef GUICHET_RESOURCE_H
#define GUICHET_RESOURCE_H

#include <stddef.h>

struct resource {
    const char *name;  /* path below config/: "schema/journal/001.sql" */
    const char *bytes; /* NUL-terminated; the NUL is not counted in size */
    size_t size;
};

/* Made by the Makefile for each executable. */
struct resource_entry {
    const char *name, *start, *end;
};
extern const struct resource_entry resource_entries[];
extern const size_t resource_entry_count;

/* The entry number `index` (0 …), in the order of names; bytes are NULL past the end. */
struct resource resource_at(size_t index);

/* The entry of that name; bytes are NULL when there is none. */
struct resource resource_find(const char *name);

#endif
