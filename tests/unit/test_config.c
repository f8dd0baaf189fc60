/* guichet.conf. */
#include "../../kiosk/config.h"
#include "../../kiosk/text.h"
#include "../support/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define STATION                                                                                                        \
    "[station]\nstation_id = 14-GUICHET-04\nprefecture = Préfecture du Calvados\ncounter_name = Guichet 04\n"         \
    "department = 14\n"
#define REGISTRY                                                                                                       \
    "[registry]\nregistry_url = https://registre.example:8443\nregistry_ca = /etc/ca.pem\n"                            \
    "registry_certificate = /etc/c.pem\nregistry_key = /etc/k.pem\n"
#define PRINTER "[printer]\nprinter = guichet-04\n"
#define TRUST "[trust]\ntrust_folder = /etc/trust\n"
#define WHOLE STATION REGISTRY PRINTER TRUST

static char root[64], path[80];
static struct config config;
static struct fault fault;

static int setup(void **state) {
    (void)state;
    state_make(root);
    snprintf(path, sizeof path, "%s/guichet.conf", root);
    memset(&config, 0, sizeof config);
    memset(&fault, 0, sizeof fault);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    state_remove(root);
    return 0;
}

static enum status read_bytes(const void *content, size_t size) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return config_read(path, &config, &fault);
}

static enum status read_text(const char *content) {
    return read_bytes(content, strlen(content));
}

static void assert_refused(const char *content, const char *where, const char *detail) {
    assert_int_equal(read_text(content), STATUS_CONFIG);
    assert_string_equal(fault.where, where);
    assert_string_equal(fault.detail, detail);
    assert_string_equal(config.station_id, ""); /* nothing set */
}

