/* What Accueil does with what it is given: a NEPH opens a file, a document of identity searches for one and is kept for
 * Identité, a 2D-Doc is judged first. It must not keep anything of a document in the field. */
#include "home.h"
#include "scan_words.h"

#include "../kiosk/memory.h"
#include "../kiosk/scan.h"
#include "../kiosk/seal_words.h"
#include "../kiosk/text.h"

#include <string.h>

enum { MIGHT_BE_NEPH = 32 }; /* bytes of what is left in the field to be put right by hand: no document is so short */

static const struct screen_verdict wiped = {.kind = SCREEN_REDRAW, .scrub = true};

static void say(struct home *home, const char *text) {
    notice_say(&home->notice, THEME_WARNING, text);
}

void home_forget(struct home *home) {
    field_clear(&home->typed);
    notice_clear(&home->notice);
    mrz_clear(&home->proposed);
    memory_wipe(home->title_number, sizeof home->title_number);
    home->answered = 0;
    home->missed = false;
}

/* --- NEPH --- */

static struct screen_verdict open_neph(struct home *home, const struct screen_context *context, const char *neph) {
    struct fault fault = {.code = desk_open_file(context->desk, neph)};
    home->waiting = fault.code == STATUS_OK ? HOME_OPENS : HOME_IDLE;
    if (fault.code != STATUS_OK)
        notice_fault(&home->notice, SENTENCE_LOOKUP, &fault);
    return screen_verdict(SCREEN_REDRAW);
}

static const char *why_ambiguous(const struct scan *scan) {
    if (strcmp(scan->why, "dash") == 0)
        return "«\u00A0-\u00A0» peut être un 6 ou un tiret\u00A0: scannez de nouveau, ou tapez le numéro.";
    return "Les lettres A et Q, Z et W, M peuvent avoir été échangées par le lecteur\u00A0: tapez le numéro.";
}

static struct screen_verdict read_neph(struct home *home, const struct screen_context *context, const struct scan *scan,
                                       bool ended, bool scanned) {
    bool is_title = scan->kind == SCAN_TITLE_NUMBER;
    if (scan->repair == SCAN_AMBIGUOUS) {
        field_clear(&home->typed);
        say(home, why_ambiguous(scan));
        return screen_verdict(SCREEN_REDRAW);
    }
    if (scanned || scan->repair == SCAN_TO_CONFIRM)
        field_set(&home->typed, scan->neph);
    if (is_title && ended)
        text_copy(home->title_number, sizeof home->title_number, scan->neph);
    else if (scan->repair == SCAN_TO_CONFIRM)
        say(home, is_title ? "Lu sur un clavier AZERTY\u00A0: vérifiez ce numéro, puis Entrée."
                           : "Lu sur un clavier AZERTY\u00A0: vérifiez ce NEPH, puis Entrée.");
    else if (ended)
        return open_neph(home, context, scan->neph);
    return screen_verdict(SCREEN_REDRAW);
}

static const char *why_not(const char *why) {
    if (strcmp(why, "empty") == 0)
        return "Tapez ou scannez un NEPH, puis Entrée. Sans NEPH : F2.";
    if (strcmp(why, "too-short") == 0)
        return "✗ Trop court : un NEPH a de 5 à 19 lettres et chiffres.";
    if (strcmp(why, "too-long") == 0)
        return "✗ Trop long : un NEPH a de 5 à 19 lettres et chiffres.";
    return "✗ Un NEPH n'a que des lettres sans accent et des chiffres ; espaces et tirets sont admis.";
}

static bool is_short(const char *text, size_t length) {
    return length <= MIGHT_BE_NEPH && strpbrk(text, "<\n") == NULL && text_is_utf8(text, length);
}

static void say_unknown(struct home *home, const char *text, size_t length) {
    char sentence[sizeof home->notice.text];
    text_format(sentence, sizeof sentence,
                "✗ Ce qui a été lu n'est ni un NEPH, ni un document d'identité, ni un 2D-Doc.\n%s",
                scan_words_are_azerty(text, length) ? scan_setup_sentence() : "Scannez de nouveau, ou tapez le NEPH.");
    say(home, sentence);
}

/* What may be part of a document does not stay in the field, nor what a scanner damaged beyond reading. */
static struct screen_verdict read_unknown(struct home *home, const char *text, size_t length, const char *why,
                                          bool ended, bool scanned) {
    if (scanned && !is_short(text, length)) {
        field_clear(&home->typed);
        say_unknown(home, text, length);
        return wiped;
    }
    if (scanned)
        field_set(&home->typed, text);
    if (ended)
        say(home, why_not(why));
    return screen_verdict(SCREEN_REDRAW);
}

