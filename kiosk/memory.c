/* The wiping allocator, and the replacement of free() and realloc() in the executable that links this file. It must not
 * hand out memory from anywhere but glibc's heap: what one allocator gives, the other may free. */
#include "memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_SANITIZED 1
#endif
#endif

enum { STACK_WIPED_BYTES = 64 * 1024 };

#ifdef MEMORY_SANITIZED

/* The sanitizer's own free() must see every block, so nothing is replaced; memory_free() still wipes. */
static void release(void *bytes) {
    free(bytes);
}

#else

/* glibc's own functions under the names that we take from it. */
extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *bytes, size_t size);
extern void __libc_free(void *bytes);

static void release(void *bytes) {
    __libc_free(bytes);
}

/* In a worker module these two stay idle unless the worker's executable has them too: a dlopen()ed module's symbols
 * come after the executable's and libc's. Either way there is one heap, so mixing is harmless. */
void free(void *bytes) { /* NOLINT(readability-inconsistent-declaration-parameter-name): glibc's is reserved */
    if (bytes == NULL)
        return;
    explicit_bzero(bytes, malloc_usable_size(bytes));
    __libc_free(bytes);
}

/* glibc would move a block without wiping where it was; so growing is always new block, copy, wipe. */
void *realloc(void *bytes, size_t size) { /* NOLINT(readability-inconsistent-declaration-parameter-name) */
    if (bytes == NULL)
        return __libc_malloc(size);
    if (size == 0) {
        free(bytes);
        return NULL;
    }
    size_t usable = malloc_usable_size(bytes);
    if (size <= usable) {
        explicit_bzero((char *)bytes + size, usable - size);
        return __libc_realloc(bytes, size);
    }
    void *moved = __libc_malloc(size);
    if (moved == NULL)
        return NULL;
    memcpy(moved, bytes, usable);
    free(bytes);
    return moved;
}

#endif

void memory_wipe(void *bytes, size_t size) {
    if (size > 0)
        explicit_bzero(bytes, size);
}

void *memory_alloc(size_t size) {
    void *bytes = calloc(1, size > 0 ? size : 1);
    if (bytes == NULL)
        abort();
    return bytes;
}

void *memory_grow(void *bytes, size_t old_size, size_t new_size) {
    void *grown = memory_alloc(new_size);
    size_t kept = old_size < new_size ? old_size : new_size;
    if (bytes != NULL && kept > 0)
        memcpy(grown, bytes, kept);
    memory_free(bytes);
    return grown;
}

void memory_free(void *bytes) {
    if (bytes == NULL)
        return;
    memory_wipe(bytes, malloc_usable_size(bytes));
    release(bytes);
}

char *memory_copy(const char *text) {
    if (text == NULL)
        return NULL;
    size_t size = strlen(text) + 1;
    return memcpy(memory_alloc(size), text, size);
}

__attribute__((noinline)) void memory_wipe_stack(void) {
    char unused[STACK_WIPED_BYTES];
    explicit_bzero(unused, sizeof unused);
}
