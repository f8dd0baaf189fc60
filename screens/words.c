/* Words for what records hold. It must not decide what may be shown. */
#include "words.h"

#include "../kiosk/guidance.h"
#include "../kiosk/text.h"

#include <string.h>

void words_write_day(struct date date, char out[48]) {
    char weekday[48];
    date_write_weekday(date, weekday);
    text_copy(out, 48, weekday + strcspn(weekday, "0123456789"));
}

void words_write_age(int64_t seconds, char out[32]) {
    long long minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
    if (minutes < 1)
        text_format(out, 32, "à l'instant");
    else if (hours < 1)
        text_format(out, 32, "il y a %lld min", minutes);
    else if (days < 2)
        text_format(out, 32, "il y a %lld h", hours);
    else
        text_format(out, 32, "il y a %lld jours", days);
}

void words_write_data_age(const struct date_time *time, char out[128]) {
    char day[48], hour[16], age[32];
    words_write_day(time->date, day);
    date_write_time(time, hour);
    words_write_age(clock_unix() - clock_to_unix(time), age);
    text_format(out, 128, "%s, %s (%s)", day, hour, age);
}

void words_write_copy(const struct date_time *time, char *out, size_t size) {
    char age[128], line[WORDS_MAX];
    words_write_data_age(time, age);
    text_format(line, sizeof line, "Copie du %s\u00A0: registre injoignable", age);
    words_write_capitals(line, out, size);
}

const char *words_civility(const struct record_holder *holder) {
    if (holder->title != NULL && strcmp(holder->title, "M") == 0)
        return "M. ";
    if (holder->title != NULL && strcmp(holder->title, "MME") == 0)
        return "Mme ";
    return "";
}

void words_write_holder(const struct record_holder *holder, char *out, size_t size) {
    const char *given = holder->given_names.count > 0 ? holder->given_names.items[0] : "";
    text_format(out, size, "%s%s %s", words_civility(holder), holder->family_name, given);
}

void words_write_birth_day(const struct record_holder *holder, char *out, size_t size) {
    char day[40];
    date_write_long(holder->birth_date, day);
    const char *born = holder->sex == 'F' ? "née" : holder->sex == 'M' ? "né" : "né(e)";
    text_format(out, size, "%s %s %s", born, date_is_partial(holder->birth_date) ? "en" : "le", day);
}

void words_write_birth(const struct record_holder *holder, char *out, size_t size) {
    char day[64];
    words_write_birth_day(holder, day, sizeof day);
    bool abroad = holder->birth_country != NULL && strcmp(holder->birth_country, "FR") != 0;
    const char *country = abroad ? guidance_country(holder->birth_country) : NULL;
    const char *where = !abroad ? holder->birth_department : country != NULL ? country : holder->birth_country;
    if (where == NULL)
        text_format(out, size, "%s à %s", day, holder->birth_place);
    else
        text_format(out, size, "%s à %s (%s)", day, holder->birth_place, where);
}

void words_write_list(const struct record_list *list, const char *separator, char *out, size_t size) {
    struct text_builder text;
    text_builder_init(&text, size - 1);
    for (size_t i = 0; i < list->count; i++) {
        text_append(&text, i == 0 ? "" : separator);
        text_append(&text, list->items[i]);
    }
    text_copy(out, size, text.bytes);
    text_builder_clear(&text);
}

static const char *title_status(enum record_title_status status) {
    static const char *const words[] = {
        [RECORD_TITLE_IN_SERVICE] = "en service", [RECORD_TITLE_LOST] = "déclaré perdu",
        [RECORD_TITLE_STOLEN] = "déclaré volé",   [RECORD_TITLE_DESTROYED] = "détruit",
        [RECORD_TITLE_REPLACED] = "remplacé",
    };
    return words[status];
}

void words_write_title(const struct record_licence *licence, char *out, size_t size) {
    const char *number = licence->title_number == NULL ? "sans numéro" : licence->title_number;
    if (!date_is_set(licence->title_status_since)) {
        text_format(out, size, "%s, %s", number, title_status(licence->title_status));
        return;
    }
    char day[48];
    words_write_day(licence->title_status_since, day);
    text_format(out, size, "%s, %s depuis le %s", number, title_status(licence->title_status), day);
}

