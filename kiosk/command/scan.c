/* guichet scan: what a scanner sent in; what the field of Accueil would make of it out. It must not open a file, nor
 * verify a seal. */
#include "../scan.h"
#include "../memory.h"
#include "../neph.h"
#include "../text.h"
#include "common.h"
#include "input.h"
#include "mrz_answer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *repair_name(enum scan_repair repair) {
    static const char *const names[] = {
        [SCAN_AS_IT_CAME] = "none",     [SCAN_PROVED] = "proved",       [SCAN_TO_CONFIRM] = "to-confirm",
        [SCAN_TO_VERIFY] = "to-verify", [SCAN_AMBIGUOUS] = "ambiguous", [SCAN_DAMAGED] = "damaged",
    };
    return names[repair];
}

/* Is there something that the counter would go on with? */
static bool is_understood(const struct scan *scan) {
    return scan->kind != SCAN_UNKNOWN && scan->repair != SCAN_AMBIGUOUS && scan->repair != SCAN_DAMAGED;
}

/* --- JSON --- */

static json_t *lines_json(const struct mrz *mrz) {
    char text[MRZ_TEXT_MAX + 3] = "";
    size_t length = 0;
    for (int i = 0; i < mrz->line_count; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", i > 0 ? "\n" : "", mrz->lines[i]);
    json_t *made = json_string(text);
    memory_wipe(text, sizeof text);
    return made;
}

static json_t *value_json(const struct scan *scan) {
    if (!is_understood(scan))
        return json_null();
    if (scan->kind == SCAN_MRZ)
        return lines_json(&scan->mrz);
    if (scan->kind != SCAN_2D_DOC)
        return json_string(scan->neph);
    json_t *text = json_stringn(scan->seal, scan->seal_length); /* NULL when it is not UTF-8: no 2D-Doc is not */
    return text != NULL ? text : json_null();
}

static json_t *answer_json(const struct scan *scan) {
    json_t *made = json_pack("{s:s, s:s, s:o}", "kind", scan_kind_name(scan->kind), "repair", repair_name(scan->repair),
                             "value", value_json(scan));
    if (scan->kind == SCAN_MRZ && scan->mrz.line_count > 0)
        json_object_set_new(made, "mrz", mrz_answer_json(&scan->mrz));
    if (scan->why != NULL)
        json_object_set_new(made, "why", json_string(scan->why));
    return made;
}

/* --- French --- */

static const char *why_words(const char *why) {
    static const char *const words[][2] = {
        {"empty", "il n'y a rien"},
        {"too-short", "un NEPH a au moins 5 lettres et chiffres"},
        {"too-long", "un NEPH a au plus 19 lettres et chiffres"},
        {"bad-character", "un caractère n'est ni une lettre, ni un chiffre, ni un séparateur"},
        {"dash", "un tiret peut être un 6"},
        {"moved-letter", "sur un clavier AZERTY, A, Q, Z, W ou M peut être une autre lettre"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i][0], why) == 0)
            return words[i][1];
    return why;
}

static void print_repair(const struct scan *scan) {
    switch (scan->repair) {
    case SCAN_AS_IT_CAME:
        break;
    case SCAN_PROVED:
        puts("Remis en ordre\u00A0: les chiffres de contrôle le prouvent.");
        break;
    case SCAN_TO_CONFIRM:
        puts("Remis en ordre, sans preuve\u00A0: à confirmer par l'agent.");
        break;
    case SCAN_TO_VERIFY:
        puts("Remis en ordre\u00A0: seule la signature le prouvera.");
        break;
    case SCAN_AMBIGUOUS:
        printf("Se lit de deux façons (%s)\u00A0: à saisir de nouveau.\n", why_words(scan->why));
        break;
    case SCAN_DAMAGED:
        puts(scan_setup_sentence());
        break;
    }
}

static void print_answer(const struct scan *scan) {
    char grouped[32];
    switch (scan->kind) {
    case SCAN_UNKNOWN:
        printf("Rien n'est reconnu\u00A0: %s.\n", why_words(scan->why));
        break;
    case SCAN_NEPH:
        neph_write_grouped(scan->neph, grouped);
        printf("NEPH%s%s\n", grouped[0] != '\0' ? "\u00A0: " : "", grouped);
        memory_wipe(grouped, sizeof grouped);
        break;
    case SCAN_TITLE_NUMBER:
        printf("Numéro de titre%s%s\n", scan->neph[0] != '\0' ? "\u00A0: " : "", scan->neph);
        break;
    case SCAN_MRZ:
        puts("Zone de lecture automatique");
        if (is_understood(scan))
            mrz_answer_text(&scan->mrz);
        break;
    case SCAN_2D_DOC:
        puts("2D-Doc");
        break;
    }
    print_repair(scan);
}

int command_scan(int argc, char **argv) {
    const char *file;
    bool json;
    size_t size = 0;
    if (!command_read_file_options(argc, argv, &json, &file))
        return command_usage("scan");
    char *text = input_read(file, SCAN_TEXT_MAX, &size);
    if (text == NULL) {
        fprintf(stderr, "guichet scan\u00A0: %s. Rien n'a été reconnu. %s\n", input_why(errno),
                "Vérifiez le nom et les droits du fichier, puis recommencez.");
        return COMMAND_USAGE;
    }
    struct scan *scan = memory_alloc(sizeof *scan);
    clock_init(NULL);
    scan_read(text, size, NULL, clock_today(), scan);
    int exit_status = is_understood(scan) ? COMMAND_DONE : COMMAND_NO;
    if (json && command_answer(answer_json(scan)) != COMMAND_DONE)
        exit_status = COMMAND_CANNOT_TELL;
    else if (!json)
        print_answer(scan);
    memory_free(scan);
    memory_free(text);
    return command_flush(exit_status);
}
