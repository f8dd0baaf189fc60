/* The training registry's own CA, and the certificates of its server and of the one station it knows: made at first
 * start (P-256), kept under the state folder, 0600. The CA's key is thrown away once both are signed. */
#ifndef GUICHET_TRAINING_CERTIFICATES_H
#define GUICHET_TRAINING_CERTIFICATES_H

#include "../status.h"

struct certificates { /* PEM; memory_free through certificates_clear() */
    char *ca, *server, *server_key;
};

/* Reads DIR/registry/{ca,server}.pem and server.key; makes all of them anew, with DIR/station/{ca.pem, station.pem,
 * station.key}, when one is missing, does not fit the others, or ends within a day. DIR exists. */
STATUS_MUST_CHECK enum status certificates_open(const char *folder, struct certificates *certificates,
                                                struct fault *fault);
void certificates_clear(struct certificates *certificates);

#endif
