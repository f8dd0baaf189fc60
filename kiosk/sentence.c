/* Words faults in French, from tables. It must not repeat a value of a record: only names of members, keys, DIs, and
 * texts that were written for a screen (a problem's title, a line of guichet.conf, what a printer reports). */
#include "sentence.h"

#include "text.h"

#include <stdbool.h>
#include <string.h>

enum { ACT_COUNT = SENTENCE_COMMAND + 1, STATUS_COUNT = STATUS_BROKEN_CHAIN + 1 };

/* Who can do something about it. */
enum remedy {
    REMEDY_WAIT,
    REMEDY_AGAIN,
    REMEDY_CORRECT,
    REMEDY_TECHNICIAN,
    REMEDY_SUPERVISOR,
    REMEDY_PRINTER,
    REMEDY_REFRESH,
    REMEDY_REASON,
    REMEDY_COUNT
};

static const struct {
    const char *happened;
    enum remedy remedy;
} statuses[STATUS_COUNT] = {
    [STATUS_OK] = {"Tout s'est bien passé.", REMEDY_AGAIN},
    [STATUS_NO_MEMORY] = {"Le poste n'a plus de mémoire disponible.", REMEDY_TECHNICIAN},
    [STATUS_TOO_LONG] = {"Une valeur dépasse la longueur admise.", REMEDY_CORRECT},
    [STATUS_MALFORMED] = {"Des données n'ont pas la forme attendue.", REMEDY_TECHNICIAN},
    [STATUS_UNSUPPORTED] = {"Ce format ou cette version n'est pas pris en charge.", REMEDY_TECHNICIAN},
    [STATUS_INVALID] = {"Cette action n'est pas possible ici.", REMEDY_CORRECT},
    [STATUS_NOT_FOUND] = {"Rien ne correspond à la demande.", REMEDY_CORRECT},
    [STATUS_EXISTS] = {"Cet élément existe déjà.", REMEDY_CORRECT},
    [STATUS_DENIED] = {"Ce droit n'est pas accordé.", REMEDY_CORRECT},
    [STATUS_TOO_SOON] = {"Un délai court encore après plusieurs échecs.", REMEDY_WAIT},
    [STATUS_IO] = {"Le poste n'a pas pu lire ou écrire un fichier.", REMEDY_TECHNICIAN},
    [STATUS_FULL] = {"Le disque du poste est plein.", REMEDY_TECHNICIAN},
    [STATUS_DATABASE] = {"Une base de données du poste ne répond pas.", REMEDY_TECHNICIAN},
    [STATUS_CRYPTO] = {"Une donnée chiffrée du poste ne se déchiffre pas.", REMEDY_TECHNICIAN},
    [STATUS_CONFIG] = {"La configuration du poste est incorrecte.", REMEDY_TECHNICIAN},
    [STATUS_WORKER_LOST] = {"Un programme auxiliaire du poste s'est arrêté.", REMEDY_WAIT},
    [STATUS_GIVEN_UP] = {"Vous avez renoncé à attendre.", REMEDY_AGAIN},
    [STATUS_TIMEOUT] = {"Le registre n'a pas répondu à temps.", REMEDY_WAIT},
    [STATUS_UNREACHABLE] = {"Le registre ne répond pas.", REMEDY_WAIT},
    [STATUS_TLS_SERVER] = {"Le certificat du serveur du registre n'est pas reconnu.", REMEDY_TECHNICIAN},
    [STATUS_TLS_CLIENT] = {"Le certificat du poste est refusé ou illisible.", REMEDY_TECHNICIAN},
    [STATUS_TRUNCATED] = {"La réponse du registre est incomplète.", REMEDY_WAIT},
    [STATUS_TOO_LARGE] = {"La réponse du registre est trop volumineuse.", REMEDY_TECHNICIAN},
    [STATUS_PROTOCOL] = {"La réponse du registre n'est pas conforme.", REMEDY_TECHNICIAN},
    [STATUS_PROBLEM] = {"Le registre a refusé la demande.", REMEDY_CORRECT},
    [STATUS_WRONG_RECORD] = {"Le registre a répondu par un autre dossier que celui demandé.", REMEDY_TECHNICIAN},
    [STATUS_UNKNOWN_ISSUER] = {"Le sceau n'est pas vérifiable\u00A0: son émetteur est inconnu de ce poste.",
                               REMEDY_SUPERVISOR},
    [STATUS_TEST_ISSUER] = {"Le sceau vient d'un émetteur de test.", REMEDY_SUPERVISOR},
    [STATUS_FORGED] = {"Le sceau est falsifié ou altéré.", REMEDY_SUPERVISOR},
    [STATUS_CERTIFICATE] = {"Le certificat du sceau est hors validité.", REMEDY_SUPERVISOR},
    [STATUS_SEAL_DIFFERS] = {"Le sceau ne dit pas la même chose que le dossier.", REMEDY_SUPERVISOR},
    [STATUS_PRINTER] = {"L'imprimante signale un défaut.", REMEDY_PRINTER},
    [STATUS_CANCELLED] = {"Le document a été annulé.", REMEDY_AGAIN},
    [STATUS_UNREADABLE] = {"Un code de la page dessinée ne se relit pas.", REMEDY_TECHNICIAN},
    [STATUS_BROKEN_CHAIN] = {"Le journal d'audit a été modifié hors du programme.", REMEDY_SUPERVISOR},
};

