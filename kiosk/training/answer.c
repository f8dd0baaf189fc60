/* Makes answers, and holds the table of problems. It must not put a person's data in a problem. */
#include "answer.h"
#include "../memory.h"

#include <string.h>

/* The slugs of registry-api.md. */
const struct problem problem_driver_not_found = {"driver-not-found", 404, "Aucun dossier ne porte ce NEPH"};
const struct problem problem_malformed_neph = {"malformed-neph", 422,
                                               "Ce NEPH est mal formé\u00A0: 5 à 19 lettres et chiffres sont attendus"};
const struct problem problem_too_many_matches = {
    "too-many-matches", 422, "Trop de dossiers correspondent\u00A0: ajoutez un prénom ou le département"};
const struct problem problem_record_changed = {"record-changed", 409,
                                               "Le dossier a changé depuis sa lecture\u00A0: actualisez-le"};
const struct problem problem_adcs_not_issuable = {"not-issuable", 422,
                                                  "L'état du permis ne permet pas de délivrer une ADCS"};
const struct problem problem_not_issuable = {"not-issuable", 422,
                                             "L'état du dossier ne permet de délivrer aucun document"};
const struct problem problem_not_entitled = {"not-entitled", 403, "Un organisme ne peut pas obtenir un RII"};
const struct problem problem_identity_check_missing = {"identity-check-missing", 403,
                                                       "L'identité du demandeur n'a pas été confirmée"};
const struct problem problem_sequence_gap = {"sequence-gap", 409, "Il manque des lignes du journal d'audit"};

/* Beside them: what the contract leaves to HTTP. */
const struct problem problem_sequence_conflict = {"sequence-conflict", 409,
                                                  "Le journal d'audit ne suit pas celui que le registre connaît"};
const struct problem problem_attestation_not_found = {"attestation-not-found", 404,
                                                      "Aucune attestation ne porte ce numéro"};
const struct problem problem_request_reused = {"request-reused", 409,
                                               "Cette demande a déjà servi pour un autre document"};
const struct problem problem_station_unknown = {"station-unknown", 403,
                                                "Ce poste n'est pas reconnu\u00A0: certificat absent ou inconnu"};
const struct problem problem_malformed_request = {"malformed-request", 400, "La demande est mal formée"};
const struct problem problem_content_type = {"content-type", 415, "La demande n'est pas en JSON"};
const struct problem problem_too_large = {"too-large", 413, "La demande est trop longue"};
const struct problem problem_no_such_call = {"no-such-call", 404, "Ce service n'existe pas"};
const struct problem problem_method = {"method", 405, "Ce service ne se demande pas ainsi"};
const struct problem problem_unauthorized = {"unauthorized", 401, "Ce poste doit s'identifier"};
const struct problem problem_too_many_requests = {"too-many-requests", 429,
                                                  "Trop de demandes\u00A0: patientez quelques instants"};
const struct problem problem_unavailable = {"unavailable", 503, "Le registre est momentanément indisponible"};
const struct problem problem_internal = {"internal", 500, "Le registre a rencontré une erreur"};

void answer_init(struct answer *answer) {
    *answer = (struct answer){.status = 500, .retry_after_seconds = -1};
}

void answer_clear(struct answer *answer) {
    memory_free(answer->body);
    answer_init(answer);
}

void answer_text(struct answer *answer, int status, const char *content_type, const char *text, size_t size) {
    memory_free(answer->body);
    answer->status = status;
    answer->content_type = content_type;
    answer->body = memory_alloc(size + 1);
    memcpy(answer->body, text, size);
    answer->size = size;
}

void answer_json(struct answer *answer, int status, json_t *body) {
    char *text = json_dumps(body, JSON_COMPACT);
    if (text != NULL)
        answer_text(answer, status, ANSWER_JSON, text, strlen(text));
    if (text != NULL)
        memory_wipe(text, strlen(text));
    free(text);
    json_decref(body);
}

void answer_problem(struct answer *answer, const struct problem *problem, const char *where, const char *reason) {
    json_t *body =
        json_pack("{s:s, s:s, s:i}", "type", problem->slug, "title", problem->title, "status", problem->status);
    if (where != NULL)
        json_object_set_new(body, "where", json_string(where));
    if (reason != NULL)
        json_object_set_new(body, "reason", json_string(reason));
    answer_json(answer, problem->status, body);
    answer->content_type = ANSWER_PROBLEM;
}
