/* Gives the wiping allocator to jansson. Apart from memory.c so that an executable without jansson can link that one.
 * It must not be called after a JSON value exists: jansson would free with one allocator what the other gave. */
#include "memory.h"

#include <jansson.h>

void memory_install(void) {
    json_set_alloc_funcs(memory_alloc, memory_free);
}