/* Where one status is better said by its act or by `where` (NULL: any). The first that fits is taken. */
static const struct exception {
    enum status code;
    int act; /* -1: any */
    const char *where;
    const char *happened;
} exceptions[] = {
    {STATUS_DENIED, SENTENCE_LOGIN, NULL, "L'identifiant ou le mot de passe est incorrect."},
    {STATUS_DENIED, SENTENCE_UNLOCK, NULL, "Le mot de passe est incorrect."},
    {STATUS_DENIED, SENTENCE_SUPERVISE, "supervisor", "Ce compte n'est pas celui d'un autre agent, responsable."},
    {STATUS_DENIED, SENTENCE_SUPERVISE, NULL, "L'identifiant ou le mot de passe est incorrect."},
    {STATUS_DENIED, SENTENCE_START, NULL, "Un fichier ou un dossier du poste est accessible à d'autres utilisateurs."},
    {STATUS_DENIED, -1, "title", "Le titre présenté est déclaré perdu ou volé."},
    {STATUS_DENIED, -1, "state", "L'état du permis ne permet pas de délivrer ce document."},
    {STATUS_DENIED, -1, "right", "La qualité du demandeur ne donne pas droit à ce document."},
    {STATUS_DENIED, -1, "cache",
     "Le dossier est une copie, faute de registre\u00A0: une ADCS ou un RII demande son numéro et son sceau, et ne se "
     "délivre pas sans lui."},
    {STATUS_DENIED, -1, "age", "Les données affichées ont été reçues du registre il y a trop longtemps."},
    {STATUS_DENIED, -1, "stage", "L'identité n'est pas confirmée, ou un autre document est en cours."},
    {STATUS_DENIED, SENTENCE_COMMAND, "state_folder", "Le dossier d'état est accessible à d'autres utilisateurs."},
    {STATUS_DENIED, SENTENCE_COMMAND, "key", "La clé du poste est accessible à d'autres utilisateurs."},
    {STATUS_INVALID, -1, "quality", "La qualité du demandeur manque."},
    {STATUS_INVALID, SENTENCE_ISSUE, "busy", "Le registre n'a pas encore répondu à la demande précédente."},
    {STATUS_INVALID, -1, "copies", "Le nombre d'exemplaires n'est pas admis par cette imprimante."},
    {STATUS_INVALID, SENTENCE_ISSUE, "reason", "Le motif manque."},
    {STATUS_INVALID, SENTENCE_ISSUE, "reason-names", "Le motif nomme le titulaire, ou son dossier."},
    {STATUS_TOO_LONG, SENTENCE_ISSUE, "reason", "Le motif est trop long."},
    {STATUS_INVALID, -1, "document", "Le document présenté n'est pas indiqué."},
    {STATUS_INVALID, -1, "requester_name", "Le nom du demandeur manque."},
    {STATUS_INVALID, -1, "requester_siren", "Le SIREN de l'organisme manque ou est inexact."},
    {STATUS_INVALID, -1, "requester_reason", "Le motif de l'organisme manque."},
    {STATUS_INVALID, -1, "expired_reason", "Le document est périmé\u00A0: le motif manque."},
    {STATUS_INVALID, -1, "mismatch_reason", "Le document et le dossier diffèrent\u00A0: le motif manque."},
    {STATUS_INVALID, -1, "supervisor", "La confirmation d'un responsable manque."},
    {STATUS_DENIED, -1, "person", "Un document d'une autre personne que celle du dossier a été présenté."},
    {STATUS_DENIED, -1, "forged-seal", "Un document dont le 2D-Doc est falsifié ou altéré a été présenté."},
    {STATUS_INVALID, -1, "mandate", "La nature du mandat manque."},
    {STATUS_EXISTS, SENTENCE_START, NULL, "Un autre guichet est déjà ouvert sur ce poste."},
    {STATUS_NOT_FOUND, SENTENCE_COMMAND, "state_folder", "Aucun guichet n'a encore servi dans ce dossier d'état."},
    {STATUS_NOT_FOUND, SENTENCE_LOOKUP, NULL, "Aucun dossier ne porte ce NEPH."},
    {STATUS_NOT_FOUND, SENTENCE_SEARCH, NULL, "Aucun dossier ne correspond à la recherche."},
    {STATUS_MALFORMED, SENTENCE_LOOKUP, NULL, "Le dossier reçu du registre n'est pas conforme."},
    {STATUS_MALFORMED, SENTENCE_ISSUE, NULL, "L'attestation reçue du registre n'est pas conforme."},
    {STATUS_MALFORMED, -1, "key", "La clé du poste n'a pas la taille attendue."},
    {STATUS_UNSUPPORTED, -1, "terminal", "Le guichet demande un terminal."},
    {STATUS_UNSUPPORTED, -1, "TERM", "Ce type de terminal (TERM) ne convient pas au guichet."},
    {STATUS_UNSUPPORTED, -1, "journal", "Le journal a été écrit par une version plus récente du programme."},
    {STATUS_UNSUPPORTED, -1, "cache", "Le cache a été écrit par une version plus récente du programme."},
    {STATUS_UNSUPPORTED, -1, "agents", "La liste des agents a été écrite par une version plus récente du programme."},
    {STATUS_TIMEOUT, SENTENCE_PRINT, NULL, "L'imprimante n'a pas répondu à temps."},
    {STATUS_TIMEOUT, SENTENCE_DRAW, NULL, "La mise en page a pris trop de temps."},
    {STATUS_TIMEOUT, SENTENCE_LOGIN, NULL, "La vérification du mot de passe a pris trop de temps."},
    {STATUS_TIMEOUT, SENTENCE_UNLOCK, NULL, "La vérification du mot de passe a pris trop de temps."},
    {STATUS_TIMEOUT, SENTENCE_SUPERVISE, NULL, "La vérification du mot de passe a pris trop de temps."},
    {STATUS_UNREACHABLE, SENTENCE_PRINT, NULL, "L'imprimante ne répond pas."},
    {STATUS_CANCELLED, SENTENCE_PRINT, "printer", "L'impression a été annulée à l'imprimante."},
    {STATUS_CANCELLED, SENTENCE_PRINT, NULL, "L'impression a été arrêtée."},
    {STATUS_GIVEN_UP, SENTENCE_PRINT, NULL, "Vous avez arrêté l'impression."},
    {STATUS_TLS_SERVER, SENTENCE_PRINT, NULL, "Le certificat de l'imprimante n'est pas reconnu."},
    {STATUS_TLS_SERVER, -1, "dates",
     "Le certificat du serveur du registre est hors validité, ou l'heure du poste est fausse."},
};

