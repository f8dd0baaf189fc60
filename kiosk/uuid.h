/* Random UUIDs (RFC 9562, version 4) for requests and events. */
#ifndef GUICHET_UUID_H
#define GUICHET_UUID_H

#include <stdbool.h>

/* "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx" from libsodium's generator. */
void uuid_make(char out[37]);

/* Lower-case hexadecimal digits and dashes where a UUID has them. */
bool uuid_is_valid(const char *text);

#endif
