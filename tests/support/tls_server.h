/* A TLS server for tests, in a process of its own, that answers whatever it is told to, well or badly, and reports what
 * it was asked. */
#ifndef GUICHET_TESTS_TLS_SERVER_H
#define GUICHET_TESTS_TLS_SERVER_H

#include "certificates.h"

#include <stddef.h>
#include <sys/types.h>

enum tls_manner {
    TLS_ANSWER,           /* the answer after each request, on a connection kept open */
    TLS_ANSWER_AND_CUT,   /* the answer, then the line goes without a word */
    TLS_ANSWER_AND_CLOSE, /* the answer, then a proper end of TLS */
    TLS_DRIP,             /* the answer, a byte every 20 ms */
    TLS_PLAIN,            /* no TLS at all: the answer as it is */
    TLS_DEAF,             /* takes the connection and says nothing */
    TLS_HANG_UP           /* closes the connection during the handshake */
};

struct tls_server_wish {
    const struct certificate *own;
    const struct certificate *client_authority; /* who signs the clients that are let in; NULL: all are */
    enum tls_manner manner;
    int highest_version; /* TLS1_2_VERSION …; 0: any */
    const char *answer;
    size_t answer_size; /* 0: strlen(answer) */
};

struct tls_server {
    pid_t pid;
    int port;   /* on 127.0.0.1 */
    int events; /* one packet an event */
};

void tls_server_start(const struct tls_server_wish *wish, struct tls_server *server);
void tls_server_stop(struct tls_server *server);

/* The next event: "C" for a connection, or "R" and the whole request. Fails the test after ten seconds. */
void tls_server_next(const struct tls_server *server, char *event, size_t size);
/* How many events of that kind are waiting; they are thrown away. */
int tls_server_count(const struct tls_server *server, char kind);

#endif
