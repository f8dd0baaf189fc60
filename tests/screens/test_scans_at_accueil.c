/* What Accueil makes of each thing that can be scanned, whole screens and ways on; Station, and what it says of a scan.
 * The scans come as a keyboard scanner or a paste gives them: all at once. */
#include "../support/scan.h"
#include "../support/zones.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../kiosk/seal.h"

#define READY "NEPH, tapé ou scanné"
#define FILE_OPEN "Titulaire, à comparer"
#define FILE_COMPARED "Titulaire, comparé au document lu"

/* --- Helpers --- */

static void scan(struct kiosk *kiosk, const char *text, const char *says) {
    scan_text(kiosk->terminal, text, says);
}

static void expect_look(struct kiosk *kiosk, const char *name) {
    char path[128];
    if (getenv("GUICHET_UPDATE_SCREENS") != NULL) /* what is saved must be a whole image */
        terminal_settle(kiosk->terminal, 300);
    snprintf(path, sizeof path, "tests/screens/expected/%s.txt", name);
    terminal_expect_file(kiosk->terminal, path);
}

static struct kiosk *enter(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_enter(kiosk);
    terminal_expect(kiosk->terminal, "● Imprimante : prête");
    return kiosk;
}

static void back(struct kiosk *kiosk) {
    kiosk_key(kiosk, "F10");
    terminal_expect(kiosk->terminal, READY);
}

/* As walk_confirm(), where the file does not open on Synthèse. */
static void confirm_to(struct terminal *terminal, const char *says) {
    static const char *const keys[] = {"Tab", "Right", "Tab", "Enter"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        terminal_key(terminal, keys[i]);
    terminal_expect(terminal, says);
}

/* --- NEPH --- */

static void a_neph_that_is_scanned_opens_its_file(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "110705140681", FILE_OPEN);
    back(kiosk);
    scan(kiosk, "110705\n140681", FILE_OPEN); /* as on the card */
    terminal_expect(kiosk->terminal, "NEPH 1107 0514 0681");
}

static void a_scan_without_line_end_waits_for_enter(void **state) {
    struct kiosk *kiosk = enter(state);
    terminal_type(kiosk->terminal, "110705140681");
    terminal_expect(kiosk->terminal, "110705140681");
    terminal_expect_absent(kiosk->terminal, FILE_OPEN);
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, FILE_OPEN);
}

/* Slower than a scanner. */
static void type_slowly(struct kiosk *kiosk, const char *text) {
    for (; *text != '\0'; text++) {
        char key[2] = {*text, '\0'};
        terminal_type(kiosk->terminal, key);
        terminal_let_pass(kiosk->terminal, 30);
    }
}

/* Too fast for a person, and not all at once. */
static void scan_key_by_key(struct kiosk *kiosk, const char *text) {
    for (; *text != '\0'; text++) {
        char key[2] = {*text, '\0'};
        terminal_type(kiosk->terminal, key);
        terminal_let_pass(kiosk->terminal, 2);
    }
}

/* As a remote terminal brings what was typed: some keys late, and all at once. The end alone is another's NEPH. */
static void a_neph_typed_in_two_rhythms_is_read_whole(void **state) {
    struct kiosk *kiosk = enter(state);
    type_slowly(kiosk, "1212");
    terminal_type(kiosk->terminal, "01200001\r");
    terminal_expect(kiosk->terminal, "NEPH 1212 0120 0001");
    back(kiosk);
    terminal_type(kiosk->terminal, "12120120");
    terminal_let_pass(kiosk->terminal, 300); /* that burst is over */
    type_slowly(kiosk, "0001");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "NEPH 1212 0120 0001");
    back(kiosk);
    terminal_type(kiosk->terminal, "121201");
    terminal_let_pass(kiosk->terminal, 300);
    terminal_type(kiosk->terminal, "200001\r");
    terminal_expect(kiosk->terminal, "NEPH 1212 0120 0001");
}

static void what_comes_at_once_goes_where_the_cursor_is(void **state) {
    struct kiosk *kiosk = enter(state);
    type_slowly(kiosk, "120001");
    for (int i = 0; i < 4; i++)
        kiosk_key(kiosk, "Left");
    terminal_type(kiosk->terminal, "120120\r");
    terminal_expect(kiosk->terminal, "NEPH 1212 0120 0001");
}

