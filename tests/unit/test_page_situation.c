/* "Ma situation" as it is laid out: what it tells the person, and what it never says. */
#include "../../printing/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/guidance.h"
#include "../../kiosk/memory.h"
#include "../../kiosk/text.h"
#include "../support/laid_out.h"
#include "../support/specimen.h"

#define FIGURE_PT 25.0 /* nothing but the balance is larger */
#define NOW SPECIMEN_NOW

static const struct page_station station = {.prefecture = "Préfecture du Calvados", .specimen = true};

static void lay_out_on(const struct record *record, struct date_time now, struct page_document *document) {
    const struct registry_attestation moment = {.issued_at = now};
    struct fault fault = {0};
    assert_int_equal(page_lay_out(PAGE_SITUATION, record, &moment, &station, page_measure_sans, NULL, document, &fault),
                     STATUS_OK);
}

static void lay_out(const struct record *record, struct page_document *document) {
    struct date_time now;
    assert_int_equal(date_parse_time(NOW, &now), STATUS_OK);
    lay_out_on(record, now, document);
}

static char *text_of_record(const struct record *record) {
    struct page_document document = {0};
    lay_out(record, &document);
    char *text = laid_out_text(&document);
    page_clear(&document);
    return text;
}

static char *text_of_driver(const char *name) {
    struct record *record = specimen_record(name);
    char *text = text_of_record(record);
    record_free(record);
    return text;
}

/* As laid_out_text() gives it: no-break spaces as spaces. memory_free(). */
static char *plain(const char *words) {
    char *text = memory_copy(words), *out = text;
    for (const char *at = words; *at != '\0'; at++) {
        bool no_break = strncmp(at, "\u00A0", strlen("\u00A0")) == 0;
        *out++ = no_break ? ' ' : *at;
        at += no_break;
    }
    *out = '\0';
    return text;
}

static void assert_in_order(const char *text, const char *first, const char *second) {
    laid_out_assert_says(text, first);
    laid_out_assert_says(text, second);
    assert_true(strstr(text, first) < strstr(text, second));
}

/* --- What it says --- */

static void says_who_and_which_state_for_every_driver(void **state) {
    (void)state;
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        struct record *record = specimen_record(name);
        const struct guidance_state *guidance = guidance_state(record->licence.state);
        char *text = text_of_record(record), balance[64];
        laid_out_assert_says(text, "\nMa situation\n");
        laid_out_assert_says(text, "\nInformation, sans valeur d'attestation\n");
        laid_out_assert_says(text, record->holder.family_name);
        laid_out_assert_says(text, record->neph);
        laid_out_assert_says(text, "\nImprimé le\n24 novembre 2026\nà 9 h 31\n");
        if (guidance != NULL) {
            laid_out_assert_says(text, guidance->label);
            char *person = plain(guidance->person);
            laid_out_assert_says(text, person);
            memory_free(person);
        }
        text_format(balance, sizeof balance, "\n%d point%s sur %d\n", record->points_balance,
                    record->points_balance > 1 ? "s" : "", record->points_maximum);
        assert_int_equal(strstr(text, balance) != NULL, record->has_points);
        laid_out_assert_says(text, "\nOù regarder ensuite\n");
        memory_free(text);
        record_free(record);
    }
}

static void says_what_comes_back_when_and_why(void **state) {
    (void)state;
    char *text = text_of_driver("infractions-simultanees");
    laid_out_assert_says(text, "\nProchaine restitution\n+8 le 9 février 2029\n");
    laid_out_assert_says(text, "trois ans sans nouvelle infraction depuis le retrait du 9 février 2026\n");
    laid_out_assert_says(text, "\nVous aurez alors 12 points, sous réserve de l'absence de nouvelle infraction.\n");
    laid_out_assert_says(text, "\nRefus de priorité à un piéton\n\u22126\n9 février 2029, trois ans sans infraction\n");
    memory_free(text);
    text = text_of_driver("valide-12-points-aucun-evenement");
    laid_out_assert_says(text, "\nProchaine restitution\naucune prévue\nVous avez déjà tous vos points.\n");
    laid_out_assert_says(text, "\nAucun point retiré n'est en attente de retour.\n");
    laid_out_assert_says(text, "un stage ne vous rendrait aucun point aujourd'hui");
    memory_free(text);
}

static void says_what_is_at_risk_and_what_is_lost(void **state) {
    (void)state;
    char *text = text_of_driver("infraction-en-attente");
    laid_out_assert_says(text, "\nCe retour est à risque : infraction du 22 août 2026, pas encore définitive.\n");
    laid_out_assert_says(text, "\n(3)\nPas encore définitive : rien n'est retiré\n");
    memory_free(text);
    text = text_of_driver("probatoire-48n-stage-a-faire");
    laid_out_assert_says(
        text,
        "\nVous ne recevrez pas 2 points le 23 septembre 2027 : infraction du 11 juillet 2026 (art. R. 223-1).\n");
    memory_free(text);
}

