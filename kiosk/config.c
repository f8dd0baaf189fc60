/* Reads guichet.conf. It must not open anything that the file names: whoever uses it says what is wrong with it.
 *
 * The file is read twice: first by us, line by line, because inih cuts a long line in two, lets the last of two
 * duplicates win and does not give line numbers; then by inih, whose values are checked against the table. */
#include "config.h"

#include "state_folder.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 64 * 1024, LINE_MAX_BYTES = 199 /* INI_MAX_LINE of Debian's libinih, less its NUL */ };

enum kind {
    KIND_TEXT,
    KIND_IDENTIFIER,
    KIND_PATH,
    KIND_ZONE,
    KIND_URL,
    KIND_PRINTER,
    KIND_NUMBER,
    KIND_YES_NO,
    KIND_CHARSET,
    KIND_DOCUMENTS
};

struct key {
    const char *section, *name;
    enum kind kind;
    bool required;
    size_t offset, size; /* of the member */
    int min, max;        /* KIND_NUMBER */
};

#define MEMBER(member) offsetof(struct config, member), sizeof(((struct config *)0)->member)

/* Every key there is. */
static const struct key keys[] = {
    {"station", "station_id", KIND_IDENTIFIER, true, MEMBER(station_id), 0, 0},
    {"station", "prefecture", KIND_TEXT, true, MEMBER(prefecture), 0, 0},
    {"station", "counter_name", KIND_TEXT, true, MEMBER(counter_name), 0, 0},
    {"station", "department", KIND_IDENTIFIER, true, MEMBER(department), 0, 0},
    {"station", "time_zone", KIND_ZONE, false, MEMBER(time_zone), 0, 0},
    {"station", "state_folder", KIND_PATH, false, MEMBER(state_folder), 0, 0},
    {"registry", "registry_url", KIND_URL, true, MEMBER(registry_url), 0, 0},
    {"registry", "registry_ca", KIND_PATH, true, MEMBER(registry_ca), 0, 0},
    {"registry", "registry_certificate", KIND_PATH, true, MEMBER(registry_certificate), 0, 0},
    {"registry", "registry_key", KIND_PATH, true, MEMBER(registry_key), 0, 0},
    {"registry", "connect_timeout_ms", KIND_NUMBER, false, MEMBER(connect_timeout_ms), 100, 60000},
    {"registry", "total_timeout_ms", KIND_NUMBER, false, MEMBER(total_timeout_ms), 1000, 300000},
    {"registry", "low_speed_seconds", KIND_NUMBER, false, MEMBER(low_speed_seconds), 1, 300},
    {"cache", "cache_hours", KIND_NUMBER, false, MEMBER(cache_hours), 1, 720},
    {"cache", "cache_records", KIND_NUMBER, false, MEMBER(cache_records), 1, 100000},
    {"printer", "printer", KIND_PRINTER, true, MEMBER(printer), 0, 0},
    {"printer", "printer_2", KIND_PRINTER, false, MEMBER(printer_2), 0, 0},
    {"printer", "printer_3", KIND_PRINTER, false, MEMBER(printer_3), 0, 0},
    {"printer", "printer_4", KIND_PRINTER, false, MEMBER(printer_4), 0, 0},
    {"printer", "printer_ca", KIND_PATH, false, MEMBER(printer_ca), 0, 0},
    {"printer", "data_max_age_hours", KIND_NUMBER, false, MEMBER(data_max_age_hours), 1, 720},
    {"printer", "printer_timeout_seconds", KIND_NUMBER, false, MEMBER(printer_timeout_seconds), 5, 3600},
    {"trust", "trust_folder", KIND_PATH, true, MEMBER(trust_folder), 0, 0},
    {"trust", "trust_list_signer", KIND_PATH, false, MEMBER(trust_list_signer), 0, 0},
    {"trust", "accept_test_issuers", KIND_YES_NO, false, MEMBER(accept_test_issuers), 0, 0},
    {"scanner", "scanner", KIND_PATH, false, MEMBER(scanner), 0, 0},
    {"scanner", "scanner_gs", KIND_TEXT, false, MEMBER(scanner_gs), 0, 0},
    {"scanner", "scanner_rs", KIND_TEXT, false, MEMBER(scanner_rs), 0, 0},
    {"scanner", "scanner_us", KIND_TEXT, false, MEMBER(scanner_us), 0, 0},
    {"identity", "identity_documents", KIND_DOCUMENTS, false, MEMBER(identity.documents), 0, 0},
    {"identity", "avocat_card_suffices", KIND_YES_NO, false, MEMBER(identity.avocat_card_suffices), 0, 0},
    {"identity", "supervisor_for_mismatch", KIND_YES_NO, false, MEMBER(identity.supervisor_for_mismatch), 0, 0},
    {"identity", "search_alert_count", KIND_NUMBER, false, MEMBER(search_alert_count), 1, 1000},
    {"session", "idle_lock_seconds", KIND_NUMBER, false, MEMBER(idle_lock_seconds), 10, 3600},
    {"session", "idle_end_seconds", KIND_NUMBER, false, MEMBER(idle_end_seconds), 60, 43200},
    {"terminal", "terminal_charset", KIND_CHARSET, false, MEMBER(charset), 0, 0},
    {"terminal", "monochrome", KIND_YES_NO, false, MEMBER(monochrome), 0, 0},
    {"terminal", "escape_delay_ms", KIND_NUMBER, false, MEMBER(escape_delay_ms), 0, 1000},
};
enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

