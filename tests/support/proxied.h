/* A kiosk whose registry is at the other end of a tls_proxy: a station, or the training kiosk that ships (its programs
 * are linked into a folder where a script stands for guichet-registry and tells it the proxy's address). */
#ifndef GUICHET_TESTS_PROXIED_H
#define GUICHET_TESTS_PROXIED_H

#include "kiosk.h"
#include "tls_proxy.h"

struct proxied {
    struct kiosk *kiosk;
    struct tls_proxy proxy;
    char programs[96]; /* below the build folder; empty for a station */
};

/* For cmocka: *state is the struct proxied. Nothing is started but the registry and the proxy. */
int proxied_set_up_training(void **state); /* the registry's folder is the kiosk's, as in training */
int proxied_set_up_station(void **state);  /* with short delays: 1 s to connect, 2 s for an exchange */
/* Either, whose registry has another clock (GUICHET_CLOCK). */
int proxied_set_up_training_at(void **state, const char *clock);
int proxied_set_up_station_at(void **state, const char *clock);
int proxied_tear_down(void **state);

void proxied_set(struct proxied *proxied, enum proxy_manner manner, const char *word);

#endif