static void write_title(const struct record_licence *licence, const char *what, const char *then, char *out,
                        size_t size) {
    char day[40];
    text_copy(out, size, "");
    if (licence->title_status != RECORD_TITLE_LOST && licence->title_status != RECORD_TITLE_STOLEN)
        return;
    const char *status = title_status(licence->title_status);
    bool is_dated = date_is_set(licence->title_status_since);
    if (is_dated)
        date_write_long(licence->title_status_since, day);
    text_format(out, size, "%s est %s%s%s\u00A0: %s", what, status, is_dated ? " depuis le " : "", is_dated ? day : "",
                then);
}

void words_write_title_alarm(const struct record_licence *licence, char *out, size_t size) {
    write_title(licence, "Ce titre", "ne pas le rendre, appelez le responsable.", out, size);
}

void words_write_title_note(const struct record_licence *licence, char *out, size_t size) {
    write_title(licence, "Le titre", "s'il est présenté, ne pas le rendre, appelez le responsable.", out, size);
}

void words_write_printer_state(const char *text, char *out, size_t size) {
    struct text_builder words;
    text_builder_init(&words, size - 1);
    const char *after = strncmp(text, "Imprimante ", strlen("Imprimante ")) == 0 ? text + strlen("Imprimante ") : text;
    size_t length = strcspn(after, ":.");
    while (length > 0 && (after[length - 1] == ' ' || (length > 1 && memcmp(after + length - 2, "\u00a0", 2) == 0)))
        length -= after[length - 1] == ' ' ? 1 : 2;
    char part[WORDS_MAX];
    text_format(part, sizeof part, "%.*s", (int)length, after);
    words_append_lower(&words, part);
    text_copy(out, size, words.bytes);
    text_builder_clear(&words);
}

void words_write_printer(const char *printer, char *out, size_t size) {
    const char *last = strrchr(printer, '/');
    bool is_folder = strncmp(printer, "folder:", strlen("folder:")) == 0;
    if (is_folder && last != NULL && last[1] != '\0')
        text_format(out, size, "dossier « %s »", last + 1);
    else
        text_format(out, size, "%s", printer);
}

void words_write_offence(const struct record_event *offence, char out[WORDS_MAX]) {
    char words[GUIDANCE_OFFENCE_MAX];
    if (offence->label != NULL && offence->label[0] != '\0') {
        text_copy(out, WORDS_MAX, offence->label);
        return;
    }
    guidance_offence(offence->class, offence->points, offence->committed, words);
    text_copy(out, WORDS_MAX, words);
}

void words_write_state(const struct record_licence *licence, char *out, size_t size) {
    const struct guidance_state *state = guidance_state(licence->state);
    if (state != NULL)
        text_format(out, size, "%s", state->label);
    else
        text_format(out, size, "État %s (inconnu de ce poste)", licence->state);
}

/* Latin letters, with their accents: all that French needs. */
static uint32_t capital_of(uint32_t letter) {
    bool is_plain = letter >= 'a' && letter <= 'z';
    bool is_accented = letter >= 0xE0 && letter <= 0xFE && letter != 0xF7;
    return is_plain || is_accented ? letter - 0x20 : letter == 0x153 ? 0x152 : letter;
}

void words_write_capitals(const char *text, char *out, size_t size) {
    struct text_builder builder;
    uint32_t letter;
    text_builder_init(&builder, size - 1);
    while ((letter = text_next(&text)) != 0) {
        char bytes[4];
        text_append_bytes(&builder, bytes, text_encode(capital_of(letter), bytes));
    }
    text_copy(out, size, builder.bytes);
    text_builder_clear(&builder);
}

static void append_cased(struct text_builder *builder, const char *label, char from, int shift) {
    char first = label[0];
    if (first >= from && first <= from + 25) {
        text_append_char(builder, (char)(first + shift));
        label++;
    }
    text_append(builder, label);
}

void words_append_lower(struct text_builder *builder, const char *label) {
    append_cased(builder, label, 'A', 'a' - 'A');
}

void words_append_upper(struct text_builder *builder, const char *label) {
    append_cased(builder, label, 'a', 'A' - 'a');
}
