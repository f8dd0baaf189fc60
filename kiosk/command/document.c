/* guichet document: the page of an attestation that a registry has issued. It must not write a page whose seal does not
 * verify, or says something else than the record. */
#include "../guidance.h"
#include "../memory.h"
#include "../record.h"
#include "../registry.h"
#include "../sentence.h"
#include "../text.h"
#include "common.h"
#include "input.h"
#include "page.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_FILE_MAX = 1 << 20, ATTESTATION_FILE_MAX = 60 * 1024, SIREN_LENGTH = 9 };

struct order {
    const char *record, *attestation, *output;
};

struct sheet {
    char *record_json, *attestation_json; /* as the registry sent them */
    size_t record_size, attestation_size;
    struct record *record;
    struct registry_attestation attestation;
    struct seal *seal;
    bool specimen;
    const char *prefecture;
    struct config station;
};

static bool read_order(int argc, char **argv, struct order *order) {
    const struct {
        const char *name;
        const char **value;
    } options[] = {{"--record", &order->record}, {"--attestation", &order->attestation}, {"-o", &order->output}};
    for (int i = 2; i < argc; i += 2) {
        bool known = false;
        for (size_t j = 0; j < sizeof options / sizeof options[0] && i + 1 < argc; j++)
            if (strcmp(argv[i], options[j].name) == 0 && *options[j].value == NULL) {
                *options[j].value = argv[i + 1];
                known = true;
            }
        if (!known)
            return false;
    }
    bool whole = order->record != NULL && order->attestation != NULL && order->output != NULL;
    return whole && (strcmp(order->record, "-") != 0 || strcmp(order->attestation, "-") != 0);
}

static int refuse(int exit_status, const char *happened, const char *to_do) {
    fprintf(stderr, "guichet document\u00A0: %s La page n'a pas été écrite. %s\n", happened, to_do);
    return exit_status;
}

/* --- What is given --- */

static int refuse_file(const char *which, const char *why) {
    char happened[256];
    text_format(happened, sizeof happened, "%s\u00A0: %s.", which, why);
    return refuse(COMMAND_USAGE, happened, "Vérifiez le fichier, puis recommencez.");
}

static int refuse_content(const char *which, const struct fault *fault) {
    char why[128];
    text_format(why, sizeof why, fault->where[0] != '\0' ? "le membre «\u00A0%s\u00A0» n'est pas conforme" : "%s",
                fault->where[0] != '\0' ? fault->where : "ce n'est pas le JSON du registre");
    return refuse_file(which, why);
}

static int read_files(const struct order *order, struct sheet *sheet) {
    static const char record_words[] = "Dossier", attestation_words[] = "Attestation";
    struct fault fault = {0};
    sheet->record_json = input_read(order->record, RECORD_FILE_MAX, &sheet->record_size);
    if (sheet->record_json == NULL)
        return refuse_file(record_words, input_why(errno));
    sheet->attestation_json = input_read(order->attestation, ATTESTATION_FILE_MAX, &sheet->attestation_size);
    if (sheet->attestation_json == NULL)
        return refuse_file(attestation_words, input_why(errno));
    if (record_parse(sheet->record_json, sheet->record_size, &sheet->record, &fault) != STATUS_OK)
        return refuse_content(record_words, &fault);
    if (registry_read_attestation(sheet->attestation_json, sheet->attestation_size, &sheet->attestation, &fault) !=
        STATUS_OK)
        return refuse_content(attestation_words, &fault);
    return COMMAND_DONE;
}

/* --- The seal --- */

static int refuse_seal(const struct trust_judgement *judgement) {
    bool unknown = judgement->verdict == TRUST_UNKNOWN_ISSUER;
    char happened[256];
    text_format(happened, sizeof happened, "Sceau refusé. %s", trust_verdict_words(judgement));
    return refuse(unknown ? COMMAND_CANNOT_TELL : COMMAND_NO, happened,
                  unknown ? "Ajoutez le certificat de l'émetteur au dossier de confiance, puis recommencez."
                          : "Demandez une nouvelle attestation au registre.");
}

static int refuse_difference(const struct fault *fault) {
    struct sentence sentence;
    sentence_write(SENTENCE_COMMAND, fault, &sentence);
    return refuse(COMMAND_NO, sentence.happened,
                  "Prenez le dossier sur lequel l'attestation a été délivrée, ou demandez-en une nouvelle.");
}