/* Its first keys are typed before it is seen to be a scan. */
static void a_scan_key_by_key_goes_where_the_cursor_is(void **state) {
    struct kiosk *kiosk = enter(state);
    type_slowly(kiosk, "1212");
    scan_key_by_key(kiosk, "01200001");
    terminal_let_pass(kiosk->terminal, 300);
    terminal_expect(kiosk->terminal, "│ 121201200001 ");
    back(kiosk);
    scan_key_by_key(kiosk, "110705140681"); /* nothing before it */
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "NEPH 1107 0514 0681");
}

/* Scanned anew after a bad reading; but Enter opens it, since it may be what a person types on. */
static void a_scan_takes_the_place_of_what_was_answered(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "999999999999", "Aucun dossier ne porte ce NEPH.");
    scan(kiosk, "110705140681", "Scanné à la place de ce qui précède : vérifiez, puis Entrée.");
    terminal_expect(kiosk->terminal, "│ 110705140681 ");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "NEPH 1107 0514 0681");
}

static void a_document_is_taken_whatever_the_field_holds(void **state) {
    struct kiosk *kiosk = enter(state);
    type_slowly(kiosk, "1212");
    scan(kiosk, ZONE_CARD, "SOLEIL-LEVANT");
}

static void a_scan_while_the_registry_is_asked_is_said_not_to_be_taken(void **state) {
    struct kiosk *kiosk = enter(state);
    kiosk_set_fault(kiosk, "lookup=late:2500,search=late:2500");
    scan(kiosk, "110705140681", "Dossier demandé au registre");
    scan(kiosk, ZONE_CARD, "Ce qui vient d'être scanné n'a pas été pris.");
    terminal_expect(kiosk->terminal, FILE_OPEN);
    terminal_expect(kiosk->terminal, "Ce qui a été scanné avant la réponse du registre n'a pas été pris");
    back(kiosk);
    scan(kiosk, ZONE_STRANGER, "Recherche dans le registre");
    scan(kiosk, "110705140681", "Ce qui vient d'être scanné n'a pas été pris.");
    terminal_expect(kiosk->terminal, "Aucun dossier au nom");
    terminal_expect(kiosk->terminal, "Ce qui a été scanné avant la réponse du registre n'a pas été pris");
    scan(kiosk, ZONE_CARD, "Recherche dans le registre");
    scan(kiosk, "110705140681", "Ce qui vient d'être scanné n'a pas été pris.");
    terminal_expect(kiosk->terminal, "1 dossier");
    terminal_expect(kiosk->terminal, "Ce qui a été scanné avant la réponse du registre n'a pas été pris");
}

static void azerty_digits_are_shown_for_the_agent_to_confirm(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "&é&éà&éààààé", "vérifiez ce NEPH, puis Entrée.");
    expect_look(kiosk, "accueil-azerty-80x24");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Aucun dossier ne porte ce NEPH.");
}

static void a_dash_that_may_be_a_6_is_asked_again(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "&é&éà-éààààé", "« - » peut être un 6 ou un tiret : scannez de nouveau, ou tapez le numéro.");
    terminal_expect_absent(kiosk->terminal, "&é&");
}

/* A card's number, 13AA00002, by a scanner set to a US keyboard, or by one set to a French one in another way. */
static void letters_that_may_be_others_are_asked_again(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk,
         "&\"QQàààà"
         "é",
         "Les lettres A et Q, Z et W, M peuvent avoir été échangées par le lecteur");
    terminal_expect_absent(kiosk->terminal, "QQ");
    kiosk_key(kiosk, "Alt-t");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Réglages attendus");
    scan(kiosk,
         "&\"QQàààà"
         "é",
         "impossible : A et Q, Z et W, M peuvent avoir été échangés");
    scan(kiosk, "&é&éà-éààààé", "impossible : « - » peut être un 6 ou un tiret");
}