static const char *const not_done[ACT_COUNT] = {
    [SENTENCE_LOGIN] = "La session n'est pas ouverte.",
    [SENTENCE_UNLOCK] = "Le poste reste verrouillé.",
    [SENTENCE_SUPERVISE] = "L'identité n'est pas confirmée.",
    [SENTENCE_LOOKUP] = "Le dossier n'a pas été ouvert.",
    [SENTENCE_SEARCH] = "La recherche n'a pas abouti.",
    [SENTENCE_CONFIRM] = "L'identité n'a pas été confirmée.",
    [SENTENCE_ISSUE] = "Aucun document n'a été imprimé.",
    [SENTENCE_DRAW] = "Aucun document n'a été imprimé.",
    [SENTENCE_PRINT] = "Le document n'est pas sorti en entier.",
    [SENTENCE_SETTLE] = "Rien n'a été noté\u00A0: le document reste en cours.",
    [SENTENCE_START] = "Le guichet n'a pas été ouvert.",
    [SENTENCE_COMMAND] = "La commande n'a rien changé.",
};

/* What to do now, for acts without their own words. */
static const char *const any_act[REMEDY_COUNT] = {
    [REMEDY_WAIT] = "Attendez une minute, puis validez de nouveau\u00A0; sinon appelez le responsable.",
    [REMEDY_AGAIN] = "Validez de nouveau pour reprendre.",
    [REMEDY_CORRECT] = "Corrigez la saisie, puis validez de nouveau.",
    [REMEDY_TECHNICIAN] = "Appelez le technicien, et servez la personne sur un autre poste.",
    [REMEDY_SUPERVISOR] = "Ne remettez rien à la personne\u00A0; appelez le responsable.",
    [REMEDY_PRINTER] = "Remettez l'imprimante en état, puis F8\u00A0; sinon appelez le technicien.",
    [REMEDY_REASON] = "Indiquez-le sans nom ni numéro, car le journal d'audit le garde, puis F8.",
    [REMEDY_REFRESH] =
        ("Revenez au dossier par Échap, actualisez-le par F5, puis F8\u00A0; sinon appelez le responsable."),
};