void config_init(struct config *config) {
    *config = (struct config){
        .time_zone = "Europe/Paris",
        .state_folder = "/var/lib/guichet",
        .connect_timeout_ms = 5000,
        .total_timeout_ms = 20000,
        .low_speed_seconds = 10,
        .cache_hours = 72,
        .cache_records = 2000,
        .printer_timeout_seconds = 60,
        .data_max_age_hours = 24,
        .scanner_gs = "<GS>",
        .scanner_rs = "<RS>",
        .scanner_us = "<US>",
        .identity = identity_rules_default,
        .search_alert_count = 30,
        .idle_lock_seconds = 300,
        .idle_end_seconds = 3600,
        .charset = CONFIG_CHARSET_AUTO,
        .escape_delay_ms = 25,
    };
}

/* --- First reading: ours --- */

struct reading {
    struct config *config;
    bool training; /* what may be read over the training configuration, and no key is required */
    struct fault *fault;
    enum status status;  /* of the first thing that is wrong */
    int line[KEY_COUNT]; /* where each key stands; 0: nowhere */
};

static enum status refuse(struct reading *reading, int line, const char *where, const char *why) {
    char detail[160];
    if (!text_format(detail, sizeof detail, "ligne %d\u00A0: %s", line, why))
        text_copy(detail, sizeof detail, why);
    return fault_set(reading->fault, STATUS_CONFIG, where, detail);
}

static const struct key *find_key(const char *section, const char *name) {
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (strcmp(keys[i].section, section) == 0 && strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

/* The registry, the trust and the identity of a training station are not to be chosen. */
static bool is_section(const char *name, bool training) {
    static const char *const ours[] = {"printer", "scanner", "identity", "session", "terminal"};
    bool known = !training;
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        known = known || strcmp(ours[i], name) == 0;
    if (!known)
        return false;
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (strcmp(keys[i].section, name) == 0)
            return true;
    return false;
}

static void trim_end(char *text) {
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]))
        text[--length] = '\0';
}

static enum status scan_section(struct reading *reading, int number, char *line, char section[32]) {
    trim_end(line);
    size_t length = strlen(line);
    if (line[length - 1] != ']')
        return refuse(reading, number, "section", "crochet fermant attendu en fin de ligne");
    line[length - 1] = '\0';
    if (!is_section(line + 1, reading->training) || !text_copy(section, 32, line + 1))
        return refuse(reading, number, "section", "section inconnue");
    return STATUS_OK;
}

static enum status scan_key(struct reading *reading, int number, char *line, const char *section) {
    char *equal = strpbrk(line, "=:"); /* inih takes both; we want one */
    if (!equal || *equal != '=')
        return refuse(reading, number, "syntaxe", "«\u00A0clé = valeur\u00A0» attendu");
    *equal = '\0';
    trim_end(line);
    const struct key *key = find_key(section, line);
    if (!key)
        return refuse(reading, number, section[0] ? section : "section", "clé inconnue dans cette section");
    int *seen = &reading->line[key - keys];
    if (*seen != 0)
        return refuse(reading, number, key->name, "clé en double");
    *seen = number;
    return STATUS_OK;
}