/* --- Search by a document --- */

/* The first of several names. */
static void copy_first(char *out, size_t size, const char *names) {
    text_copy(out, size, names);
    out[strcspn(out, " /,")] = '\0';
}

/* A name of several words is searched for by its first: where a zone has a space the registry may have an apostrophe,
 * which its folding drops, and it looks for what begins so. */
static struct screen_verdict search(struct home *home, const struct screen_context *context, bool narrow) {
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    char family[sizeof bearer->family_name], given[sizeof bearer->given_names];
    copy_first(family, sizeof family, bearer->family_name);
    copy_first(given, sizeof given, bearer->given_names);
    struct registry_search asked = {.reason = "NEPH inconnu",
                                    .family_name = family,
                                    .birth_date = bearer->birth,
                                    .given_name = narrow ? given : NULL,
                                    .narrows = narrow};
    struct fault fault = {.code = desk_search(context->desk, &asked)};
    memory_wipe(family, sizeof family);
    memory_wipe(given, sizeof given);
    home->narrowed = narrow;
    home->waiting = fault.code == STATUS_OK ? HOME_SEARCHES : HOME_IDLE;
    if (fault.code != STATUS_OK)
        notice_fault(&home->notice, SENTENCE_SEARCH, &fault);
    return wiped;
}

static struct screen_verdict show_candidates(struct home *home) {
    char kept[sizeof home->kept];
    text_copy(kept, sizeof kept, home->kept);
    if (home->missed)
        text_format(home->kept, sizeof home->kept, "%s\n%s", kept, HOME_MISSED);
    home->missed = false;
    notice_clear(&home->notice);
    return (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_candidates, .argument = home->kept};
}

struct screen_verdict home_searched(struct home *home, const struct screen_context *context) {
    const struct desk_progress *progress = desk_progress(context->desk, DESK_SEARCH);
    const struct identity_bearer *bearer = desk_bearer(context->desk);
    home->waiting = HOME_IDLE;
    bool is_too_many = progress->phase == DESK_FAILED && strcmp(progress->fault.where, "too-many-matches") == 0;
    if (is_too_many && !home->narrowed && bearer != NULL && bearer->given_names[0] != '\0')
        return search(home, context, true);
    if (is_too_many)
        say(home, "Trop de dossiers à ce nom et à cette date de naissance\u00A0: F2, et ajoutez le département.");
    else if (progress->phase == DESK_FAILED)
        notice_fault(&home->notice, SENTENCE_SEARCH, &progress->fault);
    else if (desk_candidates(context->desk)->count == 0)
        say(home,
            "Aucun dossier au nom et à la date de naissance de ce document.\nF2\u00A0: essayez le nom d'usage, le "
            "nom sans particule, le jour de naissance inconnu (00).");
    else
        return show_candidates(home);
    home_tell_missed(home);
    return screen_verdict(SCREEN_REDRAW);
}

static void write_kept(struct home *home, enum identity_document document, const char *worth) {
    const char *label = document == IDENTITY_NO_DOCUMENT ? "Nature à préciser" : identity_document_label(document);
    text_format(home->kept, sizeof home->kept, "● Document gardé pour Identité\u00A0: %s.%s%s%s", label,
                worth[0] != '\0' ? " " : "", worth, worth[0] != '\0' ? "." : "");
}

/* Kept for Identité; what it says searches for the file, unless it does not say enough. */
static struct screen_verdict take_bearer(struct home *home, const struct screen_context *context,
                                         const struct identity_bearer *bearer, const char *worth) {
    desk_keep_bearer(context->desk, bearer, IDENTITY_HOLDER);
    write_kept(home, bearer->document, worth);
    if (bearer->document == IDENTITY_LICENCE) {
        notice_say(
            &home->notice, THEME_TEXT,
            "Permis lu, gardé pour Identité. Il ne porte pas le NEPH\u00A0: tapez-le ou scannez-le.\nIntrouvable\u00A0"
            "? F2\u00A0: rechercher par le numéro de ce titre.");
        return wiped;
    }
    if (bearer->family_name[0] == '\0' || !date_is_set(bearer->birth)) {
        say(home,
            "Document lu, gardé pour Identité. Il ne dit pas le nom ou la date de naissance\u00A0: tapez le NEPH, "
            "ou F2.");
        return wiped;
    }
    return search(home, context, false);
}