/* Half a 2D-Doc, as a scanner set to a US keyboard types it. */
static void what_is_damaged_beyond_knowing_says_how_to_set_the_scanner_up(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "éàà&FR-àDU,O?TDURVILLE-&JULESàèé\"Qç(&éèàFRé&", "n'est ni un NEPH, ni un document d'identité");
    terminal_expect(kiosk->terminal, "Le lecteur est mal réglé");
    terminal_expect_absent(kiosk->terminal, "JULES");
    scan(kiosk, "https://exemple.gouv.fr/verifier?code=ABCDEF&x=1", "Scannez de nouveau, ou tapez le NEPH.");
    terminal_expect_absent(kiosk->terminal, "Le lecteur est mal réglé");
}

static void azerty_digits_typed_by_hand_are_read_too(void **state) {
    struct kiosk *kiosk = enter(state);
    static const char *const keys[] = {"&", "&", "à", "è", "à", "(", "&", "'", "à", "-", NULL};
    for (size_t i = 0; i < 9; i++) {
        terminal_type(kiosk->terminal, keys[i]);
        terminal_let_pass(kiosk->terminal, 30);
    }
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Lu sur un clavier AZERTY : vérifiez ce NEPH, puis Entrée.");
    terminal_expect(kiosk->terminal, "110705140");
}

static void a_title_number_shows_where_the_neph_is(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "13AA00002", "13AA00002 n'est pas un NEPH.");
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "ou numéro de titre  13AA00002");
}

static void what_is_nothing_known_does_not_stay_in_the_field(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "IDFRAPERSONNE<<JEAN<<<<<", "n'est ni un NEPH, ni un document d'identité");
    terminal_expect_absent(kiosk->terminal, "PERSONNE");
    scan(kiosk, "1234é567", "✗ Un NEPH n'a que des lettres sans accent");
    terminal_expect(kiosk->terminal, "1234é567"); /* to be put right */
}

/* --- Documents --- */

static void an_identity_card_finds_the_file_and_is_kept(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_CARD, "SOLEIL-LEVANT");
    terminal_expect(kiosk->terminal, "••••••••0681");
    terminal_expect(kiosk->terminal, "Document gardé pour Identité : Carte nationale d'identité.");
    expect_look(kiosk, "dossiers-par-carte-80x24");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, FILE_COMPARED);
    back(kiosk);
    terminal_expect_absent(kiosk->terminal, "gardé pour Identité");
    scan(kiosk, ZONE_PASSPORT, "Document gardé pour Identité : Passeport.");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, READY);
    terminal_expect(kiosk->terminal, "gardé pour Identité : Passeport. Échap : l'oublier.");
    kiosk_key(kiosk, "Esc");
    terminal_expect_absent(kiosk->terminal, "gardé pour Identité");
}

/* The zone has a space where the name has an apostrophe, which the registry's folding drops. */
static void a_name_with_an_apostrophe_is_found(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, "IDFRADUMONT<D<URVILLE<<<<<<<<<142512\n1102143001238JULES<<SEBASTI4205087M6", "DUMONT D'URVILLE");
}

static void homonyms_are_told_apart_by_their_birth_place(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_HOMONYM, "3 dossiers");
    terminal_expect(kiosk->terminal, "Ajaccio");
    terminal_expect(kiosk->terminal, "Rennes");
}

static void nobody_by_that_name_is_said(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_STRANGER, "Aucun dossier au nom et à la date de naissance de ce document.");
    expect_look(kiosk, "accueil-aucun-dossier-80x24");
    terminal_expect_absent(kiosk->terminal, "PERSONNE");
}

static void wrong_check_digits_are_told_and_nothing_is_kept(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_WRONG, "✗ Document mal lu : numéro (clé 5, il faudrait 6)");
    expect_look(kiosk, "accueil-mal-lu-80x24");
    terminal_expect_absent(kiosk->terminal, "gardé pour Identité");
}

static void a_doubtful_reading_is_taken_only_when_the_agent_says_so(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_DOUBTFUL, "Lecture douteuse, corrigée : ERIKSSON ANNA MARIA");
    expect_look(kiosk, "accueil-lecture-douteuse-80x24");
    terminal_expect_absent(kiosk->terminal, "gardé pour Identité");
    kiosk_key(kiosk, "Esc");
    terminal_expect_absent(kiosk->terminal, "ERIKSSON");
    scan(kiosk, ZONE_DOUBTFUL, "Lecture douteuse");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "gardé pour Identité : Carte nationale d'identité");
}

