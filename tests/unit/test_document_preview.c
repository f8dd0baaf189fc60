/* The preview of a document: a text of the registry, however long, is not left out. */
#include "../../kiosk/memory.h"
#include "../../screens/document_preview.h"
#include "../support/rii.h"
#include "../support/specimen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_MAX = 512, COLUMNS = 76 }; /* bytes of a text of a record; of the preview on 80 columns */

/* "MOT MOT MOT …", as long as the registry may send it. */
static void lengthen(char **text) {
    char words[TEXT_MAX + 1];
    for (size_t i = 0; i < TEXT_MAX; i++)
        words[i] = "MOT "[i % 4];
    words[TEXT_MAX] = '\0';
    rii_set_text(text, words);
}

static int count_lines(struct record *record) {
    const struct counter counter = {.record = record};
    return document_preview(&counter, COUNTER_ADCS, 0, (struct rect){0, 0, COLUMNS, 24}, 0, false);
}

static void the_longest_texts_are_all_told(void **state) {
    (void)state;
    struct record *record = specimen_record(specimen_name(0));
    char **const texts[] = {&record->holder.family_name, &record->holder.usual_name, &record->holder.birth_place,
                            &record->licence.title_number, &record->licence.categories[0].code};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int before = count_lines(record);
        lengthen(texts[i]);
        assert_true(count_lines(record) >= before + TEXT_MAX / COLUMNS);
    }
    record_free(record);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_longest_texts_are_all_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