/* --- Machine readable zones --- */

static void say_errors(struct home *home, const struct mrz *mrz) {
    char errors[512], text[sizeof home->notice.text];
    scan_words_write_errors(mrz, errors, sizeof errors);
    text_format(text, sizeof text, "%s\nScannez de nouveau, ou tapez le NEPH.", errors);
    say(home, text);
}

static void propose(struct home *home, const struct mrz *mrz) {
    char text[512];
    home->proposed = *mrz;
    scan_words_write_proposed(mrz, text, sizeof text);
    say(home, text);
    memory_wipe(text, sizeof text);
}

static struct screen_verdict take_zone(struct home *home, const struct screen_context *context, const struct mrz *mrz) {
    struct identity_bearer bearer = {0};
    struct screen_verdict verdict = wiped;
    char text[256];
    enum status status = identity_bearer_from_mrz(mrz, &bearer);
    if (status == STATUS_OK) {
        verdict = take_bearer(home, context, &bearer, "");
    } else if (mrz->format == MRZ_NLDL || mrz->format == MRZ_DL) {
        text_format(text, sizeof text,
                    "Permis d'un autre État (%s)\u00A0: ce poste ne lit pas ce qu'il dit.\nTapez le NEPH, ou F2.",
                    mrz->state);
        say(home, text);
    } else {
        say(home, "Ce document ne prouve pas l'identité. Tapez le NEPH, ou F2.");
    }
    identity_bearer_clear(&bearer);
    return verdict;
}

static struct screen_verdict read_zone(struct home *home, const struct screen_context *context,
                                       const struct scan *scan) {
    field_clear(&home->typed);
    if (scan->repair == SCAN_DAMAGED) /* may be put right in two ways, though the digits are right in one */
        say(home, scan_setup_sentence());
    else if (scan->repair == SCAN_TO_CONFIRM)
        propose(home, &scan->mrz);
    else if (scan->mrz.error_count > 0)
        say_errors(home, &scan->mrz);
    else
        return take_zone(home, context, &scan->mrz);
    return wiped;
}

struct screen_verdict home_take_proposed(struct home *home, const struct screen_context *context) {
    struct mrz mrz = home->proposed;
    home_forget(home);
    struct screen_verdict verdict = take_zone(home, context, &mrz);
    mrz_clear(&mrz);
    return verdict;
}

/* --- 2D-Doc --- */

static struct screen_verdict open_by_seal(struct home *home, const struct screen_context *context,
                                          const struct verify_result *result) {
    struct desk_opener opener;
    verify_describe_opener(result, &opener);
    open_neph(home, context, result->neph);
    if (home->waiting == HOME_OPENS)
        desk_keep_opener(context->desk, &opener);
    return wiped;
}

/* A 2D-Doc of a document of identity, valid, is read like its zone. */
static bool is_identity(const struct verify_result *result, struct identity_bearer *bearer) {
    return scan_words_are_identity(&result->seal) && result->judgement.verdict == TRUST_VALID &&
           identity_bearer_from_seal(&result->seal, clock_today(), bearer) == STATUS_OK;
}

static struct screen_verdict take_result(struct home *home, const struct screen_context *context,
                                         const struct verify_result *result, bool is_repaired) {
    struct identity_bearer bearer = {0};
    struct screen_verdict verdict = wiped;
    char worth[96];
    if (result->neph[0] != '\0')
        return open_by_seal(home, context, result);
    bool is_broken = result->judgement.verdict == TRUST_FORGED || result->judgement.verdict == TRUST_MALFORMED;
    if (is_identity(result, &bearer)) {
        bearer.seal_test = result->judgement.test;
        verify_write_worth(result->judgement.test, result->seal.signed_on, worth, sizeof worth);
        verdict = take_bearer(home, context, &bearer, worth);
    } else if (is_repaired && is_broken) { /* the repair may be what is wrong */
        say(home, scan_setup_sentence());
    } else {
        if (result->judgement.verdict == TRUST_FORGED && scan_words_are_identity(&result->seal))
            desk_note_forged(context->desk); /* stops the file that is opened next */
        verdict = (struct screen_verdict){.kind = SCREEN_PUSH, .screen = &screen_verify, .argument = result};
    }
    identity_bearer_clear(&bearer);
    return verdict;
}