static void puts_a_mandatory_stage_first_of_all(void **state) {
    (void)state;
    char *text = text_of_driver("probatoire-48n-stage-a-faire");
    assert_in_order(text, "\nStage obligatoire : à faire au plus tard le 24 janvier 2027\n", "\nTitulaire\n");
    assert_in_order(text, "\nVous avez reçu la lettre 48N le 24 septembre 2026.", "\nTitulaire\n");
    memory_free(text);
    text = text_of_driver("probatoire-48n-stage-fait");
    laid_out_assert_does_not_say(text, "tage obligatoire");
    memory_free(text);
}

static void says_that_the_deadline_of_a_stage_is_over(void **state) {
    (void)state;
    struct record *record = specimen_record("probatoire-48n-stage-a-faire");
    const struct {
        struct date_time now;
        const char *words;
    } moments[] = {
        {{.date = {2027, 1, 24}}, "\nStage obligatoire : à faire au plus tard le 24 janvier 2027\n"},
        {{.date = {2027, 1, 25}}, "\nStage obligatoire : délai dépassé depuis le 24 janvier 2027\n"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct page_document document = {0};
        lay_out_on(record, moments[i].now, &document);
        char *text = laid_out_text(&document);
        laid_out_assert_says(text, moments[i].words);
        memory_free(text);
        page_clear(&document);
    }
    record_free(record);
}

static void tells_the_official_balance_from_the_computed_one(void **state) {
    (void)state;
    char *text = text_of_driver("retard-infraction-non-enregistree");
    laid_out_assert_says(text, "\n12 points sur 12\n");
    laid_out_assert_says(text,
                         "donne 9. Le solde du registre fait foi. L'infraction du 29 août 2026 (\u22123) n'est pas "
                         "encore enregistrée. C'est normal : ");
    memory_free(text);
    struct record *record = specimen_record("retard-infraction-non-enregistree");
    record->points_balance = 2;
    text = text_of_record(record);
    laid_out_assert_says(text, "\n2 points sur 12\n");
    laid_out_assert_says(text, "Demandez à la préfecture de vérifier cet écart.");
    laid_out_assert_does_not_say(text, "C'est normal");
    memory_free(text);
    record_free(record);
}

static void says_from_when_a_stage_counts(void **state) {
    (void)state;
    struct record *record = specimen_record("retard-stage-non-enregistre");
    struct page_document document = {0};
    const struct date_time late = {.date = {2040, 1, 1}};
    char *text = text_of_record(record);
    laid_out_assert_says(text, "Il ne compte qu'une fois par an : pour vous, à partir du 8 novembre 2027.");
    memory_free(text);
    record->points_balance = 3;
    lay_out_on(record, late, &document);
    text = laid_out_text(&document);
    laid_out_assert_says(text, "Il ne compte qu'une fois par an : pour vous, dès maintenant.");
    memory_free(text);
    page_clear(&document);
    record_free(record);
}

static void says_what_a_nil_balance_or_a_48si_means(void **state) {
    (void)state;
    char *text = text_of_driver("solde-zero-48si-non-notifiee");
    laid_out_assert_says(text, "Votre permis reste valable tant que vous n'avez pas reçu la lettre 48SI.");
    memory_free(text);
    text = text_of_driver("invalide-48si-notifiee");
    laid_out_assert_says(text, "Plus rien ne revient sur ce permis, ni seul, ni par un stage.");
    laid_out_assert_says(text, "\nAucun retour sur ce permis\n");
    laid_out_assert_says(text, "\nSans permis valide, un stage ne rend aucun point.\n");
    memory_free(text);
}

static void says_that_points_are_without_object(void **state) {
    (void)state;
    char *text = text_of_driver("ue-valide-points-sans-objet");
    laid_out_assert_says(text, "\nPoints : sans objet\n");
    laid_out_assert_does_not_say(text, "Solde officiel");
    laid_out_assert_does_not_say(text, "Prochaine restitution");
    memory_free(text);
}

static void says_when_nothing_can_be_computed(void **state) {
    (void)state;
    struct record *record = specimen_record("valide-12-points-aucun-evenement");
    record->profile.licence_date = (struct date){2027, 1, 1};
    char *text = text_of_record(record);
    laid_out_assert_says(text, "\nProchaine restitution\nnon calculée\n");
    laid_out_assert_says(text, "\n12 points sur 12\n");
    memory_free(text);
    record_free(record);
}

static void draws_the_balance_as_squares(void **state) {
    (void)state;
    struct record *record = specimen_record("probatoire-48n-stage-fait");
    for (int balance = 0; balance <= record->points_maximum; balance++) {
        struct page_document document = {0};
        int squares = 0, filled = 0, figures = 0;
        char number[16];
        text_format(number, sizeof number, "%d ", balance);
        record->points_balance = balance;
        lay_out(record, &document);
        for (size_t i = 0; i < document.count; i++) {
            const struct page_item *item = &document.items[i];
            bool square = item->kind == PAGE_BOX && item->width_mm == item->height_mm;
            squares += square;
            filled += square && item->filled;
            figures += item->kind == PAGE_TEXT && item->size_pt > FIGURE_PT && strcmp(item->text, number) == 0;
        }
        assert_int_equal(squares, record->points_maximum);
        assert_int_equal(filled, balance);
        assert_int_equal(figures, 1);
        page_clear(&document);
    }
    record_free(record);
}

static void says_the_measures_in_force_but_not_whose_they_are(void **state) {
    (void)state;
    char *text = text_of_driver("suspendu-hors-activite-professionnelle");
    laid_out_assert_says(text,
                         "\nSuspension judiciaire du 5 octobre 2026 au 5 avril 2027, hors activité professionnelle\n");
    laid_out_assert_does_not_say(text, "Tribunal");
    memory_free(text);
    text = text_of_driver("ead-en-cours");
    laid_out_assert_says(text, "éthylotest antidémarrage (EAD) du 1er juin 2026 au 1er juin 2027, art. R. 224-6\n");
    memory_free(text);
}

static void says_when_all_points_would_be_back(void **state) {
    (void)state;
    char *text = text_of_driver("dix-ans-soixante-evenements");
    laid_out_assert_says(text, "\n+1 le 4 février 2027\n");
    laid_out_assert_says(text, "\nTous vos points, 12, reviendraient au plus tard le 23 avril 2029.\n");
    memory_free(text);
    text = text_of_driver("infractions-simultanees"); /* the next restitution is that one */
    laid_out_assert_does_not_say(text, "Tous vos points");
    memory_free(text);
}

/* --- What it never says --- */

static void could_not_pass_for_an_attestation(void **state) {
    (void)state;
    static const char *const never[] = {"Attestation",   "présenté lors", "contrôle (art",  "Délivré",      "Valable",
                                        "2D-DOC",        "Vérifier",      "AUTORISE",       "n° ",          "officier",
                                        "dire le solde", "signaler",      "au responsable", "orienter vers"};
    const char *name;
    for (size_t i = 0; (name = specimen_name(i)) != NULL; i++) {
        struct record *record = specimen_record(name);
        struct page_document document = {0};
        lay_out(record, &document);
        assert_null(laid_out_find(&document, PAGE_MATRIX));
        assert_null(laid_out_find(&document, PAGE_QR));
        assert_string_equal(document.title, "Ma situation");
        char *text = laid_out_text(&document);
        for (size_t j = 0; j < sizeof never / sizeof never[0]; j++)
            laid_out_assert_does_not_say(text, never[j]);
        memory_free(text);
        page_clear(&document);
        record_free(record);
    }
}

static void says_no_address(void **state) {
    (void)state;
    struct record *record = specimen_record("specimen-2d-doc");
    char *text = text_of_record(record);
    for (size_t i = 0; i < record->holder.address.count; i++)
        laid_out_assert_does_not_say(text, record->holder.address.items[i]);
    memory_free(text);
    record_free(record);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_who_and_which_state_for_every_driver),
        cmocka_unit_test(says_what_comes_back_when_and_why),
        cmocka_unit_test(says_what_is_at_risk_and_what_is_lost),
        cmocka_unit_test(puts_a_mandatory_stage_first_of_all),
        cmocka_unit_test(says_that_the_deadline_of_a_stage_is_over),
        cmocka_unit_test(tells_the_official_balance_from_the_computed_one),
        cmocka_unit_test(says_from_when_a_stage_counts),
        cmocka_unit_test(says_what_a_nil_balance_or_a_48si_means),
        cmocka_unit_test(says_that_points_are_without_object),
        cmocka_unit_test(says_when_nothing_can_be_computed),
        cmocka_unit_test(draws_the_balance_as_squares),
        cmocka_unit_test(says_the_measures_in_force_but_not_whose_they_are),
        cmocka_unit_test(says_when_all_points_would_be_back),
        cmocka_unit_test(could_not_pass_for_an_attestation),
        cmocka_unit_test(says_no_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
