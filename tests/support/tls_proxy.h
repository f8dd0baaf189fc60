/* A line that goes wrong as it is told to, between a kiosk and the training registry: a proxy in a process of its own
 * that ends TLS on both sides, so that it knows where in a request or an answer it stands. It has the registry's
 * certificate for the kiosk, and the station's for the registry. */
#ifndef GUICHET_TESTS_TLS_PROXY_H
#define GUICHET_TESTS_TLS_PROXY_H

#include <sys/types.h>

enum proxy_manner {
    PROXY_PASS,
    /* The line, whatever it carries; what is open suffers too. */
    PROXY_REFUSE,          /* nobody listens */
    PROXY_RESET_CONNECT,   /* taken, and reset at once */
    PROXY_RESET_HANDSHAKE, /* reset once the other side has begun to speak */
    PROXY_BLACK_HOLE,      /* taken, and never a byte */
    /* Requests whose path has the word. */
    PROXY_RESET_REQUEST, /* reset once it is read: the registry does not get it */
    PROXY_RESET_ANSWER,  /* the registry has done it; not a byte of its answer passes */
    PROXY_RESET_HEAD,    /* half of the answer's head, then reset */
    PROXY_RESET_BODY,    /* the head and half of the body, then reset */
    PROXY_STALL,         /* the head and half of the body, then nothing, on a line that stays */
    PROXY_DRIP,          /* a byte of the answer every `number` milliseconds */
    PROXY_DELAY,         /* request and answer each so many milliseconds later */
    PROXY_TWICE          /* the answer, and at once the same again */
};

struct proxy_wish {
    enum proxy_manner manner;
    const char *word; /* NULL: every path */
    int number;
    int times; /* how often, then PROXY_PASS; 0: always */
};

struct proxy_shared;

struct tls_proxy {
    pid_t pid;
    int port; /* on 127.0.0.1 */
    int control;
    struct proxy_shared *shared;
};

/* `state` is the registry's folder, `port` where it listens. Fails the test when it does not start. */
void tls_proxy_start(const char *state, int port, struct tls_proxy *proxy);
void tls_proxy_stop(struct tls_proxy *proxy);
/* From now on: when this returns, what was open has been told. */
void tls_proxy_set(struct tls_proxy *proxy, const struct proxy_wish *wish);
/* How many times the wish has been done since it was set. (What is refused is not seen: 0.) */
int tls_proxy_count(const struct tls_proxy *proxy);

#endif