static struct screen_verdict read_seal(struct home *home, const struct screen_context *context,
                                       const struct scan *scan) {
    field_clear(&home->typed);
    if (scan->repair == SCAN_DAMAGED) {
        say(home, scan_setup_sentence());
        return wiped;
    }
    struct verify_result *result = &home->judged;
    memory_wipe(result, sizeof *result);
    result->typed = scan->seal_length;
    enum status status = desk_verify(context->desk, scan->seal, scan->seal_length, &result->seal, &result->judgement);
    if (status != STATUS_OK) {
        say(home, verify_failure(status));
        return wiped;
    }
    verify_find_neph(result);
    struct screen_verdict verdict = take_result(home, context, result, scan->repair == SCAN_TO_VERIFY);
    if (verdict.kind != SCREEN_PUSH) /* else it is Vérifier's to read, then wiped when this is shown again */
        memory_wipe(result, sizeof *result);
    return verdict;
}

/* --- While the registry is asked --- */

struct screen_verdict home_miss_scan(struct home *home) {
    home->missed = true;
    say(home,
        "◌ Le registre est interrogé.\nCe qui vient d'être scanné n'a pas été pris.\nAttendez la réponse, puis scannez "
        "de nouveau.");
    return wiped;
}

void home_tell_missed(struct home *home) {
    char text[sizeof home->notice.text];
    if (!home->missed)
        return;
    text_copy(text, sizeof text, home->notice.text);
    text_format(home->notice.text, sizeof home->notice.text, "%s\n%s", text, HOME_MISSED);
    memory_wipe(text, sizeof text);
    home->missed = false;
}

/* --- All of it --- */

struct screen_verdict home_read(struct home *home, const struct screen_context *context, const char *text,
                                size_t length, bool ended, bool scanned) {
    const struct seal_substitutes own = scan_words_substitutes(context->config);
    struct scan scan;
    struct screen_verdict verdict;
    notice_clear(&home->notice);
    mrz_clear(&home->proposed);
    memory_wipe(home->title_number, sizeof home->title_number);
    if (strncmp(text, "DC0", 3) == 0) /* a 2D-Doc is one line: what comes after it is another scan */
        length = strcspn(text, "\n");
    scan_read(text, length, &own, clock_today(), &scan);
    if (scan.kind == SCAN_2D_DOC)
        verdict = read_seal(home, context, &scan);
    else if (scan.kind == SCAN_MRZ)
        verdict = read_zone(home, context, &scan);
    else if (scan.kind == SCAN_UNKNOWN)
        verdict = read_unknown(home, text, length, scanned && length == 0 ? "too-long" : scan.why, ended, scanned);
    else
        verdict = read_neph(home, context, &scan, ended, scanned);
    scan_clear(&scan);
    home->answered = ended ? home->typed.length : 0;
    return verdict;
}

/* A part of a NEPH, or one, for all that can be told; not a document. */
static bool might_be_typed(const struct screen_context *context, const struct screen_event *event) {
    const struct seal_substitutes own = scan_words_substitutes(context->config);
    struct scan scan;
    scan_read(event->scan, event->scan_length, &own, clock_today(), &scan);
    bool is_number = scan.kind == SCAN_NEPH || scan.kind == SCAN_TITLE_NUMBER;
    bool is_unknown = scan.kind == SCAN_UNKNOWN && event->scan_length > 0;
    scan_clear(&scan);
    return is_number || (is_unknown && is_short(event->scan, event->scan_length));
}

/* What was answered is put right by another scan in its place; but it may be what a person types on: Enter opens it. */
static struct screen_verdict replace_answered(struct home *home, const struct screen_context *context,
                                              const struct screen_event *event) {
    struct screen_verdict verdict = home_read(home, context, event->scan, event->scan_length, false, true);
    if (home->notice.text[0] == '\0')
        say(home, "Scanné à la place de ce qui précède\u00A0: vérifiez, puis Entrée.");
    home->answered = home->typed.length;
    return verdict;
}

struct screen_verdict home_scanned(struct home *home, const struct screen_context *context,
                                   const struct screen_event *event) {
    const char *rest;
    size_t before = home->typed.length - field_find_begun(&home->typed, event->scan, event->scan_typed, &rest);
    if (before == 0 || event->scan_by_device || !might_be_typed(context, event))
        return home_read(home, context, event->scan, event->scan_length, event->scan_ended, true);
    if (before == home->answered)
        return replace_answered(home, context, event);
    field_insert(&home->typed, rest);
    if (!event->scan_ended)
        return screen_verdict(SCREEN_REDRAW);
    return home_read(home, context, home->typed.text, home->typed.length, true, false);
}
