/* Credits, refusals and fates in French, each rule with its article and what started its clock. It must not decide
 * anything: what it tells is in the result of the engine. */
#include "points_words.h"

#include "text.h"

#define ART_R223_1 "art.\u00A0R.\u00A0223-1"
#define ART_L223_6 "art.\u00A0L.\u00A0223-6, al.\u00A0"
#define ART_STAGE ART_L223_6 "4, et R.\u00A0223-8"

enum { DAY_SIZE = 40, YEAR = 12 };

/* R30: the one point of an offence that became definitive before 2011 waited a year. */
static const struct date reformed_in = {2011, 1, 1};
static const struct date first_new_delay = {2011, 7, 1}, last_old_delay = {2012, 1, 1};

/* --- Why points come back --- */

static int months_between(struct date since, struct date date) {
    int months = (date.year - since.year) * 12 + date.month - since.month;
    return date_compare(date_add_months(since, months), date) > 0 ? months - 1 : months;
}

static void write_increment(const struct points_credit *credit, const char *since, char out[POINTS_WORDS_MAX]) {
    bool accompanied = credit->rule == POINTS_R4;
    bool first = months_between(credit->since, credit->date) < 2 * YEAR;
    text_format(out, POINTS_WORDS_MAX,
                "Majoration annuelle du permis probatoire%s (" ART_R223_1
                ")\u00A0: %s sans infraction depuis le permis du %s",
                accompanied ? ", conduite accompagnée" : "", first ? "un an" : "deux ans", since);
}

static void write_one_point(const struct points_credit *credit, const char *since, char out[POINTS_WORDS_MAX]) {
    bool old = date_compare(credit->since, reformed_in) < 0;
    text_format(out, POINTS_WORDS_MAX,
                "Réattribution du point retiré le %s (" ART_L223_6 "3)\u00A0: %s sans nouvelle infraction", since,
                old ? "un an (règle d'avant 2011)" : "six mois");
}

static void write_full(const struct points_credit *credit, const char *since, char out[POINTS_WORDS_MAX]) {
    bool is_long = credit->rule == POINTS_R14;
    text_format(out, POINTS_WORDS_MAX,
                "Reconstitution totale du capital%s (" ART_L223_6
                "%d%s)\u00A0: %s sans nouvelle infraction depuis le retrait du %s",
                credit->deferred ? ", à la fin de la période probatoire" : "", is_long ? 2 : 1,
                credit->deferred ? ", et L.\u00A0223-1, dernier al." : "", is_long ? "trois ans" : "deux ans", since);
}

/* All that the offence cost, or what of it there is room for (R11, R16). */
static void write_ten_years(const struct points_credit *credit, const char *since, char out[POINTS_WORDS_MAX]) {
    char points[32];
    int count = credit->points, lost = credit->source == NULL ? count : credit->source->points;
    if (count < lost)
        text_format(points, sizeof points, "de %d\u00A0point%s retiré%s", count, text_plural(count),
                    text_plural(count));
    else if (count > 1)
        text_format(points, sizeof points, "des %d\u00A0points retirés", count);
    else
        text_format(points, sizeof points, "du point retiré");
    text_format(out, POINTS_WORDS_MAX,
                "Réattribution %s le %s (" ART_L223_6 "5)\u00A0: dix ans, qu'aucune infraction n'interrompt", points,
                since);
}

/* A stage that has no event is a question: "if one ended on that day". */
static void write_stage(const struct points_credit *credit, const char *since, char out[POINTS_WORDS_MAX]) {
    text_format(out, POINTS_WORDS_MAX,
                "Reconstitution partielle (" ART_STAGE ")\u00A0: le lendemain d'un stage %s le %s",
                credit->source == NULL ? "qui finirait" : "fini", since);
}

void points_write_reason(const struct points_credit *credit, char out[POINTS_WORDS_MAX]) {
    char since[DAY_SIZE];
    date_write_long(credit->since, since);
    switch (credit->rule) {
    case POINTS_R3:
    case POINTS_R4:
        write_increment(credit, since, out);
        break;
    case POINTS_R8:
        text_format(out, POINTS_WORDS_MAX,
                    "Fin de la période probatoire (" ART_R223_1 ")\u00A0: aucune infraction depuis le permis du %s",
                    since);
        break;
    case POINTS_R12:
        write_one_point(credit, since, out);
        break;
    case POINTS_R13:
    case POINTS_R14:
        write_full(credit, since, out);
        break;
    case POINTS_R16:
        write_ten_years(credit, since, out);
        break;
    case POINTS_R20:
        write_stage(credit, since, out);
        break;
    case POINTS_RULE_NONE:
        out[0] = '\0';
        break;
    }
}

/* --- Why they do not --- */

