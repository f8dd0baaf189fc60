/* A machine readable zone as JSON and in French. It must not judge it. */
#include "mrz_answer.h"

#include <stdio.h>
#include <string.h>

/* Sets of formats: which have a field. */
enum {
    FRDL = 1 << MRZ_FRDL,
    NLDL = 1 << MRZ_NLDL,
    DL = 1 << MRZ_DL,
    IDFRA = 1 << MRZ_IDFRA,
    TD1 = 1 << MRZ_TD1,
    TD2 = 1 << MRZ_TD2,
    TD3 = 1 << MRZ_TD3,
    ICAO = TD1 | TD2 | TD3
};

static const char *word(const char *text) {
    return text[0] != '\0' ? text : NULL;
}

/* --- JSON --- */

/* The members are named as the specimens of our tests name them. */
static void add_text(json_t *fields, const char *name, const char *text) {
    json_object_set_new(fields, name, word(text) != NULL ? json_string(text) : json_null());
}

static void add_date(json_t *fields, const char *name, struct date date) {
    char text[11] = "";
    if (date_is_set(date))
        date_format_iso(date, text);
    add_text(fields, name, text);
}

static void add_cut(json_t *fields, const char *name, bool is_cut) {
    if (is_cut)
        json_object_set_new(fields, name, json_true());
}

static void add_others(json_t *fields, const struct mrz *mrz) {
    static const struct {
        unsigned formats;
        const char *names[2];
    } others[] = {{TD1, {"optional1", "optional2"}},
                  {TD2 | TD3, {"optional", NULL}},
                  {IDFRA, {"admin", NULL}},
                  {NLDL, {"version", "random"}}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        for (int k = 0; k < 2; k++)
            if ((others[i].formats & 1U << mrz->format) != 0 && others[i].names[k] != NULL)
                add_text(fields, others[i].names[k], mrz->optional[k]);
}

static json_t *fields_json(const struct mrz *mrz) {
    json_t *fields = json_object();
    unsigned format = 1U << mrz->format;
    const char sex[2] = {mrz->sex};
    add_text(fields, "code", mrz->code);
    add_text(fields, "state", mrz->state);
    if ((format & DL) == 0)
        add_text(fields, "number", mrz->number);
    if ((format & (FRDL | IDFRA | ICAO)) != 0) {
        add_text(fields, "surname", mrz->family_name);
        add_cut(fields, "surname_cut", mrz->family_name_cut);
    }
    if ((format & (IDFRA | ICAO)) != 0) {
        add_text(fields, "given", mrz->given_names);
        add_cut(fields, "given_cut", mrz->given_names_cut);
        add_date(fields, "birth", mrz->birth);
        add_text(fields, "sex", sex);
        add_text(fields, "nationality", mrz->nationality);
    }
    if ((format & (FRDL | ICAO)) != 0)
        add_date(fields, "expiry", mrz->expiry);
    if ((format & IDFRA) != 0)
        add_date(fields, "valid_until", mrz_valid_until(mrz));
    add_others(fields, mrz);
    return fields;
}

static json_t *digit_json(char digit) {
    return digit != '\0' ? json_stringn(&digit, 1) : json_null();
}

static json_t *errors_json(const struct mrz *mrz) {
    json_t *errors = json_array();
    for (int i = 0; i < mrz->error_count; i++) {
        const struct mrz_error *error = &mrz->errors[i];
        json_array_append_new(errors, json_pack("{s:s, s:o, s:o}", "field", error->field, "printed",
                                                digit_json(error->printed), "computed", digit_json(error->computed)));
    }
    return errors;
}

json_t *mrz_answer_json(const struct mrz *mrz) {
    return json_pack("{s:s, s:b, s:o, s:o}", "format", mrz_format_name(mrz->format), "valid", mrz->error_count == 0,
                     "fields", fields_json(mrz), "errors", errors_json(mrz));
}

/* --- French --- */

static const char *document_label(enum mrz_format format) {
    static const char *const labels[] = {
        [MRZ_FRDL] = "permis de conduire français",
        [MRZ_NLDL] = "permis de conduire néerlandais",
        [MRZ_DL] = "permis de conduire d'un autre pays",
        [MRZ_IDFRA] = "carte d'identité française d'avant 2021",
        [MRZ_TD1] = "carte d'identité ou titre de séjour",
        [MRZ_TD2] = "carte d'identité ou titre de séjour",
        [MRZ_TD3] = "passeport",
    };
    return labels[format];
}

static const char *field_label(const char *name) {
    static const char *const labels[][2] = {
        {"code", "Type de document"},
        {"state", "État émetteur"},
        {"number", "Numéro"},
        {"nationality", "Nationalité"},
        {"names", "Noms"},
        {"birth", "Date de naissance"},
        {"sex", "Sexe"},
        {"expiry", "Date d'expiration"},
        {"optional", "Données facultatives"},
        {"composite", "Ensemble de la zone"},
    };
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(labels[i][0], name) == 0)
            return labels[i][1];
    return name;
}

static void print_text(const char *label, const char *text, bool is_cut) {
    if (word(text) != NULL)
        printf("%s\u00A0: %s%s\n", label, text, is_cut ? "… (peut-être coupé)" : "");
}

static void print_date(const char *label, struct date date) {
    char text[40];
    if (!date_is_set(date))
        return;
    date_write_long(date, text);
    print_text(label, text, false);
}

static void print_errors(const struct mrz *mrz) {
    if (mrz->error_count == 0)
        puts("Les chiffres de contrôle sont justes.");
    else
        puts("La zone est mal lue, abîmée ou fausse\u00A0:");
    for (int i = 0; i < mrz->error_count; i++) {
        const struct mrz_error *error = &mrz->errors[i];
        printf("%s\u00A0: ", field_label(error->field));
        if (error->computed == '\0')
            puts("caractère ou date impossible.");
        else
            printf("chiffre de contrôle %c, calculé %c.\n", error->printed, error->computed);
    }
}

void mrz_answer_text(const struct mrz *mrz) {
    const char sex[2] = {mrz->sex};
    printf("Document\u00A0: %s (%s)\n", document_label(mrz->format), mrz_format_name(mrz->format));
    print_text(field_label("state"), mrz->state, false);
    print_text(field_label("number"), mrz->number, false);
    print_text("Nom", mrz->family_name, mrz->family_name_cut);
    print_text("Prénoms", mrz->given_names, mrz->given_names_cut);
    print_date(field_label("birth"), mrz->birth);
    print_text(field_label("sex"), sex, false);
    print_text(field_label("nationality"), mrz->nationality, false);
    print_date(field_label("expiry"), mrz->expiry);
    if (mrz->format == MRZ_IDFRA)
        print_date("Valable jusqu'au", mrz_valid_until(mrz));
    print_errors(mrz);
}
