/* The training registry as a process of its own, and calls to it by libcurl with the station's certificate. */
#ifndef GUICHET_TESTS_REGISTRY_PROCESS_H
#define GUICHET_TESTS_REGISTRY_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct registry_process {
    pid_t pid;
    char url[64];      /* "https://localhost:PORT" */
    char state[64];    /* its state folder; its log is STATE/log */
    const char *clock; /* GUICHET_CLOCK, or NULL */
    const char *fault; /* --fault, or NULL */
};

/* Starts it on `registry->state`, and waits until it listens. Fails the test when it does not. */
void registry_process_start(struct registry_process *registry);
/* Sends the signal and waits for its end; the wait status. */
int registry_process_stop(struct registry_process *registry, int signal_number);
/* What it must do wrong from the next request on ("": nothing). */
void registry_process_set_fault(const struct registry_process *registry, const char *specification);

struct registry_call {
    const char *method, *path;
    const char *body;          /* or NULL */
    const char *content_type;  /* NULL: application/json when there is a body */
    const char *if_none_match; /* or NULL */
    const char *ca;            /* NULL: the station's */
    const char *certificate;   /* NULL: the station's (with its key); "": none */
    const char *key;
    long tls_max; /* CURL_SSLVERSION_MAX_…; 0: any */
};

struct registry_reply {
    int curl_code; /* CURLE_OK: it came whole */
    long status;
    char *body; /* NUL-terminated */
    size_t size;
    char etag[128], content_type[64], retry_after[16];
    long connections; /* new ones that it took */
    double seconds;
};

/* Calls by `curl` (a CURL *), or by a handle of its own when NULL. */
struct registry_reply registry_process_call(const struct registry_process *registry, const struct registry_call *call,
                                            void *curl);
void registry_reply_clear(struct registry_reply *reply);

#endif
