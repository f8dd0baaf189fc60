/* The training registry over HTTPS (libmicrohttpd, GnuTLS), on the loopback address only: one thread, one poll. */
#ifndef GUICHET_TRAINING_SERVER_H
#define GUICHET_TRAINING_SERVER_H

#include "certificates.h"
#include "faults.h"
#include "service.h"

struct server;

struct server_options {
    int port;                    /* 0: any that is free */
    const struct faults *faults; /* from the command line; or NULL */
    const char *fault_file;      /* read at each request when it is there: it then replaces them */
};

/* Listens. `service` and `certificates` must outlive the server. Caller owns *server. */
STATUS_MUST_CHECK enum status server_open(struct service *service, const struct certificates *certificates,
                                          const struct server_options *options, struct server **server,
                                          struct fault *fault);
void server_close(struct server *server);

int server_port(const struct server *server);

/* Serves until SIGTERM or SIGINT, or until the other end of `channel` (-1: none) is closed. */
STATUS_MUST_CHECK enum status server_run(struct server *server, int channel);

#endif