static void reads_every_section_over_the_defaults(void **state) {
    (void)state;
    if (read_text(WHOLE "printer_timeout_seconds = 30\n[cache]\ncache_hours = 24\ncache_records = 7\n[session]\n"
                        "idle_lock_seconds = 60\nidle_end_seconds = 600\n[terminal]\nterminal_charset = ascii\n"
                        "monochrome = oui\nescape_delay_ms = 50\n") == STATUS_OK)
        fail_msg("a key of another section was taken");
    if (read_text(STATION "time_zone = Indian/Mayotte\nstate_folder = /srv/guichet\n" REGISTRY
                          "connect_timeout_ms = 1000\ntotal_timeout_ms = 9000\nlow_speed_seconds = 3\n" PRINTER
                          "printer_timeout_seconds = 30\n" TRUST "accept_test_issuers = non\n"
                          "[cache]\ncache_hours = 24\ncache_records = 7\n[session]\nidle_lock_seconds = 60\n"
                          "idle_end_seconds = 600\n[terminal]\nterminal_charset = ascii\nmonochrome = oui\n"
                          "escape_delay_ms = 50\n") != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    assert_false(config.training);
    assert_string_equal(config.station_id, "14-GUICHET-04");
    assert_string_equal(config.prefecture, "Préfecture du Calvados");
    assert_string_equal(config.counter_name, "Guichet 04");
    assert_string_equal(config.department, "14");
    assert_string_equal(config.time_zone, "Indian/Mayotte");
    assert_string_equal(config.state_folder, "/srv/guichet");
    assert_string_equal(config.registry_url, "https://registre.example:8443");
    assert_string_equal(config.registry_ca, "/etc/ca.pem");
    assert_string_equal(config.registry_certificate, "/etc/c.pem");
    assert_string_equal(config.registry_key, "/etc/k.pem");
    assert_int_equal(config.connect_timeout_ms, 1000);
    assert_int_equal(config.total_timeout_ms, 9000);
    assert_int_equal(config.low_speed_seconds, 3);
    assert_int_equal(config.cache_hours, 24);
    assert_int_equal(config.cache_records, 7);
    assert_string_equal(config.printer, "guichet-04");
    assert_int_equal(config.printer_timeout_seconds, 30);
    assert_string_equal(config.trust_folder, "/etc/trust");
    assert_false(config.accept_test_issuers);
    assert_int_equal(config.idle_lock_seconds, 60);
    assert_int_equal(config.idle_end_seconds, 600);
    assert_int_equal(config.charset, CONFIG_CHARSET_ASCII);
    assert_true(config.monochrome);
    assert_int_equal(config.escape_delay_ms, 50);
}

static void the_signer_of_trust_lists_may_be_named(void **state) {
    (void)state;
    assert_refused(WHOLE "trust_list_signer = signer.pem\n", "trust_list_signer",
                   "ligne 15\u00A0: chemin absolu attendu");
    assert_int_equal(read_text(WHOLE), STATUS_OK);
    assert_string_equal(config.trust_list_signer, "");
    assert_int_equal(read_text(WHOLE "trust_list_signer = /etc/signer.pem\n"), STATUS_OK);
    assert_string_equal(config.trust_list_signer, "/etc/signer.pem");
}

static void what_is_not_said_has_its_default(void **state) {
    (void)state;
    struct config defaults;
    config_init(&defaults);
    assert_int_equal(read_text(WHOLE), STATUS_OK);
    assert_string_equal(config.time_zone, "Europe/Paris");
    assert_string_equal(config.state_folder, "/var/lib/guichet");
    assert_int_equal(config.connect_timeout_ms, defaults.connect_timeout_ms);
    assert_int_equal(config.idle_lock_seconds, defaults.idle_lock_seconds);
    assert_int_equal(config.charset, CONFIG_CHARSET_AUTO);
}

static void what_proves_an_identity_is_chosen(void **state) {
    (void)state;
    assert_refused(WHOLE "[identity]\nidentity_documents = permis\n", "identity_documents",
                   "ligne 16\u00A0: liste attendue de id-card, passport, residence-permit, licence");
    assert_int_equal(read_text(WHOLE), STATUS_OK);
    assert_int_equal(config.identity.documents, (1U << IDENTITY_DOCUMENT_COUNT) - 1);
    assert_true(config.identity.avocat_card_suffices);
    assert_false(config.identity.supervisor_for_mismatch);
    assert_int_equal(config.search_alert_count, 30);
    assert_int_equal(read_text(WHOLE "[identity]\nidentity_documents = passport,id-card\navocat_card_suffices = non\n"
                                     "supervisor_for_mismatch = oui\nsearch_alert_count = 5\n"),
                     STATUS_OK);
    assert_int_equal(config.identity.documents, 1U << IDENTITY_ID_CARD | 1U << IDENTITY_PASSPORT);
    assert_false(config.identity.avocat_card_suffices);
    assert_true(config.identity.supervisor_for_mismatch);
    assert_int_equal(config.search_alert_count, 5);
}

static void the_sample_that_ships_is_right(void **state) {
    (void)state;
    enum status status = config_read("config/guichet.conf", &config, &fault);
    if (status != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    assert_string_equal(config.station_id, "14-GUICHET-04");
}

/* The values behind # in the sample are the program's defaults: taking the # away changes nothing. */
static void the_sample_tells_the_true_defaults(void **state) {
    (void)state;
    char *content = NULL;
    size_t size = 0;
    struct config sample;
    FILE *file = fopen("config/guichet.conf", "r");
    assert_non_null(file);
    assert_true(getdelim(&content, &size, '\0', file) > 0);
    fclose(file);
    int uncommented = 0;
    for (char *at = content; (at = strstr(at, "\n#")); at++)
        if (at[2] != ' ' && at[2] != '\n') {
            memmove(at + 1, at + 2, strlen(at + 2) + 1);
            uncommented++;
        }
    assert_true(uncommented >= 13);
    assert_int_equal(config_read("config/guichet.conf", &sample, NULL), STATUS_OK);
    if (read_text(content) != STATUS_OK)
        fail_msg("%s: %s", fault.where, fault.detail);
    free(content);
    assert_string_equal(config.time_zone, sample.time_zone);
    assert_string_equal(config.state_folder, sample.state_folder);
    assert_int_equal(config.connect_timeout_ms, sample.connect_timeout_ms);
    assert_int_equal(config.total_timeout_ms, sample.total_timeout_ms);
    assert_int_equal(config.low_speed_seconds, sample.low_speed_seconds);
    assert_int_equal(config.cache_hours, sample.cache_hours);
    assert_int_equal(config.cache_records, sample.cache_records);
    assert_int_equal(config.printer_timeout_seconds, sample.printer_timeout_seconds);
    assert_int_equal(config.data_max_age_hours, sample.data_max_age_hours);
    assert_int_equal(config.identity.documents, sample.identity.documents);
    assert_int_equal(config.identity.avocat_card_suffices, sample.identity.avocat_card_suffices);
    assert_int_equal(config.identity.supervisor_for_mismatch, sample.identity.supervisor_for_mismatch);
    assert_int_equal(config.search_alert_count, sample.search_alert_count);
    assert_int_equal(config.idle_lock_seconds, sample.idle_lock_seconds);
    assert_int_equal(config.idle_end_seconds, sample.idle_end_seconds);
    assert_int_equal(config.charset, sample.charset);
    assert_int_equal(config.monochrome, sample.monochrome);
    assert_int_equal(config.escape_delay_ms, sample.escape_delay_ms);
}

static void a_long_line_is_refused_with_its_number(void **state) {
    (void)state;
    char content[2048], path_200[256];
    memset(path_200, 'x', sizeof path_200);
    path_200[0] = '/';
    path_200[199 - strlen("trust_folder = ")] = '\0';
    snprintf(content, sizeof content, STATION REGISTRY PRINTER "[trust]\ntrust_folder = %s\n", path_200);
    assert_int_equal(read_text(content), STATUS_OK);
    assert_string_equal(config.trust_folder, path_200);
    memset(&config, 0, sizeof config);
    snprintf(content, sizeof content, STATION REGISTRY PRINTER "[trust]\ntrust_folder = %sx\n", path_200);
    assert_refused(content, "syntaxe", "ligne 14\u00A0: ligne de plus de 199 octets");
}

static void a_key_given_twice_is_refused_with_the_second_line(void **state) {
    (void)state;
    assert_refused(STATION "station_id = OTHER\n" REGISTRY PRINTER TRUST, "station_id", "ligne 6\u00A0: clé en double");
    assert_refused(WHOLE "[station]\nstation_id = OTHER\n", "station_id", "ligne 16\u00A0: clé en double");
}

static void unknown_keys_and_sections_are_refused(void **state) {
    (void)state;
    assert_refused("[station]\nstation = X\n", "station", "ligne 2\u00A0: clé inconnue dans cette section");
    assert_refused("[cache]\nprinter = X\n", "cache", "ligne 2\u00A0: clé inconnue dans cette section");
    assert_refused("printer = X\n", "section", "ligne 1\u00A0: clé inconnue dans cette section");
    assert_refused("[stations]\n", "section", "ligne 1\u00A0: section inconnue");
    assert_refused("[station\n", "section", "ligne 1\u00A0: crochet fermant attendu en fin de ligne");
    assert_refused("[station] x\n", "section", "ligne 1\u00A0: crochet fermant attendu en fin de ligne");
    assert_refused("[]\n", "section", "ligne 1\u00A0: section inconnue");
    assert_refused("[\n", "section", "ligne 1\u00A0: crochet fermant attendu en fin de ligne");
}

static void what_is_not_a_key_and_a_value_is_refused(void **state) {
    (void)state;
    assert_refused("[station]\nstation_id\n", "syntaxe", "ligne 2\u00A0: «\u00A0clé = valeur\u00A0» attendu");
    assert_refused("[station]\nstation_id: X\n", "syntaxe", "ligne 2\u00A0: «\u00A0clé = valeur\u00A0» attendu");
    assert_refused(STATION " suite\n", "syntaxe", "ligne 6\u00A0: espace en début de ligne");
    assert_refused("[station]\nprefecture = \xE9\n", "syntaxe", "ligne 2\u00A0: texte qui n'est pas en UTF-8");
    assert_int_equal(read_bytes("[station]\n\0", 11), STATUS_CONFIG);
    assert_string_equal(fault.detail, "fichier qui n'est pas un texte");
}

static void comments_blank_lines_and_carriage_returns_are_taken(void **state) {
    (void)state;
    assert_int_equal(read_text("# a\n; b\n\n \t\n\r\n" WHOLE "[session]\r\nidle_lock_seconds = 60\r\n"), STATUS_OK);
    assert_int_equal(config.idle_lock_seconds, 60);
}

/* One bad value at a time, in a file that is right otherwise. */
static void each_value_is_checked(void **state) {
    (void)state;
    static const struct {
        const char *section, *line;
    } bad[] = {
        {"cache", "cache_hours = 0"},
        {"cache", "cache_hours = 721"},
        {"cache", "cache_hours = -1"},
        {"cache", "cache_hours = 1h"},
        {"cache", "cache_hours = "},
        {"cache", "cache_records = 99999999999999999999"},
        {"terminal", "monochrome = yes"},
        {"terminal", "terminal_charset = latin1"},
        {"session", "idle_lock_seconds = 5"},
        {"station", "time_zone = Europe Paris"},
        {"station", "state_folder = relative"},
        {"registry", "total_timeout_ms = 1"},
        {"identity", "identity_documents = id-card, library-card"},
        {"identity", "identity_documents = id"},
        {"identity", "identity_documents = ,"},
        {"identity", "avocat_card_suffices = peut-être"},
        {"identity", "search_alert_count = 0"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char content[2048], key[64];
        snprintf(content, sizeof content, WHOLE "[%s]\n%s\n", bad[i].section, bad[i].line);
        snprintf(key, sizeof key, "%.*s", (int)strcspn(bad[i].line, " "), bad[i].line);
        assert_int_equal(read_text(content), STATUS_CONFIG);
        assert_string_equal(fault.where, key);
        assert_memory_equal(fault.detail, "ligne 16", 8);
    }
}

static void the_registry_is_an_https_origin_only(void **state) {
    (void)state;
    static const char *const bad[] = {"http://a", "https://", "https://a/v1", "https://a?x", "https://u@a", "a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char content[2048];
        snprintf(content, sizeof content, STATION "[registry]\nregistry_url = %s\n", bad[i]);
        assert_int_equal(read_text(content), STATUS_CONFIG);
        assert_string_equal(fault.where, "registry_url");
    }
    assert_int_equal(read_text(STATION "[registry]\nregistry_url = https://[::1]:8443\nregistry_ca = /a\n"
                                       "registry_certificate = /b\nregistry_key = /c\n" PRINTER TRUST),
                     STATUS_OK);
}

static void a_printer_is_a_queue_an_ipp_address_or_a_folder(void **state) {
    (void)state;
    static const struct {
        const char *value;
        bool right;
    } printers[] = {{"guichet-04", true},
                    {"ipp://localhost:18631/ipp/print", true},
                    {"ipps://p/x", true},
                    {"folder:/srv/out", true},
                    {"folder:out", false},
                    {"ipp://", false},
                    {"http://p", false},
                    {"a b", false},
                    {"", false}};
    for (size_t i = 0; i < sizeof printers / sizeof printers[0]; i++) {
        char content[2048];
        snprintf(content, sizeof content, STATION REGISTRY "[printer]\nprinter = %s\n" TRUST, printers[i].value);
        assert_int_equal(read_text(content), printers[i].right ? STATUS_OK : STATUS_CONFIG);
        assert_string_equal(printers[i].right ? config.printer : fault.where,
                            printers[i].right ? printers[i].value : "printer");
    }
}

static void other_printers_are_counted_after_the_default(void **state) {
    (void)state;
    assert_int_equal(read_text(WHOLE), STATUS_OK);
    assert_int_equal(config_printer_count(&config), 1);
    assert_string_equal(config_printer(&config, 0), "guichet-04");
    assert_null(config_printer(&config, 1));
    assert_null(config_printer(&config, -1));
    assert_int_equal(read_text(STATION REGISTRY PRINTER "printer_2 = guichet-05\nprinter_4 = folder:/srv/out\n"
                                                        "printer_ca = /etc/p.pem\ndata_max_age_hours = 48\n" TRUST),
                     STATUS_OK);
    assert_int_equal(config_printer_count(&config), 3);
    assert_string_equal(config_printer(&config, 1), "guichet-05");
    assert_string_equal(config_printer(&config, 2), "folder:/srv/out");
    assert_null(config_printer(&config, 3));
    assert_string_equal(config.printer_ca, "/etc/p.pem");
    assert_int_equal(config.data_max_age_hours, 48);
}

static void a_printer_named_twice_is_refused_with_the_second_line(void **state) {
    (void)state;
    assert_refused(STATION REGISTRY PRINTER "printer_2 = guichet-04\n" TRUST, "printer_2",
                   "ligne 13\u00A0: imprimante en double");
    assert_refused(STATION REGISTRY PRINTER "printer_2 = a\nprinter_4 = a\n" TRUST, "printer_4",
                   "ligne 14\u00A0: imprimante en double");
    assert_refused(STATION REGISTRY PRINTER "printer_3 = ftp://x\n" TRUST, "printer_3",
                   "ligne 13\u00A0: file CUPS, ipp://…, ipps://… ou folder:/chemin attendu");
    assert_refused(STATION REGISTRY PRINTER "data_max_age_hours = 0\n" TRUST, "data_max_age_hours",
                   "ligne 13\u00A0: nombre entier hors des bornes");
    assert_refused(STATION REGISTRY PRINTER "printer_ca = p.pem\n" TRUST, "printer_ca",
                   "ligne 13\u00A0: chemin absolu attendu");
}

static void what_a_station_needs_must_be_there(void **state) {
    (void)state;
    assert_refused(REGISTRY PRINTER TRUST, "station_id", "clé absente");
    assert_refused(STATION PRINTER TRUST, "registry_url", "clé absente");
    assert_refused(STATION REGISTRY TRUST, "printer", "clé absente");
    assert_refused(STATION REGISTRY PRINTER, "trust_folder", "clé absente");
    assert_refused("", "station_id", "clé absente");
}

static void a_station_never_accepts_test_issuers(void **state) {
    (void)state;
    assert_refused(WHOLE "accept_test_issuers = oui\n", "accept_test_issuers",
                   "ligne 15\u00A0: réservé à la formation");
}

static void a_session_ends_after_it_locks(void **state) {
    (void)state;
    assert_refused(WHOLE "[session]\nidle_lock_seconds = 600\nidle_end_seconds = 600\n", "idle_end_seconds",
                   "doit dépasser idle_lock_seconds");
}

static void a_value_longer_than_its_place_is_refused(void **state) {
    (void)state;
    assert_refused("[station]\nstation_id = ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\n", "station_id",
                   "ligne 2\u00A0: valeur trop longue");
}

static void a_missing_or_huge_file_is_said(void **state) {
    (void)state;
    static char huge[70000];
    memset(huge, '\n', sizeof huge);
    assert_int_equal(config_read("/nowhere/guichet.conf", &config, &fault), STATUS_CONFIG);
    assert_string_equal(fault.detail, "fichier illisible ou absent");
    assert_int_equal(read_bytes(huge, sizeof huge), STATUS_CONFIG);
    assert_string_equal(fault.detail, "fichier de plus de 64 Kio");
}

static void training_lives_in_its_folder(void **state) {
    (void)state;
    char folder[128], printer[160];
    struct stat found;
    snprintf(folder, sizeof folder, "%s/a/training", root);
    snprintf(printer, sizeof printer, "folder:%s/impressions", folder);
    assert_int_equal(config_training(folder, &config, &fault), STATUS_OK);
    assert_true(config.training);
    assert_true(config.accept_test_issuers);
    assert_string_equal(config.state_folder, folder);
    assert_string_equal(config.printer, printer);
    assert_string_equal(config.trust_folder, "");
    assert_int_equal(stat(folder, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0700);
}

static void training_takes_the_certificates_that_were_imported(void **state) {
    (void)state;
    char folder[128], trust[160];
    snprintf(folder, sizeof folder, "%s/training", root);
    snprintf(trust, sizeof trust, "%s/trust", folder);
    assert_int_equal(config_training(folder, &config, &fault), STATUS_OK);
    assert_int_equal(mkdir(trust, 0755), 0);
    assert_int_equal(config_training(folder, &config, &fault), STATUS_OK);
    assert_string_equal(config.trust_folder, trust);
    assert_string_equal(config.trust_list_signer, "");
}

static enum status train_with(const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return config_training(root, &config, &fault);
}

static void training_takes_another_printer_and_other_delays_from_its_folder(void **state) {
    (void)state;
    assert_int_equal(train_with("[printer]\nprinter = ipp://localhost:8631/ipp/print\n"
                                "[session]\nidle_lock_seconds = 20\n[terminal]\nmonochrome = oui\n"
                                "[identity]\nsupervisor_for_mismatch = oui\n"),
                     STATUS_OK);
    assert_true(config.identity.supervisor_for_mismatch);
    assert_string_equal(config.printer, "ipp://localhost:8631/ipp/print");
    assert_int_equal(config.idle_lock_seconds, 20);
    assert_true(config.monochrome);
    assert_true(config.training && config.accept_test_issuers);
    assert_string_equal(config.state_folder, root);
}

static void training_takes_other_printers_beside_its_folder(void **state) {
    (void)state;
    char own[160];
    snprintf(own, sizeof own, "folder:%s/impressions", root);
    assert_int_equal(train_with("[printer]\nprinter_2 = ipp://localhost:8631/ipp/print\ndata_max_age_hours = 1\n"),
                     STATUS_OK);
    assert_int_equal(config_printer_count(&config), 2);
    assert_string_equal(config_printer(&config, 0), own);
    assert_string_equal(config_printer(&config, 1), "ipp://localhost:8631/ipp/print");
    assert_int_equal(config.data_max_age_hours, 1);
    char again[192];
    snprintf(again, sizeof again, "[printer]\nprinter_2 = %s\n", own);
    assert_int_equal(train_with(again), STATUS_CONFIG);
    assert_string_equal(fault.where, "printer_2");
    assert_string_equal(fault.detail, "ligne 2\u00A0: imprimante en double");
}

static void training_takes_nothing_else_from_its_folder(void **state) {
    (void)state;
    static const char *const wrong[] = {"[registry]\nregistry_url = https://autre.invalid\n",
                                        "[trust]\ntrust_folder = /tmp\n", "[station]\nstation_id = X\n",
                                        "[cache]\ncache_hours = 1\n", "[printer]\nprinter = a b\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(train_with(wrong[i]), STATUS_CONFIG);
}

static void the_default_training_folder_follows_xdg(void **state) {
    (void)state;
    char folder[256];
    setenv("HOME", "/home/x", 1);
    setenv("XDG_STATE_HOME", "/state", 1);
    assert_int_equal(config_default_state(folder, sizeof folder), STATUS_OK);
    assert_string_equal(folder, "/state/guichet");
    setenv("XDG_STATE_HOME", "relative", 1);
    assert_int_equal(config_default_state(folder, sizeof folder), STATUS_OK);
    assert_string_equal(folder, "/home/x/.local/state/guichet");
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    assert_int_equal(config_default_state(folder, sizeof folder), STATUS_NOT_FOUND);
    setenv("HOME", "/home/x", 1);
    assert_int_equal(config_default_state(folder, 8), STATUS_TOO_LONG);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_every_section_over_the_defaults),
        TEST(the_signer_of_trust_lists_may_be_named),
        TEST(what_is_not_said_has_its_default),
        TEST(what_proves_an_identity_is_chosen),
        TEST(the_sample_that_ships_is_right),
        TEST(the_sample_tells_the_true_defaults),
        TEST(a_long_line_is_refused_with_its_number),
        TEST(a_key_given_twice_is_refused_with_the_second_line),
        TEST(unknown_keys_and_sections_are_refused),
        TEST(what_is_not_a_key_and_a_value_is_refused),
        TEST(comments_blank_lines_and_carriage_returns_are_taken),
        TEST(each_value_is_checked),
        TEST(the_registry_is_an_https_origin_only),
        TEST(a_printer_is_a_queue_an_ipp_address_or_a_folder),
        TEST(other_printers_are_counted_after_the_default),
        TEST(a_printer_named_twice_is_refused_with_the_second_line),
        TEST(what_a_station_needs_must_be_there),
        TEST(a_station_never_accepts_test_issuers),
        TEST(a_session_ends_after_it_locks),
        TEST(a_value_longer_than_its_place_is_refused),
        TEST(a_missing_or_huge_file_is_said),
        TEST(training_lives_in_its_folder),
        TEST(training_takes_the_certificates_that_were_imported),
        TEST(training_takes_another_printer_and_other_delays_from_its_folder),
        TEST(training_takes_other_printers_beside_its_folder),
        TEST(training_takes_nothing_else_from_its_folder),
        TEST(the_default_training_folder_follows_xdg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