static const char *const one_act[REMEDY_COUNT][ACT_COUNT] = {
    [REMEDY_WAIT] = {[SENTENCE_LOGIN] = "Attendez la fin du délai, puis réessayez\u00A0; sinon appelez le responsable.",
                     [SENTENCE_UNLOCK] =
                         "Attendez la fin du délai, puis réessayez\u00A0; sinon appelez le responsable.",
                     [SENTENCE_SUPERVISE] = "Attendez la fin du délai, puis réessayez.",
                     [SENTENCE_ISSUE] = "Attendez une minute, puis F8\u00A0; sinon appelez le responsable.",
                     [SENTENCE_DRAW] = "F8 pour réessayer\u00A0; sinon appelez le technicien.",
                     [SENTENCE_PRINT] =
                         ("Retirez et détruisez les feuillets sortis, vérifiez l'imprimante, puis F8\u00A0; sinon "
                          "appelez le technicien."),
                     [SENTENCE_START] = "Relancez le guichet dans une minute\u00A0; sinon appelez le technicien.",
                     [SENTENCE_COMMAND] = "Relancez la commande dans une minute."},
    [REMEDY_AGAIN] = {[SENTENCE_ISSUE] = "F8 pour reprendre, ou F10 pour l'usager suivant.",
                      [SENTENCE_DRAW] = "F8 pour reprendre, ou F10 pour l'usager suivant.",
                      [SENTENCE_PRINT] =
                          ("Retirez et détruisez les feuillets sortis\u00A0; F8 pour reprendre, ou F10 pour "
                           "l'usager suivant."),
                      [SENTENCE_START] = "Fermez l'autre guichet s'il est ouvert, puis relancez celui-ci.",
                      [SENTENCE_COMMAND] = "Relancez la commande."},
    [REMEDY_CORRECT] = {[SENTENCE_LOGIN] = "Vérifiez le verrouillage des majuscules, puis réessayez.",
                        [SENTENCE_UNLOCK] = "Vérifiez le verrouillage des majuscules, puis réessayez.",
                        [SENTENCE_SUPERVISE] = "Un responsable, autre que l'agent connecté, se fait connaître ici.",
                        [SENTENCE_LOOKUP] = "Vérifiez le NEPH avec la personne, ou cherchez par le nom avec F2.",
                        [SENTENCE_SEARCH] =
                            ("Essayez le nom de naissance, le nom sans particule, ou le jour de naissance "
                             "inconnu (00)."),
                        [SENTENCE_CONFIRM] = "Complétez les renseignements sur le demandeur, puis validez de nouveau.",
                        [SENTENCE_ISSUE] = "Expliquez-le à la personne\u00A0; en cas de doute, appelez le responsable.",
                        [SENTENCE_DRAW] = "Appelez le technicien, et servez la personne sur un autre poste.",
                        [SENTENCE_PRINT] = "Vérifiez l'imprimante choisie, puis F8\u00A0; sinon appelez le technicien.",
                        [SENTENCE_START] = "Appelez le technicien.",
                        [SENTENCE_COMMAND] = "Vérifiez les arguments de la commande, puis relancez-la."},
    [REMEDY_TECHNICIAN] = {[SENTENCE_PRINT] = "Retirez et détruisez les feuillets sortis\u00A0; appelez le technicien.",
                           [SENTENCE_START] = "Appelez le technicien.",
                           [SENTENCE_COMMAND] =
                               "Vérifiez le fichier de configuration, le dossier d'état et le disque."},
    [REMEDY_SUPERVISOR] = {[SENTENCE_LOGIN] = "Appelez le responsable.",
                           [SENTENCE_UNLOCK] = "Appelez le responsable.",
                           [SENTENCE_START] = "Appelez le responsable.",
                           [SENTENCE_COMMAND] = "Conservez le dossier d'état tel quel et prévenez le responsable."},
    [REMEDY_PRINTER] = {[SENTENCE_PRINT] =
                            ("Retirez et détruisez les feuillets sortis, remettez l'imprimante en état, puis "
                             "F8\u00A0; sinon appelez le technicien."),
                        [SENTENCE_START] = "Appelez le technicien.",
                        [SENTENCE_COMMAND] = "Remettez l'imprimante en état, puis relancez la commande."},
};