static int judge_seal(struct sheet *sheet) {
    struct trust *trust = NULL;
    struct trust_judgement judgement;
    struct fault fault = {0};
    const char *text = sheet->attestation.seal;
    if (command_open_trust(NULL, !command_has_station(), &trust, &fault) != STATUS_OK)
        return command_fail(&fault);
    trust_judge(trust, text, strlen(text), sheet->seal, &judgement);
    trust_close(trust);
    if (judgement.verdict != TRUST_VALID)
        return refuse_seal(&judgement);
    sheet->specimen = judgement.test;
    return COMMAND_DONE;
}

/* A whole number of pages, as DI 09 writes it; 0 when there is none. */
static int pages_of(const struct seal *seal) {
    const struct seal_field *field = seal_find(seal, "09");
    char digits[5] = "";
    if (field == NULL || field->length != sizeof digits - 1)
        return 0;
    memcpy(digits, field->value, field->length);
    return digits[strspn(digits, "0123456789")] == '\0' ? (int)strtol(digits, NULL, 10) : 0;
}

/* What no seal of such an attestation may be, said in its own words. */
static int refuse_kind(const struct sheet *sheet, bool is_adcs) {
    if (is_adcs && seal_find(sheet->seal, "AG") != NULL)
        return refuse(COMMAND_NO,
                      "Le sceau de l'ADCS porte un solde de points, ce que la loi interdit (art. L. 223-7).",
                      "Demandez une nouvelle attestation au registre.");
    if (!is_adcs && seal_find(sheet->seal, "E7") != NULL)
        return refuse(COMMAND_NO,
                      "Le sceau du RII porte le SIREN d'un organisme, à qui la loi ne permet pas de le remettre "
                      "(art. L. 223-7).",
                      "Demandez une nouvelle attestation au registre.");
    if (strcmp(sheet->attestation.record_version, sheet->record->version) != 0)
        return refuse(COMMAND_NO, "L'attestation a été délivrée sur une autre version du dossier.",
                      "Prenez le dossier de cette version, ou demandez une nouvelle attestation au registre.");
    return COMMAND_DONE;
}

/* Everything that the seal says but the number of pages, which is known when they are laid out, and the SIREN of who
 * asked, which neither file holds. */
static enum status compare_values(const struct sheet *sheet, bool is_adcs, struct fault *fault) {
    const struct guidance_state *state = guidance_state(sheet->record->licence.state);
    const struct seal_field *siren = seal_find(sheet->seal, "E7");
    char requester[SIREN_LENGTH + 1] = "";
    if (siren != NULL && siren->length == SIREN_LENGTH)
        memcpy(requester, siren->value, SIREN_LENGTH);
    struct seal_attestation expected = {.document = is_adcs ? SEAL_ADCS : SEAL_RII,
                                        .number = sheet->attestation.number,
                                        .issued_at = sheet->attestation.issued_at,
                                        .valid_until = sheet->attestation.valid_until,
                                        .pages = pages_of(sheet->seal),
                                        .requester_siren = siren != NULL ? requester : NULL};
    if (expected.pages == 0)
        return fault_set(fault, STATUS_SEAL_DIFFERS, "09", NULL);
    bool may_drive = state != NULL && state->rights != GUIDANCE_MAY_NOT_DRIVE;
    return seal_compare(sheet->seal, sheet->record, &expected, may_drive, fault);
}

/* An APC with points is refused whatever the attestation calls itself. */
static int compare_seal(const struct sheet *sheet) {
    bool is_adcs = strcmp(sheet->attestation.type, "ADCS") == 0;
    bool is_apc = seal_field_is(seal_find(sheet->seal, "E4"), "APC");
    struct fault fault = {0};
    int exit_status = refuse_kind(sheet, is_adcs || is_apc);
    if (exit_status != COMMAND_DONE)
        return exit_status;
    return compare_values(sheet, is_adcs, &fault) == STATUS_OK ? COMMAND_DONE : refuse_difference(&fault);
}

/* --- The page --- */

/* "Préfecture …" of the station, or of training. */
static int choose_station(struct sheet *sheet) {
    struct fault fault = {0};
    sheet->prefecture = CONFIG_TRAINING_PREFECTURE;
    if (!command_has_station())
        return COMMAND_DONE;
    if (config_read(CONFIG_STATION_FILE, &sheet->station, &fault) != STATUS_OK)
        return command_fail(&fault);
    sheet->prefecture = sheet->station.prefecture;
    return COMMAND_DONE;
}

