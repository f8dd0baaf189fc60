/* The kiosk's side of the net worker for tests: the real spawner, the real worker of the build folder, one request at a
 * time, with a deadline. */
#ifndef GUICHET_TESTS_NET_CLIENT_H
#define GUICHET_TESTS_NET_CLIENT_H

#include "../../kiosk/registry.h"
#include "../../kiosk/worker.h"

struct net_client {
    struct loop *loop;
    struct spawner *spawner;
    struct worker *worker;
    struct message answer; /* the last one; cleared by the next and by net_client_close() */
    bool lost;
};

/* Starts the spawner and a net worker. */
void net_client_open(struct net_client *client);
void net_client_close(struct net_client *client);

struct net_settings {
    char url[200], ca[256], certificate[256], key[256];
    int connect_timeout_ms, total_timeout_ms, low_speed_seconds;
};
void net_client_configure(struct net_client *client, const struct net_settings *settings);

/* Sends; does not wait. Takes `head` over. */
void net_client_send(struct net_client *client, json_t *head, const char *body);
/* Waits for the answer (or the loss) of what was sent. */
void net_client_wait(struct net_client *client);
/* Both, then what the registry room makes of it. `answer->body` points into client->answer. */
enum status net_client_ask(struct net_client *client, const char *method, const char *path, const char *body,
                           struct registry_answer *answer, struct fault *fault);

/* The process whose command line holds that ("guichet-worker net") among the descendants of `parent`, or 0. */
pid_t net_client_find(pid_t parent, const char *command);
/* Waits, with a deadline, until a process has ended. */
void net_client_wait_until_gone(pid_t pid);

#endif