static const struct exception *exception_of(enum sentence_act act, const struct fault *fault) {
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        const struct exception *exception = &exceptions[i];
        bool same_act = exception->act < 0 || exception->act == (int)act;
        bool same_where = !exception->where || strcmp(exception->where, fault->where) == 0;
        if (exception->code == fault->code && same_act && same_where)
            return exception;
    }
    return NULL;
}

/* Somebody else's sentence (a problem's title) with the full stop that a sentence has. */
static bool write_foreign(const char *text, struct sentence *sentence) {
    size_t length = strlen(text);
    if (length == 0 || text_has_control(text))
        return false;
    bool ends = strchr(".!?", text[length - 1]) != NULL;
    return text_format(sentence->happened, sizeof sentence->happened, "%s%s", text, ends ? "" : ".");
}

/* `base` without its full stop, then what is known more. */
static bool write_with(const char *base, const char *label, const char *more, struct sentence *sentence) {
    int stem = (int)strlen(base) - 1;
    if (!more[0] || text_has_control(more))
        return false;
    return text_format(sentence->happened, sizeof sentence->happened, "%.*s (%s%s).", stem, base, label, more);
}

/* False when the fault holds nothing more than its code. */
static bool write_detailed(const char *base, const struct fault *fault, struct sentence *sentence) {
    switch (fault->code) {
    case STATUS_PROBLEM:
    case STATUS_PRINTER: /* printing/spool words its faults */
        return write_foreign(fault->detail, sentence);
    case STATUS_CONFIG:
        return fault->where[0] && fault->detail[0]
                   ? text_format(sentence->happened, sizeof sentence->happened, "%.*s\u00A0: %s, %s.",
                                 (int)strlen(base) - 1, base, fault->where, fault->detail)
                   : write_with(base, "", fault->detail, sentence);
    case STATUS_BROKEN_CHAIN:
        return write_with(base, "", fault->detail, sentence);
    case STATUS_SEAL_DIFFERS:
        return strcmp(fault->where, "header") == 0 ? write_with(base, "", "en-tête", sentence)
                                                   : write_with(base, "donnée ", fault->where, sentence);
    case STATUS_MALFORMED:
    case STATUS_PROTOCOL:
        return write_with(base, "champ ", fault->where, sentence);
    default:
        return false;
    }
}

