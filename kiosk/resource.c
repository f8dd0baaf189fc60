/* Looks up what the executable carries. It must not read the disk. */
#include "resource.h"

#include <string.h>

struct resource resource_at(size_t index) {
    if (index >= resource_entry_count)
        return (struct resource){0};
    const struct resource_entry *entry = &resource_entries[index];
    return (struct resource){.name = entry->name, .bytes = entry->start, .size = (size_t)(entry->end - entry->start)};
}

struct resource resource_find(const char *name) {
    for (size_t i = 0; i < resource_entry_count; i++)
        if (strcmp(resource_entries[i].name, name) == 0)
            return resource_at(i);
    return (struct resource){0};
}