static enum status scan_line(struct reading *reading, int number, char *line, char section[32]) {
    size_t length = strlen(line);
    if (length > LINE_MAX_BYTES)
        return refuse(reading, number, "syntaxe", "ligne de plus de 199 octets");
    if (!text_is_utf8(line, length))
        return refuse(reading, number, "syntaxe", "texte qui n'est pas en UTF-8");
    if (line[0] == ' ' || line[0] == '\t') {
        trim_end(line); /* inih would take what follows as the end of the value above */
        return line[0] ? refuse(reading, number, "syntaxe", "espace en début de ligne") : STATUS_OK;
    }
    if (line[0] == '\0' || line[0] == '\r' || line[0] == ';' || line[0] == '#')
        return STATUS_OK;
    return line[0] == '[' ? scan_section(reading, number, line, section) : scan_key(reading, number, line, section);
}

static enum status scan(struct reading *reading, const char *content) {
    char section[32] = "";
    char *copy = strdup(content);
    int number = 0;
    if (!copy)
        return fault_set(reading->fault, STATUS_NO_MEMORY, NULL, NULL);
    enum status status = STATUS_OK;
    for (char *rest = copy; rest && status == STATUS_OK;) {
        char *line = strsep(&rest, "\n");
        status = scan_line(reading, ++number, line, section);
    }
    free(copy);
    return status;
}

/* --- Second reading: inih's values into the struct --- */

static bool is_made_of(const char *value, const char *allowed) {
    return value[0] && strspn(value, allowed) == strlen(value);
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* https://host[:port] and nothing more: the paths are the contract's. */
static bool is_origin(const char *value) {
    return strncmp(value, "https://", 8) == 0 && is_made_of(value + 8, LETTERS DIGITS ".-:[]");
}

static bool is_printer(const char *value) {
    if (strncmp(value, "ipp://", 6) == 0)
        return value[6] != '\0';
    if (strncmp(value, "ipps://", 7) == 0)
        return value[7] != '\0';
    if (strncmp(value, "folder:", 7) == 0)
        return value[7] == '/';
    return is_made_of(value, LETTERS DIGITS "_-."); /* a CUPS queue */
}

/* NULL when the value is right, else what was expected, in French. */
static const char *expected_text(enum kind kind, const char *value) {
    bool right = value[0] != '\0' && !text_has_control(value);
    switch (kind) {
    case KIND_IDENTIFIER:
        return is_made_of(value, LETTERS DIGITS "-") ? NULL : "lettres sans accent, chiffres et tirets attendus";
    case KIND_PATH:
        return right && value[0] == '/' ? NULL : "chemin absolu attendu";
    case KIND_ZONE:
        return is_made_of(value, LETTERS DIGITS "_/+-") ? NULL : "fuseau attendu, comme Europe/Paris";
    case KIND_URL:
        return is_origin(value) ? NULL : "adresse https://hôte:port attendue, sans chemin";
    case KIND_PRINTER:
        return right && is_printer(value) ? NULL : "file CUPS, ipp://…, ipps://… ou folder:/chemin attendu";
    default:
        return right ? NULL : "texte attendu";
    }
}

static const char *set_number(const struct key *key, const char *value, int *member) {
    char *end = NULL;
    errno = 0;
    long number = is_made_of(value, DIGITS) ? strtol(value, &end, 10) : -1;
    if (errno != 0 || number < key->min || number > key->max)
        return "nombre entier hors des bornes";
    *member = (int)number;
    return NULL;
}

static const char *set_yes_no(const char *value, bool *member) {
    *member = strcmp(value, "oui") == 0;
    return *member || strcmp(value, "non") == 0 ? NULL : "oui ou non attendu";
}

static const char *set_charset(const char *value, enum config_charset *member) {
    static const char *const names[] = {
        [CONFIG_CHARSET_AUTO] = "auto", [CONFIG_CHARSET_UTF8] = "utf-8", [CONFIG_CHARSET_ASCII] = "ascii"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], value) == 0) {
            *member = (enum config_charset)i;
            return NULL;
        }
    return "auto, utf-8 ou ascii attendu";
}

