/* A station whose line to the registry fails, while files are looked up: the sentence in its three parts, nothing kept
 * of what came wrong, every key answered meanwhile, and the same file opens once the line is good. The shipped
 * programs, in a terminal; documents are in test_network_documents. */
#include "../support/pace.h"
#include "../support/proxied.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../kiosk/resource.h"
#include "../support/certificates.h"
#include "../support/fault_table.h"
#include "../support/said.h"
#include "../support/tls_server.h"
#include "../support/tool.h"

enum { AT_ONCE_MS = 2000, KEYS = 12, LATE_MS = 1500 };

#define FIELD "NEPH, tapé ou scanné"
#define WAITS "Dossier demandé au registre"
#define NOT_OPENED "Le dossier n'a pas été ouvert."
#define WAIT_A_MINUTE "Attendez une minute, puis validez de nouveau ; sinon appelez le responsable."
#define CALL_TECHNICIAN "Appelez le technicien, et servez la personne sur un autre poste."

static struct pace pace;
static int points, survived;

/* --- People, one after the other --- */

struct person {
    char neph[24], name[64];
};

/* The next of the fictitious drivers whose file opens without anything particular. */
static struct person next_person(void) {
    static size_t at;
    struct person person = {0};
    for (struct resource file; person.neph[0] == '\0' && (file = resource_at(at)).bytes != NULL; at++) {
        if (strncmp(file.name, "training/drivers/", 17) != 0 || strstr(file.name, "homonyme") != NULL)
            continue;
        json_t *record = json_loadb(file.bytes, file.size, 0, NULL);
        const char *neph = NULL, *name = NULL, *state = NULL;
        json_unpack(record, "{s:s, s:{s:s}, s:{s:s}}", "neph", &neph, "holder", "family_name", &name, "licence",
                    "state", &state);
        if (name != NULL && state != NULL && strcmp(state, "50") == 0 && strlen(name) < 24) {
            snprintf(person.neph, sizeof person.neph, "%s", neph);
            snprintf(person.name, sizeof person.name, "%s", name);
        }
        json_decref(record);
    }
    assert_true(person.neph[0] != '\0');
    return person;
}

static int count_cached(const struct kiosk *kiosk) {
    char *text = kiosk_command(kiosk, (const char *const[]){"cache", "stats", "--json", NULL});
    json_t *stats = json_loads(text, 0, NULL), *records = json_object_get(stats, "records");
    assert_true(json_is_integer(records));
    int count = (int)json_integer_value(records);
    json_decref(stats);
    free(text);
    return count;
}

static void look_up(struct kiosk *kiosk, const char *neph) {
    kiosk_type(kiosk, neph);
    kiosk_key(kiosk, "Enter");
}

static void expect_open(struct kiosk *kiosk, const struct person *person) {
    terminal_expect(kiosk->terminal, "Titulaire, à comparer");
    terminal_expect(kiosk->terminal, person->name);
}

static void leave(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, FIELD);
}

/* --- What fails, and what is said --- */

struct failing {
    const char *happened, *to_do;
};

static void expect_said(struct kiosk *kiosk, const struct failing *failing, const struct person *person) {
    terminal_expect(kiosk->terminal, NOT_OPENED);
    said_expect(kiosk->terminal, failing->happened);
    said_expect(kiosk->terminal, failing->to_do);
    assert_true(terminal_has(kiosk->terminal, FIELD));
    assert_false(terminal_has(kiosk->terminal, person->name));
}

/* The lookup fails so, with every key answered meanwhile, and leaves nothing. */
static void expect_failure(struct kiosk *kiosk, const struct failing *failing, const struct person *person) {
    int cached = count_cached(kiosk);
    points++;
    look_up(kiosk, person->neph);
    terminal_expect(kiosk->terminal, WAITS);
    pace_help(&pace, kiosk, WAITS, KEYS);
    expect_said(kiosk, failing, person);
    assert_int_equal(count_cached(kiosk), cached);
    assert_int_equal(kiosk_count_sheets(kiosk), 0);
}

/* Once all is well: what is typed is still there. */
static void expect_mended(struct kiosk *kiosk, const struct person *person) {
    int cached = count_cached(kiosk);
    kiosk_key(kiosk, "Enter");
    expect_open(kiosk, person);
    assert_int_equal(count_cached(kiosk), cached + 1);
    leave(kiosk);
    survived++;
}