static enum status draw(const struct sheet *sheet, struct command_page *page, struct message *drawn,
                        struct fault *fault) {
    struct message request = {.head = json_pack("{s:s, s:o}", "draw", sheet->attestation.type, "attestation",
                                                json_loadb(sheet->attestation_json, sheet->attestation_size, 0, NULL)),
                              .body_size = sheet->record_size};
    request.body = memory_alloc(sheet->record_size);
    memcpy(request.body, sheet->record_json, sheet->record_size);
    return command_page_ask(page, &request, drawn, fault);
}

/* The PDF, if it has the pages that the seal says. */
static enum status take(const struct sheet *sheet, struct command_page *page, struct message *pdf,
                        struct fault *fault) {
    struct message settings = {.head = json_pack("{s:{s:s, s:s, s:b}}", "configure", "printer_ca", "", "prefecture",
                                                 sheet->prefecture, "specimen", (int)sheet->specimen)};
    struct message drawn = {0}, request = {.head = json_pack("{s:b}", "take", 1)};
    enum status status = command_page_tell(page, &settings, fault);
    if (status == STATUS_OK)
        status = draw(sheet, page, &drawn, fault);
    json_int_t pages = json_integer_value(json_object_get(json_object_get(drawn.head, "drawn"), "pages"));
    message_clear(&drawn);
    if (status == STATUS_OK && pages != pages_of(sheet->seal))
        status = fault_set(fault, STATUS_SEAL_DIFFERS, "09", NULL);
    if (status == STATUS_OK)
        status = command_page_ask(page, &request, pdf, fault);
    message_clear(&request);
    return status;
}

static int refuse_page(const struct fault *fault) {
    struct sentence sentence;
    if (fault->code == STATUS_SEAL_DIFFERS)
        return refuse_difference(fault);
    sentence_write(SENTENCE_DRAW, fault, &sentence);
    return refuse(COMMAND_CANNOT_TELL, sentence.happened, "Recommencez\u00A0; sinon prévenez le technicien.");
}

static int refuse_output(const struct fault *fault) {
    char happened[256];
    text_format(happened, sizeof happened, "Le fichier de sortie ne peut pas être écrit\u00A0: %s.",
                fault->code == STATUS_TOO_LONG  ? "son nom est trop long"
                : fault->code == STATUS_INVALID ? "ce qui porte ce nom n'est pas un fichier ordinaire"
                : fault->code == STATUS_FULL    ? "le disque est plein, ou la taille des fichiers est limitée"
                                                : "dossier absent ou protégé");
    return refuse(COMMAND_CANNOT_TELL, happened,
                  "Vérifiez le nom, le dossier et la place sur le disque, puis recommencez.");
}

static int write_page(const struct order *order, const struct sheet *sheet) {
    struct command_page *page = NULL;
    struct message pdf = {0};
    struct fault fault = {0};
    int exit_status = COMMAND_DONE;
    if (command_page_open(&page, &fault) != STATUS_OK || take(sheet, page, &pdf, &fault) != STATUS_OK)
        exit_status = refuse_page(&fault);
    else if (output_write(order->output, pdf.body, pdf.body_size, &fault) != STATUS_OK)
        exit_status = refuse_output(&fault);
    message_clear(&pdf);
    command_page_close(page);
    return exit_status;
}

static void clear(struct sheet *sheet) {
    memory_free(sheet->record_json);
    memory_free(sheet->attestation_json);
    record_free(sheet->record);
    registry_attestation_clear(&sheet->attestation);
    memory_free(sheet->seal);
}

int command_document(int argc, char **argv) {
    struct order order = {0};
    struct sheet sheet = {0};
    if (!read_order(argc, argv, &order))
        return command_usage("document");
    sheet.seal = memory_alloc(sizeof *sheet.seal);
    int exit_status = read_files(&order, &sheet);
    if (exit_status == COMMAND_DONE)
        exit_status = judge_seal(&sheet);
    if (exit_status == COMMAND_DONE)
        exit_status = compare_seal(&sheet);
    if (exit_status == COMMAND_DONE)
        exit_status = choose_station(&sheet);
    if (exit_status == COMMAND_DONE)
        exit_status = write_page(&order, &sheet);
    clear(&sheet);
    return exit_status;
}