static const char *article_of(enum points_rule rule) {
    switch (rule) {
    case POINTS_R12:
        return ART_L223_6 "3";
    case POINTS_R13:
        return ART_L223_6 "1";
    case POINTS_R14:
        return ART_L223_6 "2";
    case POINTS_R16:
        return ART_L223_6 "5";
    case POINTS_R20:
        return ART_STAGE;
    default:
        return ART_R223_1;
    }
}

/* An increment is lost for good; another clock starts again, or leaves the point to the next one. */
static bool is_lost(enum points_rule rule) {
    return rule == POINTS_R3 || rule == POINTS_R4 || rule == POINTS_R8;
}

void points_write_refusal(const struct points_refusal *refusal, char out[POINTS_WORDS_MAX]) {
    char day[DAY_SIZE], committed[DAY_SIZE];
    date_write_long(refusal->date, day);
    date_write_long(refusal->because->committed, committed);
    text_format(out, POINTS_WORDS_MAX, "+%d le %s\u00A0: %s (%s), infraction du %s", refusal->points, day,
                is_lost(refusal->rule) ? "supprimé" : "délai interrompu", article_of(refusal->rule), committed);
}

void points_write_risk(const struct points_credit *credit, char out[POINTS_WORDS_MAX]) {
    char committed[DAY_SIZE];
    out[0] = '\0';
    if (credit->risk == NULL)
        return;
    date_write_long(credit->risk->committed, committed);
    text_format(out, POINTS_WORDS_MAX, "à risque\u00A0: infraction du %s, pas encore définitive", committed);
}

/* --- What became of an event --- */

static const char *one_point_words(struct date returned) {
    if (date_compare(returned, first_new_delay) < 0)
        return "réattribution d'un point au bout d'un an";
    if (date_compare(returned, last_old_delay) < 0) /* either delay may have led there */
        return "réattribution d'un point";
    return "réattribution d'un point au bout de six mois";
}

static const char *rule_words(const struct points_fate *fate) {
    switch (fate->rule) {
    case POINTS_R12:
        return one_point_words(fate->date);
    case POINTS_R13:
        return "reconstitution totale, deux ans sans infraction";
    case POINTS_R14:
        return "reconstitution totale, trois ans sans infraction";
    case POINTS_R16:
        return "réattribution au bout de dix ans";
    default:
        return "restitution automatique";
    }
}

/* It erases the offence; how many points it gives depends on what stages have given before. */
static bool is_reconstitution(enum points_rule rule) {
    return rule == POINTS_R13 || rule == POINTS_R14;
}

/* Of an offence whose points are out, or will be. */
static void write_expected(const struct points_fate *fate, char out[POINTS_WORDS_MAX]) {
    char day[DAY_SIZE];
    bool planned = fate->kind == POINTS_FATE_PLANNED;
    date_write_long(fate->date, day);
    if (fate->points <= 0)
        text_format(out, POINTS_WORDS_MAX, "%s\u00A0: plafond des infractions simultanées (art.\u00A0L.\u00A0223-2)",
                    planned ? "rien ne sera retiré" : "rien n'a été retiré");
    else if (!date_is_set(fate->date))
        text_format(out, POINTS_WORDS_MAX, "%d\u00A0point%s %s%s, sans retour prévu", fate->points,
                    text_plural(fate->points), planned ? "à retirer" : "retiré",
                    planned ? "" : text_plural(fate->points));
    else
        text_format(out, POINTS_WORDS_MAX, "%d\u00A0point%s %s%s, %s attendu le %s (%s)", fate->points,
                    text_plural(fate->points), planned ? "à retirer" : "retiré",
                    planned ? "" : text_plural(fate->points), is_reconstitution(fate->rule) ? "effacement" : "retour",
                    day, rule_words(fate));
}

/* Of an offence whose points are no longer out. */
static void write_settled(const struct points_fate *fate, char out[POINTS_WORDS_MAX]) {
    char day[DAY_SIZE];
    date_write_long(fate->date, day);
    if (fate->kind == POINTS_FATE_RETURNED)
        text_format(out, POINTS_WORDS_MAX, "rendu%s le %s (%s)", text_plural(fate->points), day, rule_words(fate));
    else if (fate->kind == POINTS_FATE_ERASED)
        text_format(out, POINTS_WORDS_MAX, "effacée par la reconstitution totale du %s (%s sans infraction)", day,
                    fate->rule == POINTS_R13 ? "deux ans" : "trois ans");
    else
        text_format(out, POINTS_WORDS_MAX, "ne compte plus depuis le nouveau permis du %s", day);
}

