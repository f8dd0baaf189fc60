/* A scene for tests of the net worker: certificates, a server to be wished for, and the worker that is told of it. */
#ifndef GUICHET_TESTS_NET_SCENE_H
#define GUICHET_TESTS_NET_SCENE_H

#include "net_client.h"
#include "tls_server.h"

#if defined(__SANITIZE_ADDRESS__)
#define SCENE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SCENE_SANITIZED 1
#endif
#endif

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define OK_ANSWER OK_HEAD "ETag: \"3f9c\"\r\nContent-Length: 14\r\n\r\n{\"neph\":\"no\"}\n"

struct scene_shop {
    char folder[64];
    struct certificate authority, server, station, other_authority, other_station;
};
extern struct scene_shop scene_shop;

struct scene {
    struct net_client client;
    struct net_settings settings;
    struct tls_server server;
    struct tls_server_wish wish;
    struct registry_answer answer;
    struct fault fault;
};

/* Of a group of tests: makes the certificates and writes those of the station. */
int scene_open_shop(void **state);
int scene_close_shop(void **state);
/* Path of a file of the shop: ca, other-ca, station, other-station, with .pem or .key. */
void scene_path(char out[256], const char *name);

/* Of one test: a good wish, good settings, a net worker; *state is the scene. */
int scene_set_up(void **state);
int scene_tear_down(void **state);

void scene_point_at(struct scene *scene, const char *host, int port);
/* Starts the wished server and tells the worker of it. */
void scene_start(struct scene *scene);
/* Looks a driver up. */
enum status scene_look_up(struct scene *scene);
enum status scene_ask_after_start(struct scene *scene);

#endif