static void fail_and_mend(struct proxied *proxied, enum proxy_manner manner, const struct failing *failing) {
    struct person person = next_person();
    proxied_set(proxied, manner, manner > PROXY_BLACK_HOLE ? "lookup" : NULL);
    expect_failure(proxied->kiosk, failing, &person);
    if (manner != PROXY_REFUSE && tls_proxy_count(&proxied->proxy) == 0)
        fail_msg("manner %d was not done", (int)manner);
    proxied_set(proxied, PROXY_PASS, NULL);
    expect_mended(proxied->kiosk, &person);
}

static const struct failing no_answer = {"Le registre ne répond pas.", WAIT_A_MINUTE};
static const struct failing too_late = {"Le registre n'a pas répondu à temps.", WAIT_A_MINUTE};
static const struct failing half = {"La réponse du registre est incomplète.", WAIT_A_MINUTE};

static void a_line_that_fails_before_a_request_is_said_and_mends(void **state) {
    struct proxied *proxied = *state;
    kiosk_enter(proxied->kiosk);
    fail_and_mend(proxied, PROXY_REFUSE, &no_answer);
    fail_and_mend(proxied, PROXY_RESET_CONNECT, &no_answer);
    fail_and_mend(proxied, PROXY_RESET_HANDSHAKE, &no_answer);
    fail_and_mend(proxied, PROXY_BLACK_HOLE, &too_late);
}

static void a_line_that_fails_in_an_exchange_is_said_and_mends(void **state) {
    struct proxied *proxied = *state;
    kiosk_enter(proxied->kiosk);
    fail_and_mend(proxied, PROXY_RESET_REQUEST, &no_answer);
    fail_and_mend(proxied, PROXY_RESET_ANSWER, &no_answer);
    fail_and_mend(proxied, PROXY_RESET_HEAD, &half);
    fail_and_mend(proxied, PROXY_RESET_BODY, &half);
}

static void a_line_that_stalls_or_drips_is_given_up_in_time(void **state) {
    struct proxied *proxied = *state;
    kiosk_enter(proxied->kiosk);
    fail_and_mend(proxied, PROXY_STALL, &too_late);
    struct person person = next_person();
    tls_proxy_set(&proxied->proxy, &(struct proxy_wish){.manner = PROXY_DRIP, .word = "lookup", .number = 20});
    expect_failure(proxied->kiosk, &too_late, &person);
    assert_true(tls_proxy_count(&proxied->proxy) > 0);
    proxied_set(proxied, PROXY_PASS, NULL);
    expect_mended(proxied->kiosk, &person);
}

static void a_slow_line_is_waited_for_with_every_key_answered(void **state) {
    struct proxied *proxied = *state;
    struct person person = next_person();
    kiosk_enter(proxied->kiosk);
    points++;
    tls_proxy_set(&proxied->proxy, &(struct proxy_wish){.manner = PROXY_DELAY, .word = "lookup", .number = 400});
    look_up(proxied->kiosk, person.neph);
    terminal_expect(proxied->kiosk->terminal, WAITS);
    assert_true(pace_help(&pace, proxied->kiosk, WAITS, KEYS) > 0);
    expect_open(proxied->kiosk, &person);
    survived++;
}

static bool is_answered(struct terminal *terminal, const void *context) {
    (void)context;
    return terminal_has(terminal, "Titulaire, à comparer") || terminal_has(terminal, NOT_OPENED);
}

/* The first answer that comes after a request might be one to the request before: it is refused, and asked for again.
 */
static void an_answer_that_comes_twice_opens_nobody_else(void **state) {
    struct proxied *proxied = *state;
    kiosk_enter(proxied->kiosk);
    proxied_set(proxied, PROXY_TWICE, NULL);
    for (int i = 0; i < 4; i++) {
        struct person person = next_person();
        points++;
        look_up(proxied->kiosk, person.neph);
        assert_true(terminal_wait_until(proxied->kiosk->terminal, is_answered, NULL, TERMINAL_DEADLINE_MS));
        for (int again = 0; again < 5 && terminal_has(proxied->kiosk->terminal, NOT_OPENED); again++) {
            kiosk_key(proxied->kiosk, "Enter");
            terminal_wait_absent(proxied->kiosk->terminal, NOT_OPENED, TERMINAL_DEADLINE_MS);
            assert_true(terminal_wait_until(proxied->kiosk->terminal, is_answered, NULL, TERMINAL_DEADLINE_MS));
        }
        expect_open(proxied->kiosk, &person);
        leave(proxied->kiosk);
        survived++;
    }
    assert_true(tls_proxy_count(&proxied->proxy) >= 4);
    assert_int_equal(count_cached(proxied->kiosk), 4);
}