/* A problem of the contract that says something about the request; any other says something about the registry. */
static enum remedy remedy_of_problem(const char *slug) {
    static const char *const about_request[] = {"driver-not-found", "malformed-neph", "too-many-matches",
                                                "not-issuable",     "not-entitled",   "identity-check-missing"};
    if (strcmp(slug, "record-changed") == 0)
        return REMEDY_REFRESH;
    if (strcmp(slug, "unauthorized") == 0 || strcmp(slug, "station-unknown") == 0)
        return REMEDY_TECHNICIAN; /* the station's certificate: waiting changes nothing */
    for (size_t i = 0; i < sizeof about_request / sizeof about_request[0]; i++)
        if (strcmp(slug, about_request[i]) == 0)
            return REMEDY_CORRECT;
    return REMEDY_WAIT;
}

/* Which remedy: a refusal that no correction changes is explained; what waits for the registry waits. */
static enum remedy remedy_of(enum sentence_act act, const struct fault *fault) {
    if (fault->code == STATUS_DENIED && (strcmp(fault->where, "cache") == 0 || strcmp(fault->where, "age") == 0))
        return REMEDY_REFRESH;
    if (fault->code == STATUS_PROBLEM)
        return remedy_of_problem(fault->where);
    if (fault->code == STATUS_DENIED && strcmp(fault->where, "key") == 0)
        return REMEDY_TECHNICIAN;
    if (fault->code == STATUS_EXISTS && act == SENTENCE_START)
        return REMEDY_AGAIN;
    if (act == SENTENCE_ISSUE && strncmp(fault->where, "reason", 6) == 0)
        return REMEDY_REASON;
    if (fault->code == STATUS_INVALID && strcmp(fault->where, "busy") == 0)
        return REMEDY_AGAIN;
    return statuses[fault->code].remedy;
}

void sentence_write(enum sentence_act act, const struct fault *fault, struct sentence *sentence) {
    struct fault known = *fault;
    if ((unsigned)known.code >= STATUS_COUNT)
        known.code = STATUS_INVALID;
    *sentence = (struct sentence){0};
    const struct exception *exception = exception_of(act, &known);
    const char *base = exception ? exception->happened : statuses[known.code].happened;
    bool says_where = exception && exception->where;
    if (says_where || !write_detailed(base, &known, sentence))
        text_copy(sentence->happened, sizeof sentence->happened, base);
    enum remedy remedy = remedy_of(act, &known);
    const char *own = one_act[remedy][act];
    text_copy(sentence->not_done, sizeof sentence->not_done, not_done[act]);
    text_copy(sentence->to_do, sizeof sentence->to_do, own ? own : any_act[remedy]);
}