static void a_licence_is_kept_and_asks_for_the_neph(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_LICENCE, "Permis lu, gardé pour Identité. Il ne porte pas le NEPH");
    expect_look(kiosk, "accueil-permis-80x24");
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "ou numéro de titre  13AA00002");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, READY);
    scan(kiosk, "121201200001", "Permis de conduire, lu");
}

static void a_licence_of_another_state_is_said_to_be_one(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_LICENCE_ABROAD, "Permis d'un autre État (NLD)");
    terminal_expect_absent(kiosk->terminal, "gardé pour Identité");
}

/* As a scanner set to a US keyboard types on a French one. */
static void azerty_damage_of_a_zone_is_repaired_when_its_digits_prove_it(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk,
         "P.FRQSOLEIL.LEVQNT..JURGEN.ELIE.............\n"
         "&éQB\"'(-è\"FRQçéàç&'ç?\"àà&à&ç..............àé",
         "SOLEIL-LEVANT");
}

/* --- 2D-Docs --- */

static void a_valid_seal_opens_its_neph_and_its_worth_stays(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, scan_specimen(), FILE_OPEN);
    terminal_expect(kiosk->terminal, "◌ 2D-Doc de test");
    walk_confirm(kiosk->terminal);
    terminal_expect(kiosk->terminal, "◌ 2D-Doc de test");
    terminal_resize(kiosk->terminal, 40, 120);
    terminal_expect(kiosk->terminal, "◌ 2D-Doc d'un émetteur de test, signé le 22 mars 2021");
    back(kiosk);
    terminal_expect_absent(kiosk->terminal, "2D-Doc d'un");
    scan(kiosk, "110705140681", FILE_OPEN);
    terminal_expect_absent(kiosk->terminal, "2D-Doc d'un");
}

static void a_letter_opens_the_history_on_its_offence(void **state) {
    struct kiosk *kiosk = enter(state);
    char message[256];
    /* 11 July 2026: the offence of the letter; then one that the file does not have */
    snprintf(message, sizeof message, SCAN_HEADER "A101FRAB48N" SCAN_GS "AC250411140627" SCAN_GS "AD%04XAF3", 9688);
    scan(kiosk, scan_sign(message), FILE_OPEN);
    confirm_to(kiosk->terminal, "▸Historique");
    terminal_expect(kiosk->terminal, "▸11/07/2026");
    back(kiosk);
    snprintf(message, sizeof message, SCAN_HEADER "A101FRAB48N" SCAN_GS "AC250411140627" SCAN_GS "AD%04XAF3", 9600);
    scan(kiosk, scan_sign(message), FILE_OPEN);
    confirm_to(kiosk->terminal, "La lettre porte sur une infraction du 14 avril 2026");
}

static void a_seal_of_an_identity_card_searches_with_its_worth(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, scan_sign(SCAN_HEADER "0701FR65CN62SOLEIL LEVANT" SCAN_GS "60JURGEN" SCAN_GS "6914091992"),
         "SOLEIL-LEVANT");
    terminal_expect(kiosk->terminal, "émetteur de test, signé le 15 janvier 2026.");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, FILE_COMPARED);
    terminal_expect_absent(kiosk->terminal, "2D-Doc de test"); /* it is the identity that it says, not the file */
}

static void any_other_seal_goes_to_verifier_and_opens_nothing(void **state) {
    struct kiosk *kiosk = enter(state);
    char forged[SEAL_TEXT_MAX + 1];
    snprintf(forged, sizeof forged, "%s", scan_specimen());
    memcpy(strstr(forged, "DUMONT"), "DUPONT", 6);
    scan(kiosk, forged, "✗ Falsifié ou altéré");
    terminal_expect(kiosk->terminal, "Vérifier un 2D-Doc");
    expect_look(kiosk, "accueil-vers-verifier-80x24");
    kiosk_key(kiosk, "Enter");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, READY);
    scan(kiosk, scan_sign(SCAN_HEADER "0001FR10DUPONT" SCAN_GS), SCAN_VALID); /* an invoice */
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, READY);
    memcpy(strstr(forged, "FR000001"), "FR880001", 8);
    scan(kiosk, forged, "n'a pas le certificat");
}