static void an_answer_after_giving_up_changes_nothing(void **state) {
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    struct person first = next_person(), second = next_person();
    kiosk_enter(kiosk);
    points++;
    tls_proxy_set(&proxied->proxy,
                  &(struct proxy_wish){.manner = PROXY_DELAY, .word = "lookup", .number = LATE_MS, .times = 1});
    long long asked_ms = tool_now_ms();
    look_up(kiosk, first.neph);
    terminal_expect(kiosk->terminal, WAITS);
    long long before_ms = tool_now_ms();
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "Vous avez renoncé à attendre.");
    assert_true(tool_now_ms() - before_ms < AT_ONCE_MS);
    terminal_expect(kiosk->terminal, NOT_OPENED);
    for (size_t i = 0; i < strlen(first.neph); i++)
        kiosk_key(kiosk, "Backspace");
    look_up(kiosk, second.neph);
    expect_open(kiosk, &second);
    assert_true(tool_now_ms() - asked_ms < 2 * LATE_MS); /* the late answer is still to come */
    while (tool_now_ms() - asked_ms < 2 * LATE_MS + 500)
        tool_wait_a_little();
    pace_help(&pace, kiosk, second.name, 1);
    terminal_expect(kiosk->terminal, second.name);
    assert_false(terminal_has(kiosk->terminal, first.name));
    assert_int_equal(count_cached(kiosk), 1);
    survived++;
}

/* --- What the registry says --- */

static void refuse_and_mend(struct proxied *proxied, const char *fault, const char *happened) {
    struct person person = next_person();
    registry_process_set_fault(&proxied->kiosk->registry, fault);
    expect_failure(proxied->kiosk, &(struct failing){happened, WAIT_A_MINUTE}, &person);
    registry_process_set_fault(&proxied->kiosk->registry, "");
    expect_mended(proxied->kiosk, &person);
}

static void a_registry_that_asks_to_wait_is_asked_again_then_said(void **state) {
    struct proxied *proxied = *state;
    kiosk_enter(proxied->kiosk);
    refuse_and_mend(proxied, "lookup=status:429:1", "Trop de demandes : patientez quelques instants.");
    refuse_and_mend(proxied, "lookup=status:503:1", "Le registre est momentanément indisponible.");
    refuse_and_mend(proxied, "lookup=reset", "Le registre ne répond pas.");
}

/* Asked again after each Retry-After, and not before. */
static void a_registry_that_asks_to_wait_once_is_waited_for(void **state) {
    struct proxied *proxied = *state;
    struct person person = next_person();
    kiosk_enter(proxied->kiosk);
    points++;
    registry_process_set_fault(&proxied->kiosk->registry, "lookup=status:503:1*2");
    long long before_ms = tool_now_ms();
    look_up(proxied->kiosk, person.neph);
    terminal_expect(proxied->kiosk->terminal, WAITS);
    pace_help(&pace, proxied->kiosk, WAITS, KEYS);
    expect_open(proxied->kiosk, &person);
    assert_true(tool_now_ms() - before_ms >= 2000);
    survived++;
}

static void a_registry_that_asks_to_wait_an_hour_is_said_at_once(void **state) {
    struct proxied *proxied = *state;
    kiosk_enter(proxied->kiosk);
    long long before_ms = tool_now_ms();
    registry_process_set_fault(&proxied->kiosk->registry, "lookup=status:503:3600");
    struct person person = next_person();
    points++;
    look_up(proxied->kiosk, person.neph);
    expect_said(proxied->kiosk, &(struct failing){"Le registre est momentanément indisponible.", WAIT_A_MINUTE},
                &person);
    assert_true(tool_now_ms() - before_ms < AT_ONCE_MS);
    registry_process_set_fault(&proxied->kiosk->registry, "");
    expect_mended(proxied->kiosk, &person);
}

/* --- Names, certificates, clocks --- */