static void write_stage_fate(const struct points_fate *fate, char out[POINTS_WORDS_MAX]) {
    char day[DAY_SIZE];
    date_write_long(fate->date, day);
    text_format(out, POINTS_WORDS_MAX, "%s %d\u00A0point%s le %s (" ART_STAGE ")",
                fate->kind == POINTS_FATE_STAGE_COMING ? "rendra" : "a rendu", fate->points, text_plural(fate->points),
                day);
}

/* The fates that are one sentence, without a date. */
static const char *fixed_fate(enum points_fate_kind kind) {
    switch (kind) {
    case POINTS_FATE_BEFORE_LICENCE:
        return "commise avant le permis en vigueur\u00A0: ne lui retire rien";
    case POINTS_FATE_PENDING:
        return "pas encore définitive\u00A0: aucun point retiré à ce jour";
    case POINTS_FATE_STAGE_JUDICIAL:
        return "n'a rendu aucun point\u00A0: stage décidé par la justice (art.\u00A0R.\u00A0223-8)";
    case POINTS_FATE_STAGE_FULL:
        return "n'a rendu aucun point\u00A0: le maximum était déjà atteint (art.\u00A0R.\u00A0223-8)";
    case POINTS_FATE_STAGE_TOO_SOON:
        return "n'a rendu aucun point\u00A0: moins d'un an après le stage précédent (deux ans avant "
               "2011\u00A0; " ART_L223_6 "4)";
    case POINTS_FATE_STAGE_NO_LICENCE:
        return "n'a rendu aucun point\u00A0: aucun permis valide ce jour-là (art.\u00A0R.\u00A0223-8)";
    default:
        return "";
    }
}

void points_write_fate(const struct points_fate *fate, char out[POINTS_WORDS_MAX]) {
    switch (fate->kind) {
    case POINTS_FATE_PLANNED:
    case POINTS_FATE_OUT:
        write_expected(fate, out);
        break;
    case POINTS_FATE_RETURNED:
    case POINTS_FATE_ERASED:
    case POINTS_FATE_GONE:
        write_settled(fate, out);
        break;
    case POINTS_FATE_STAGE_CREDITED:
    case POINTS_FATE_STAGE_COMING:
        write_stage_fate(fate, out);
        break;
    default:
        text_format(out, POINTS_WORDS_MAX, "%s", fixed_fate(fate->kind));
        break;
    }
}

void points_write_withdrawal(const struct points_withdrawal *withdrawal, char out[POINTS_WORDS_MAX]) {
    char day[40], committed[40];
    date_write_long(withdrawal->date, day);
    date_write_long(withdrawal->offence->committed, committed);
    text_format(out, POINTS_WORDS_MAX, "−%d le %s, solde après\u00A0: %d (infraction du %s)", withdrawal->points, day,
                withdrawal->balance_after > 0 ? withdrawal->balance_after : 0, committed);
}

/* --- Warnings and status --- */

const char *points_warning_words(enum points_warning warning) {
    switch (warning) {
    case POINTS_WARN_LATE_OFFENCE:
        return "Infraction commise avant une échéance et définitive après\u00A0: le registre a pu créditer d'abord "
               "les points de cette échéance\u00A0; si le solde officiel les compte, le dire, et signaler l'écart au "
               "responsable";
    case POINTS_WARN_OLD_RULES:
        return "Règles d'avant 2011 ou permis de 2004 à 2007\u00A0: calcul selon les textes de l'époque\u00A0; dire "
               "le solde officiel";
    case POINTS_WARN_48SI_POSITIVE:
        return "Lettre 48SI notifiée alors que le solde calculé restait positif\u00A0: le calcul tient le permis pour "
               "valide\u00A0; vérifier la notification et l'état du permis";
    case POINTS_WARN_PROBATION_END:
        return "Fin de période probatoire antérieure au permis\u00A0: non retenue\u00A0; signaler l'erreur au "
               "responsable";
    case POINTS_WARN_TRAINING_DATE:
        return "Formation complémentaire avant le sixième mois ou après le douzième (art.\u00A0R.\u00A0223-4-1)\u00A0: "
               "non "
               "retenue\u00A0; vérifier l'attestation de formation";
    case POINTS_WARN_TRAINING_LOST:
        return "Formation complémentaire sans effet\u00A0: une infraction ou une suspension est tombée dans la période "
               "probatoire réduite, qui reprend sa durée entière (art.\u00A0L.\u00A0223-1, al.\u00A02)";
    }
    return "";
}

const char *points_status_words(enum points_status status) {
    switch (status) {
    case POINTS_VALID:
        return "permis valide";
    case POINTS_ZERO_NOT_NOTIFIED:
        return "solde nul, lettre 48SI non notifiée\u00A0: permis encore valide";
    case POINTS_INVALIDATED:
        return "permis invalidé (solde nul, lettre 48SI notifiée)";
    case POINTS_ANNULLED:
        return "permis annulé";
    }
    return "";
}
