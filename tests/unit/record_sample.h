/* A record with everything in it, for the tests of the record. */
#ifndef GUICHET_TEST_RECORD_SAMPLE_H
#define GUICHET_TEST_RECORD_SAMPLE_H

/* Every member that we know, every type of event, and a few members that we do not. */
static const char sample[] =
    "{\"version\": \"3f9c\", \"data_as_of\": \"2026-11-24T09:30:00+01:00\", \"neph\": \"121201200001\", "
    "\"purpose\": \"sans effet\", \"holder\": {\"title\": \"M\", \"family_name\": \"DUMONT D'URVILLE\", "
    "\"usual_name\": null, \"given_names\": [\"Jules\", \"Sébastien\", \"César\"], \"sex\": \"M\", "
    "\"birth_date\": \"1942-05-08\", \"birth_place\": \"Condé-sur-Noireau\", \"birth_department\": \"14\", "
    "\"birth_country\": \"FR\", \"address\": [\"12 RUE DES SPECIMENS\", \"14110 CONDE EN NORMANDIE\"], "
    "\"department\": \"14\"}, \"licence\": {\"state\": \"50\", \"state_since\": \"1960-06-01\", "
    "\"title_number\": \"13AA00002\", \"title_status\": \"stolen\", \"title_status_since\": \"2026-01-02\", "
    "\"issued_on\": \"2013-09-16\", \"issued_by\": \"Préfecture du Calvados\", \"expires_on\": \"2028-09-16\", "
    "\"earlier_titles\": [\"960114300011\"], \"conditions\": [\"Conduite de jour\"], "
    "\"categories\": [{\"code\": \"B\", \"obtained_on\": \"1960-06-01\", \"valid_until\": null, "
    "\"restrictions\": [\"01.06\", \"999\"]}, {\"code\": \"C\", \"obtained_on\": \"1970-03-01\", "
    "\"valid_until\": \"2027-03-01\", \"restrictions\": []}]}, \"points\": {\"balance\": 9, \"maximum\": 12}, "
    "\"profile\": {\"licence_date\": \"1960-06-01\", \"path\": \"aac\", \"first_licence\": false, "
    "\"training_date\": \"1961-01-01\", \"probation_end\": \"1962-06-01\"}, \"events\": [{\"type\": \"offence\", "
    "\"id\": \"e1\", \"committed\": \"2025-02-03\", \"definitive\": \"2025-04-01\", \"recorded\": \"2025-04-09\", "
    "\"points\": 3, \"class\": 4, \"group\": \"g1\", \"how\": \"AF\", "
    "\"label\": \"Usage d'un téléphone tenu en main\", \"place\": \"CAEN\", \"what\": \"sans effet\"}, "
    "{\"type\": \"stage\", \"first_day\": \"2025-06-13\", \"last_day\": \"2025-06-14\", \"kind\": \"volontaire\", "
    "\"recorded\": \"2025-06-30\", \"centre\": \"Centre fictif\"}, {\"type\": \"letter\", \"code\": \"48\", "
    "\"date\": \"2025-04-12\", \"notified\": \"2025-04-16\"}, {\"type\": \"medical\", \"date\": \"2022-03-01\", "
    "\"verdict\": \"apte\", \"valid_until\": \"2027-03-01\"}, {\"type\": \"suspension\", \"from\": \"2019-03-01\", "
    "\"to\": \"2019-06-01\", \"kind\": \"administrative\", \"scope\": \"totale\", "
    "\"authority\": \"Préfet du Calvados\"}, {\"type\": \"ead\", \"from\": \"2019-06-01\", \"to\": \"2019-12-01\", "
    "\"authority\": \"Préfet du Calvados\"}, {\"type\": \"48si_notified\", \"date\": \"2018-01-01\"}, "
    "{\"type\": \"annulment\", \"date\": \"2018-01-02\", \"kind\": \"judiciaire\", \"authority\": \"TJ de Caen\"}, "
    "{\"type\": \"new_licence\", \"date\": \"2018-01-03\", \"path\": \"trad\"}, {\"type\": \"restitution\", "
    "\"date\": \"2018-01-04\", \"points\": 1, \"kind\": \"1_point\"}, {\"type\": \"visite-de-la-lune\", "
    "\"date\": \"2018-01-05\", \"label\": \"Inconnu de nous\", \"what\": \"sans effet\"}]}";

#endif