/* Points the station at a name that does not exist (RFC 6761). */
static void unname(const struct kiosk *kiosk) {
    char text[8192], changed[sizeof text + 64];
    FILE *file = fopen(kiosk->config, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    char *at = strstr(text, "https://");
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*shttps://registre.invalid:8443%s", (int)(at - text), text, strchr(at, '\n'));
    kiosk_write(kiosk, "guichet.conf", changed);
}

static void a_name_that_does_not_exist_is_said(void **state) {
    struct proxied *proxied = *state;
    struct kiosk *kiosk = proxied->kiosk;
    struct person person = next_person();
    unname(kiosk);
    kiosk_enter(kiosk);
    points++;
    look_up(kiosk, person.neph);
    terminal_expect(kiosk->terminal, NOT_OPENED);
    /* A resolver that is away answers late; one that is there, at once. */
    assert_true(said(kiosk->terminal, no_answer.happened) || said(kiosk->terminal, too_late.happened));
    assert_true(said(kiosk->terminal, WAIT_A_MINUTE));
    assert_int_equal(count_cached(kiosk), 0);
    survived++;
}

static void expect_dates_refused(struct kiosk *kiosk, int from_day, int to_day) {
    struct certificate authority =
        certificate_make(&(struct certificate_wish){.name = "AC", .from_day = -60, .to_day = 60});
    struct certificate own = certificate_make(&(struct certificate_wish){.name = "registre",
                                                                         .alternative_name = "DNS:localhost",
                                                                         .issuer = &authority,
                                                                         .from_day = from_day,
                                                                         .to_day = to_day});
    struct tls_server server;
    struct person person = next_person();
    char url[64], ca[KIOSK_PATH_SIZE], key[KIOSK_PATH_SIZE];
    certificate_write(&authority, kiosk->folder, "ca");
    tls_server_start(&(struct tls_server_wish){.own = &own, .manner = TLS_ANSWER, .answer = ""}, &server);
    snprintf(url, sizeof url, "https://localhost:%d", server.port);
    snprintf(ca, sizeof ca, "%s/ca.pem", kiosk->folder);
    snprintf(key, sizeof key, "%s/ca.key", kiosk->folder);
    kiosk_make_station(kiosk, &(struct kiosk_station){.url = url, .ca = ca, .certificate = ca, .key = key});
    kiosk_enter(kiosk);
    points++;
    look_up(kiosk, person.neph);
    expect_said(kiosk,
                &(struct failing){"Le certificat du serveur du registre est hors validité, ou l'heure du poste est "
                                  "fausse.",
                                  CALL_TECHNICIAN},
                &person);
    assert_int_equal(tls_server_count(&server, 'R'), 0); /* not a byte of a request was sent */
    assert_int_equal(count_cached(kiosk), 0);
    survived++;
    tls_server_stop(&server);
    certificate_clear(&own);
    certificate_clear(&authority);
}

static void a_certificate_that_has_expired_is_said_and_not_spoken_to(void **state) {
    expect_dates_refused(*state, -30, -1);
}

static void a_certificate_for_later_is_said_and_not_spoken_to(void **state) {
    expect_dates_refused(*state, 1, 30);
}

static void a_registry_whose_clock_is_a_day_off_is_understood(void **state) {
    struct proxied *proxied = *state;
    struct person person = next_person();
    kiosk_enter(proxied->kiosk);
    points++;
    look_up(proxied->kiosk, person.neph);
    expect_open(proxied->kiosk, &person);
    walk_confirm(proxied->kiosk->terminal);
    survived++;
}

static int set_up_days_off(void **state, int days) {
    static char clock[40];
    time_t then = time(NULL) + (time_t)days * 86400;
    struct tm utc;
    gmtime_r(&then, &utc);
    strftime(clock, sizeof clock, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return proxied_set_up_station_at(state, clock);
}

static int set_up_yesterday(void **state) {
    return set_up_days_off(state, -1);
}

static int set_up_tomorrow(void **state) {
    return set_up_days_off(state, 1);
}

static int report(void **state) {
    (void)state;
    pace_print(&pace, "keys while the network fails");
    fault_table_add("network, files", points, survived, 0, 0);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, proxied_set_up_station, proxied_tear_down)
#define KIOSK_TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_line_that_fails_before_a_request_is_said_and_mends),
        TEST(a_line_that_fails_in_an_exchange_is_said_and_mends),
        TEST(a_line_that_stalls_or_drips_is_given_up_in_time),
        TEST(a_slow_line_is_waited_for_with_every_key_answered),
        TEST(an_answer_that_comes_twice_opens_nobody_else),
        TEST(an_answer_after_giving_up_changes_nothing),
        TEST(a_registry_that_asks_to_wait_is_asked_again_then_said),
        TEST(a_registry_that_asks_to_wait_once_is_waited_for),
        TEST(a_registry_that_asks_to_wait_an_hour_is_said_at_once),
        TEST(a_name_that_does_not_exist_is_said),
        KIOSK_TEST(a_certificate_that_has_expired_is_said_and_not_spoken_to),
        KIOSK_TEST(a_certificate_for_later_is_said_and_not_spoken_to),
        cmocka_unit_test_setup_teardown(a_registry_whose_clock_is_a_day_off_is_understood, set_up_yesterday,
                                        proxied_tear_down),
        cmocka_unit_test_setup_teardown(a_registry_whose_clock_is_a_day_off_is_understood, set_up_tomorrow,
                                        proxied_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, report);
}
