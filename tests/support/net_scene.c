/* Builds scenes for tests of the net worker. It must not judge: tests do. */
#include "net_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../kiosk/text.h"
#include "state.h"

struct scene_shop scene_shop;

static struct certificate make(const char *name, const char *alternative_name, const struct certificate *issuer) {
    return certificate_make(&(struct certificate_wish){
        .name = name, .alternative_name = alternative_name, .issuer = issuer, .from_day = -1, .to_day = 30});
}

int scene_open_shop(void **state) {
    (void)state;
    state_make(scene_shop.folder);
    scene_shop.authority = make("AC d'essai", NULL, NULL);
    scene_shop.other_authority = make("Autre AC", NULL, NULL);
    scene_shop.server = make("serveur", "DNS:localhost,IP:127.0.0.1", &scene_shop.authority);
    scene_shop.station = make("14-GUICHET-04", NULL, &scene_shop.authority);
    scene_shop.other_station = make("poste", NULL, &scene_shop.other_authority);
    certificate_write(&scene_shop.authority, scene_shop.folder, "ca");
    certificate_write(&scene_shop.other_authority, scene_shop.folder, "other-ca");
    certificate_write(&scene_shop.station, scene_shop.folder, "station");
    certificate_write(&scene_shop.other_station, scene_shop.folder, "other-station");
    return 0;
}

int scene_close_shop(void **state) {
    (void)state;
    struct certificate *all[] = {&scene_shop.authority, &scene_shop.server, &scene_shop.station,
                                 &scene_shop.other_authority, &scene_shop.other_station};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        certificate_clear(all[i]);
    state_remove(scene_shop.folder);
    return 0;
}

void scene_path(char out[256], const char *name) {
    assert_true(text_format(out, 256, "%s/%s", scene_shop.folder, name));
}

int scene_set_up(void **state) {
    static struct scene scene;
    scene = (struct scene){
        .settings = {.connect_timeout_ms = 3000, .total_timeout_ms = 5000, .low_speed_seconds = 4},
        .wish = {.own = &scene_shop.server, .client_authority = &scene_shop.authority, .answer = OK_ANSWER},
    };
    scene_path(scene.settings.ca, "ca.pem");
    scene_path(scene.settings.certificate, "station.pem");
    scene_path(scene.settings.key, "station.key");
    *state = &scene;
    net_client_open(&scene.client);
    return 0;
}

int scene_tear_down(void **state) {
    struct scene *scene = *state;
    net_client_close(&scene->client);
    tls_server_stop(&scene->server);
    return 0;
}

void scene_point_at(struct scene *scene, const char *host, int port) {
    assert_true(text_format(scene->settings.url, sizeof scene->settings.url, "https://%s:%d", host, port));
}

void scene_start(struct scene *scene) {
    tls_server_start(&scene->wish, &scene->server);
    scene_point_at(scene, "localhost", scene->server.port);
    net_client_configure(&scene->client, &scene->settings);
}

enum status scene_look_up(struct scene *scene) {
    return net_client_ask(&scene->client, "POST", "/v1/drivers/lookup", "{\"neph\":\"121201200001\"}", &scene->answer,
                          &scene->fault);
}

enum status scene_ask_after_start(struct scene *scene) {
    scene_start(scene);
    return scene_look_up(scene);
}