static void a_seal_without_its_separators_says_how_to_set_the_scanner_up(void **state) {
    struct kiosk *kiosk = enter(state);
    char text[SEAL_TEXT_MAX + 1];
    size_t length = 0;
    for (const char *at = scan_specimen(); *at != '\0'; at++)
        if (*at != SEAL_GS && *at != SEAL_US)
            text[length++] = *at;
    text[length] = '\0';
    scan(kiosk, text, "Le lecteur est mal réglé");
    expect_look(kiosk, "accueil-lecteur-mal-regle-80x24");
    terminal_expect_absent(kiosk->terminal, "DUMONT");
}

/* --- Recherche --- */

static void many_searches_are_counted_before_the_agent(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_write(kiosk, "state/guichet.conf", "[identity]\nsearch_alert_count = 1\n");
    kiosk_enter(kiosk);
    for (int i = 0; i < 2; i++) {
        scan(kiosk, ZONE_STRANGER, "Aucun dossier au nom");
        kiosk_key(kiosk, "Esc");
        terminal_expect_absent(kiosk->terminal, "Aucun dossier");
    }
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "2 recherches aujourd'hui ; au-delà de 1 le responsable en est informé.");
}

static void a_document_is_not_taken_by_the_fields_of_a_search(void **state) {
    struct kiosk *kiosk = enter(state);
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "Recherche sans NEPH");
    scan(kiosk, ZONE_CARD, "Un document ne se scanne pas ici.");
    kiosk_key(kiosk, "Tab");
    type_slowly(kiosk, "du");
    scan_key_by_key(kiosk, "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Un document ne se scanne pas ici.");
    terminal_expect_row(kiosk->terminal, 7, "Nom                 du");
    terminal_expect_absent(kiosk->terminal, "IDF");
    scan(kiosk, "13AA00002", "Numéro de titre lu : Entrée pour rechercher.");
    terminal_expect(kiosk->terminal, "ou numéro de titre  13AA00002");
}

static void what_comes_at_once_in_a_search_is_typed(void **state) {
    struct kiosk *kiosk = enter(state);
    kiosk_set_fault(kiosk, "search=late:1500");
    kiosk_key(kiosk, "F2");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Tab");
    type_slowly(kiosk, "du");
    terminal_type(kiosk->terminal, "mont d'urville\t08/05/1942\r");
    terminal_expect(kiosk->terminal, "Recherche dans le registre");
    scan(kiosk, ZONE_CARD, "Ce qui vient d'être scanné n'a pas été pris.");
    terminal_expect(kiosk->terminal, "DUMONT D'URVILLE");
}

static void a_scan_over_the_candidates_is_said_not_to_be_taken(void **state) {
    struct kiosk *kiosk = enter(state);
    scan(kiosk, ZONE_HOMONYM, "3 dossiers");
    scan(kiosk, ZONE_CARD, "Ce qui vient d'être scanné n'a pas été pris.");
    terminal_expect(kiosk->terminal, "Scannez-le de nouveau sur Identité.");
    kiosk_key(kiosk, "Down");
    terminal_expect(kiosk->terminal, "▸CHÈVREFEUILLE Claire, Élise");
    terminal_expect_absent(kiosk->terminal, "n'a pas été pris");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, FILE_COMPARED);
}

/* Whoever lives elsewhere, and was born in a place with a long name. */
static void a_candidate_is_shown_with_birth_place_and_department(void **state) {
    struct kiosk *kiosk = enter(state);
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "de naissance ou d'usage");
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "du perche");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "00/00/1961");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "30/11/1961 à Mortagne-au-Perche, réside dans le 61");
}

static void help_tells_first_where_the_neph_is_and_what_became_of_the_rir(void **state) {
    struct kiosk *kiosk = enter(state);
    kiosk_key(kiosk, "F1");
    terminal_expect(kiosk->terminal, "Touches de l'écran « Accueil »");
    kiosk_key(kiosk, "PageDown");
    terminal_expect(kiosk->terminal, "Où trouver le NEPH");
    for (int page = 0; page < 60 && !terminal_wait_text(kiosk->terminal, "RIR : relevé", 60); page++)
        kiosk_key(kiosk, "PageDown");
    if (!terminal_has(kiosk->terminal, "Il n'est plus délivré ici"))
        kiosk_key(kiosk, "PageDown");
    terminal_expect(kiosk->terminal, "Il n'est plus délivré ici");
}

