/* guichet mrz: the lines of a machine readable zone in; its fields and the judgement of its check digits out. It must
 * not propose a repair: that is for the counter, where the document is at hand. */
#include "../mrz.h"
#include "../memory.h"
#include "common.h"
#include "input.h"
#include "mrz_answer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { INPUT_MAX = 4096 };

static int refuse(const char *happened, const char *to_do) {
    fprintf(stderr, "guichet mrz\u00A0: %s. Aucune zone n'a été lue. %s\n", happened, to_do);
    return COMMAND_USAGE;
}

static int answer(const struct mrz *mrz, bool json) {
    int exit_status = mrz->error_count == 0 ? COMMAND_DONE : COMMAND_NO;
    if (json)
        return command_answer(mrz_answer_json(mrz)) == COMMAND_DONE ? exit_status : COMMAND_CANNOT_TELL;
    mrz_answer_text(mrz);
    return command_flush(exit_status);
}

int command_mrz(int argc, char **argv) {
    const char *file;
    bool json;
    size_t size = 0;
    struct mrz mrz;
    if (!command_read_file_options(argc, argv, &json, &file))
        return command_usage("mrz");
    char *text = input_read(file, INPUT_MAX, &size);
    if (text == NULL)
        return refuse(input_why(errno), "Vérifiez le nom et les droits du fichier, puis recommencez.");
    clock_init(NULL);
    int exit_status;
    if (strlen(text) != size || mrz_read(text, clock_today(), &mrz) != STATUS_OK) {
        exit_status =
            refuse("l'entrée n'a pas la forme d'une zone de lecture automatique",
                   "Donnez toutes ses lignes, entières\u00A0: une ligne de 30 caractères, deux de 36 ou de 44, "
                   "ou trois de 30.");
    } else {
        exit_status = answer(&mrz, json);
        mrz_clear(&mrz);
    }
    memory_free(text);
    return exit_status;
}