/* The kinds of the contract, separated by commas. */
static const char *set_documents(const char *value, unsigned *member) {
    static const char wrong[] = "liste attendue de id-card, passport, residence-permit, licence";
    unsigned documents = 0;
    for (size_t length; value[0] != '\0'; value += length + strspn(value + length, ", ")) {
        unsigned found = 0;
        length = strcspn(value, ", ");
        for (int i = 0; i < IDENTITY_DOCUMENT_COUNT; i++) {
            const char *wire = identity_document_wire((enum identity_document)i);
            if (strlen(wire) == length && strncmp(wire, value, length) == 0)
                found = 1U << i;
        }
        if (found == 0)
            return wrong;
        documents |= found;
    }
    *member = documents;
    return documents != 0 ? NULL : wrong;
}

/* NULL, or what is wrong. */
static const char *set_value(const struct key *key, const char *value, struct config *config) {
    void *member = (char *)config + key->offset;
    if (key->kind == KIND_NUMBER)
        return set_number(key, value, member);
    if (key->kind == KIND_YES_NO)
        return set_yes_no(value, member);
    if (key->kind == KIND_CHARSET)
        return set_charset(value, member);
    if (key->kind == KIND_DOCUMENTS)
        return set_documents(value, member);
    const char *wrong = expected_text(key->kind, value);
    if (!wrong && !text_copy(member, key->size, value))
        wrong = "valeur trop longue";
    return wrong;
}

static int on_value(void *context, const char *section, const char *name, const char *value) {
    struct reading *reading = context;
    const struct key *key = find_key(section, name);
    if (reading->status != STATUS_OK)
        return 1;
    if (!key) { /* the first reading saw all keys: the two disagree about the syntax */
        reading->status = fault_set(reading->fault, STATUS_CONFIG, "syntaxe", "ligne mal formée");
        return 1;
    }
    const char *wrong = set_value(key, value, reading->config);
    if (wrong)
        reading->status = refuse(reading, reading->line[key - keys], key->name, wrong);
    return 1;
}

/* --- The whole --- */

/* A printer that is named twice would be offered twice, and left for itself when it fails. */
static enum status check_printers(struct reading *reading) {
    static const char *const names[] = {"printer", "printer_2", "printer_3", "printer_4"};
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++) {
        const struct key *key = find_key("printer", names[i]);
        const char *value = (const char *)reading->config + key->offset;
        for (size_t j = 0; j < i && value[0] != '\0'; j++)
            if (strcmp(value, (const char *)reading->config + find_key("printer", names[j])->offset) == 0)
                return refuse(reading, reading->line[key - keys], key->name, "imprimante en double");
    }
    return STATUS_OK;
}

static enum status check_whole(struct reading *reading) {
    const struct config *config = reading->config;
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (keys[i].required && !reading->training && reading->line[i] == 0)
            return fault_set(reading->fault, STATUS_CONFIG, keys[i].name, "clé absente");
    if (config->accept_test_issuers && !reading->training)
        return refuse(reading, reading->line[find_key("trust", "accept_test_issuers") - keys], "accept_test_issuers",
                      "réservé à la formation");
    if (config->idle_end_seconds <= config->idle_lock_seconds)
        return fault_set(reading->fault, STATUS_CONFIG, "idle_end_seconds", "doit dépasser idle_lock_seconds");
    return check_printers(reading);
}

static enum status read_file(const char *path, char content[FILE_MAX + 1], struct fault *fault) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t size = 0;
    if (fd < 0)
        return fault_set(fault, STATUS_CONFIG, NULL, "fichier illisible ou absent");
    while (length < FILE_MAX + 1 && (size = read(fd, content + length, FILE_MAX + 1 - length)) > 0)
        length += (size_t)size;
    close(fd);
    if (size < 0)
        return fault_set(fault, STATUS_CONFIG, NULL, "fichier illisible ou absent");
    if (length > FILE_MAX)
        return fault_set(fault, STATUS_CONFIG, NULL, "fichier de plus de 64 Kio");
    if (memchr(content, '\0', length))
        return fault_set(fault, STATUS_CONFIG, NULL, "fichier qui n'est pas un texte");
    content[length] = '\0';
    return STATUS_OK;
}

static enum status read_content(const char *content, bool training, struct config *config, struct fault *fault) {
    struct reading reading = {.config = config, .training = training, .fault = fault};
    enum status status = scan(&reading, content);
    if (status != STATUS_OK)
        return status;
    if (ini_parse_string(content, on_value, &reading) != 0)
        return fault_set(fault, STATUS_CONFIG, "syntaxe", "ligne mal formée");
    return reading.status == STATUS_OK ? check_whole(&reading) : reading.status;
}