static void a_search_that_is_narrowed_is_counted_once(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_write(kiosk, "state/guichet.conf", "[identity]\nsearch_alert_count = 1\n");
    kiosk_enter(kiosk);
    kiosk_set_fault(kiosk, "search=status:422*1");
    scan(kiosk, ZONE_HOMONYM, "2 dossiers"); /* asked again with the given name */
    back(kiosk);
    kiosk_key(kiosk, "F2");
    terminal_expect(kiosk->terminal, "Recherche sans NEPH");
    terminal_expect_absent(kiosk->terminal, "recherches aujourd'hui"); /* 1 */
    kiosk_set_fault(kiosk, "drivers/search=status:422*1");             /* another text, to be counted anew */
    kiosk_key(kiosk, "Right");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "chèvrefeuille");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "14031985");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Trop de dossiers : ajoutez le prénom ou le département.");
    kiosk_type(kiosk, "claire");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "2 dossiers");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "2 recherches aujourd'hui"); /* not 3, nor 4 */
}

/* --- Station --- */

static void open_test(struct kiosk *kiosk) {
    kiosk_key(kiosk, "Alt-t");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "Réglages attendus");
}

static void the_scanner_is_tried_and_nothing_is_opened(void **state) {
    struct kiosk *kiosk = enter(state);
    open_test(kiosk);
    expect_look(kiosk, "essai-du-lecteur-80x24");
    scan(kiosk, "110705140681", "NEPH 1107 0514 0681");
    terminal_expect(kiosk->terminal, "Touches     1 1 0 7 0 5 1 4 0 6 8 1 Entrée");
    terminal_expect(kiosk->terminal, "12 octets, plus vite qu'on ne tape, fin de ligne reçue");
    terminal_expect(kiosk->terminal, "31 31 30 37 30 35 31 34 30 36 38 31   110705140681");
    scan(kiosk, scan_specimen(), "GS 6, RS 0, US 1");
    terminal_expect(kiosk->terminal, "<GS>");
    expect_look(kiosk, "essai-2d-doc-80x24");
    scan(kiosk, ZONE_WRONG, "Zone de lecture TD1, 3 lignes, clés fausses");
    terminal_expect(kiosk->terminal, "<Entrée>");
    scan(kiosk, "&é&éà&éààààé", "l'agent confirme");
    terminal_expect(kiosk->terminal, "Touches     & é & é à & é à à à à é Entrée");
    scan(kiosk, "&é&éà&éàààà1", "Rien de connu");
    terminal_expect(kiosk->terminal, "Le lecteur est mal réglé");
    scan(kiosk, "BONJOUR, MONSIEUR", "Rien de connu");
    terminal_expect_absent(kiosk->terminal, "Le lecteur est mal réglé");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, "▸Essai du lecteur");
    kiosk_key(kiosk, "Esc");
    terminal_expect(kiosk->terminal, READY);
}

static void a_slow_scanner_is_seen_key_by_key(void **state) {
    struct kiosk *kiosk = enter(state);
    open_test(kiosk);
    type_slowly(kiosk, "11070");
    terminal_expect(kiosk->terminal, "Touche par touche");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "à la vitesse d'une personne");
}

static void an_agent_of_a_station_is_not_let_into_station(void **state) {
    struct kiosk *kiosk = *state;
    kiosk_make_station(kiosk, &(struct kiosk_station){0});
    kiosk_enter(kiosk);
    kiosk_key(kiosk, "Alt-t");
    terminal_expect(kiosk->terminal, "Station : réservé au responsable et au technicien.");
}

static void it_all_is_wide_and_ascii_too(void **state) {
    struct kiosk *kiosk = *state;
    kiosk->locale = "LC_ALL=fr_FR.ISO-8859-15";
    kiosk_start(kiosk);
    kiosk_type(kiosk, "FORMATION");
    kiosk_key(kiosk, "Tab");
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, "* Imprimante : prete");
    scan(kiosk, ZONE_CARD, "SOLEIL-LEVANT");
    expect_look(kiosk, "dossiers-par-carte-80x24-ascii");
    terminal_resize(kiosk->terminal, 40, 120);
    terminal_expect_row(kiosk->terminal, 39, "F1 Aide");
    expect_look(kiosk, "dossiers-par-carte-120x40-ascii");
}

