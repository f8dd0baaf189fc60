/* Who a printer is: its certificate against the station's CA. Internal to spool. */
#ifndef GUICHET_SPOOL_TLS_H
#define GUICHET_SPOOL_TLS_H

#include <stdbool.h>
#include <stddef.h>

struct spool_certificate { /* DER; not owned */
    const void *bytes;
    size_t size;
};

/* Is chain[0], by the others where it takes them, the certificate of a server of that name (or address), now, signed by
 * one of the PEM file `ca`? No for an empty `ca`. */
bool spool_tls_is_trusted(const char *ca, const char *host, const struct spool_certificate *chain, size_t count);

#endif