/* Over what is in *config; which may be spoilt when the file is wrong. */
static enum status read_over(const char *path, bool training, struct config *config, struct fault *fault) {
    char *content = malloc(FILE_MAX + 1);
    if (!content)
        return fault_set(fault, STATUS_NO_MEMORY, NULL, NULL);
    enum status status = read_file(path, content, fault);
    if (status == STATUS_OK)
        status = read_content(content, training, config, fault);
    free(content);
    return status;
}

enum status config_read(const char *path, struct config *config, struct fault *fault) {
    struct config read;
    config_init(&read);
    enum status status = read_over(path, false, &read, fault);
    if (status == STATUS_OK)
        *config = read;
    return status;
}

/* --- Training --- */

/* A folder given on the command line may be relative. */
static enum status make_absolute(const char *path, char absolute[256]) {
    char here[256];
    if (path[0] == '/')
        return text_copy(absolute, 256, path) ? STATUS_OK : STATUS_TOO_LONG;
    if (!getcwd(here, sizeof here))
        return STATUS_IO;
    return text_format(absolute, 256, "%s/%s", here, path) ? STATUS_OK : STATUS_TOO_LONG;
}

/* DIR/guichet.conf, when there is one: another printer, other delays. */
static enum status read_training_file(struct config *config, struct fault *fault) {
    char path[sizeof config->state_folder + 16];
    if (!text_format(path, sizeof path, "%s/guichet.conf", config->state_folder))
        return fault_set(fault, STATUS_TOO_LONG, "state_folder", NULL);
    return access(path, F_OK) == 0 ? read_over(path, true, config, fault) : STATUS_OK;
}

/* DIR/trust, once `guichet trust import` has made it. */
static void find_training_trust(struct config *config) {
    char path[sizeof config->trust_folder];
    if (text_format(path, sizeof path, "%s/trust", config->state_folder) && access(path, F_OK) == 0)
        text_copy(config->trust_folder, sizeof config->trust_folder, path);
}

enum status config_training(const char *state_folder, struct config *config, struct fault *fault) {
    struct config made;
    config_init(&made);
    made.training = true;
    made.accept_test_issuers = true;
    text_copy(made.station_id, sizeof made.station_id, "FORMATION");
    text_copy(made.prefecture, sizeof made.prefecture, CONFIG_TRAINING_PREFECTURE);
    text_copy(made.counter_name, sizeof made.counter_name, "Guichet 04");
    text_copy(made.department, sizeof made.department, "14");
    enum status status = make_absolute(state_folder, made.state_folder);
    if (status == STATUS_OK &&
        !text_format(made.printer, sizeof made.printer, "folder:%s/impressions", made.state_folder))
        status = STATUS_TOO_LONG;
    if (status != STATUS_OK)
        return fault_set(fault, status, "state_folder", NULL);
    status = state_folder_make(made.state_folder, fault);
    if (status == STATUS_OK)
        find_training_trust(&made);
    if (status == STATUS_OK)
        status = read_training_file(&made, fault);
    if (status == STATUS_OK)
        *config = made;
    return status;
}

enum status config_default_state(char *folder, size_t size) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && state[0] == '/') /* a relative one is to be ignored (XDG base directory specification) */
        return text_format(folder, size, "%s/guichet", state) ? STATUS_OK : STATUS_TOO_LONG;
    if (home && home[0] == '/')
        return text_format(folder, size, "%s/.local/state/guichet", home) ? STATUS_OK : STATUS_TOO_LONG;
    return STATUS_NOT_FOUND;
}

static const char *nth_printer(const struct config *config, int index) {
    const char *const printers[] = {config->printer, config->printer_2, config->printer_3, config->printer_4};
    for (size_t i = 0; i < sizeof printers / sizeof printers[0]; i++)
        if (printers[i][0] != '\0' && index-- == 0)
            return printers[i];
    return NULL;
}

int config_printer_count(const struct config *config) {
    int count = 0;
    while (nth_printer(config, count) != NULL)
        count++;
    return count;
}

const char *config_printer(const struct config *config, int index) {
    return nth_printer(config, index);
}