/* --- Passwords --- */

static void a_document_scanned_where_a_password_is_asked_for_leaves_nothing(void **state) {
    struct kiosk *kiosk = *state;
    const char *const scans[] = {ZONE_CARD, ZONE_LICENCE, "110705\n140681", scan_specimen()};
    kiosk_start(kiosk);
    kiosk_type(kiosk, "FORMATION");
    kiosk_key(kiosk, "Tab");
    for (size_t i = 0; i < sizeof scans / sizeof scans[0]; i++) {
        scan(kiosk, scans[i], "Un document a été scanné ici : rien n'en est gardé.");
        terminal_let_pass(kiosk->terminal, 300); /* that scan is over */
        terminal_expect_absent(kiosk->terminal, "•");
    }
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, READY);
    kiosk_key(kiosk, "F9");
    terminal_expect(kiosk->terminal, "Poste verrouillé");
    scan(kiosk, ZONE_CARD, "Un document a été scanné ici : rien n'en est gardé.");
    kiosk_type(kiosk, "formation-2026");
    kiosk_key(kiosk, "Enter");
    terminal_expect(kiosk->terminal, READY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_neph_that_is_scanned_opens_its_file),
        TEST(a_scan_without_line_end_waits_for_enter),
        TEST(a_neph_typed_in_two_rhythms_is_read_whole),
        TEST(what_comes_at_once_goes_where_the_cursor_is),
        TEST(a_scan_key_by_key_goes_where_the_cursor_is),
        TEST(a_scan_takes_the_place_of_what_was_answered),
        TEST(a_document_is_taken_whatever_the_field_holds),
        TEST(a_scan_while_the_registry_is_asked_is_said_not_to_be_taken),
        TEST(azerty_digits_are_shown_for_the_agent_to_confirm),
        TEST(a_dash_that_may_be_a_6_is_asked_again),
        TEST(letters_that_may_be_others_are_asked_again),
        TEST(what_is_damaged_beyond_knowing_says_how_to_set_the_scanner_up),
        TEST(azerty_digits_typed_by_hand_are_read_too),
        TEST(a_title_number_shows_where_the_neph_is),
        TEST(what_is_nothing_known_does_not_stay_in_the_field),
        TEST(an_identity_card_finds_the_file_and_is_kept),
        TEST(a_name_with_an_apostrophe_is_found),
        TEST(homonyms_are_told_apart_by_their_birth_place),
        TEST(nobody_by_that_name_is_said),
        TEST(wrong_check_digits_are_told_and_nothing_is_kept),
        TEST(a_doubtful_reading_is_taken_only_when_the_agent_says_so),
        TEST(a_licence_is_kept_and_asks_for_the_neph),
        TEST(a_licence_of_another_state_is_said_to_be_one),
        TEST(azerty_damage_of_a_zone_is_repaired_when_its_digits_prove_it),
        TEST(a_valid_seal_opens_its_neph_and_its_worth_stays),
        TEST(a_letter_opens_the_history_on_its_offence),
        TEST(a_seal_of_an_identity_card_searches_with_its_worth),
        TEST(any_other_seal_goes_to_verifier_and_opens_nothing),
        TEST(a_seal_without_its_separators_says_how_to_set_the_scanner_up),
        TEST(many_searches_are_counted_before_the_agent),
        TEST(a_document_is_not_taken_by_the_fields_of_a_search),
        TEST(what_comes_at_once_in_a_search_is_typed),
        TEST(a_scan_over_the_candidates_is_said_not_to_be_taken),
        TEST(a_candidate_is_shown_with_birth_place_and_department),
        TEST(help_tells_first_where_the_neph_is_and_what_became_of_the_rir),
        TEST(a_search_that_is_narrowed_is_counted_once),
        TEST(the_scanner_is_tried_and_nothing_is_opened),
        TEST(a_slow_scanner_is_seen_key_by_key),
        TEST(an_agent_of_a_station_is_not_let_into_station),
        TEST(it_all_is_wide_and_ascii_too),
        TEST(a_document_scanned_where_a_password_is_asked_for_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
