/* Chooses the subcommand. It must not know what they do. */
#include "command.h"

#include <stdio.h>
#include <string.h>

static int help(int argc, char **argv);

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *usage; /* one line a form */
} commands[] = {
    {"agent", command_agent,
     "guichet agent add NOM [--role agent|supervisor|technician]\n"
     "guichet agent passwd|disable|enable NOM\n"
     "guichet agent list\n"},
    {"audit", command_audit, "guichet audit verify|export\n"},
    {"cache", command_cache, "guichet cache stats|purge\n"},
    {"document", command_document,
     "guichet document --record FICHIER --attestation FICHIER -o PAGE.pdf\n"
     "    la page d'une attestation délivrée par un registre\u00A0; rien n'est écrit si son sceau ne se vérifie pas, "
     "ou ne "
     "dit\n    pas la même chose que le dossier.\n"},
    {"mrz", command_mrz,
     "guichet mrz [--json] [FICHIER]\n"
     "    les lignes de la zone de lecture automatique d'un permis, d'une carte d'identité, d'un titre de séjour ou\n"
     "    d'un passeport\u00A0: ce qu'elle dit, et ses chiffres de contrôle.\n"},
    {"points", command_points,
     "guichet points [FICHIER] [--on AAAA-MM-JJ] [--json] [--lines]\n"
     "    sans FICHIER, ou «\u00A0-\u00A0»\u00A0: entrée standard. --lines\u00A0: un JSON par ligne, une réponse par "
     "ligne\u00A0;\n"
     "    une ligne refusée répond {\"error\": membre}, ou {\"error\": \"json\"} si elle n'est pas du JSON (ligne vide "
     "comprise).\n"},
    {"scan", command_scan,
     "guichet scan [--json] [FICHIER]\n"
     "    ce que l'accueil comprendrait de ce que le lecteur a envoyé\u00A0: NEPH, numéro de titre, MRZ ou 2D-Doc.\n"},
    {"seal", command_seal,
     "guichet seal [--trust DOSSIER] [--allow-test-issuer] [--json] [FICHIER]\n"
     "    un 2D-Doc en texte (caractères de commande, ou <GS> <RS> <US>), ou un PDF, un PNG ou un JPEG qui en "
     "montre\u00A0;"
     "\n    de plusieurs codes, une réponse chacun. --trust\u00A0: les certificats à croire, au lieu de ceux du "
     "poste.\n"},
    {"trust", command_trust,
     "guichet trust import [FICHIER]\n"
     "guichet trust list\n"
     "    les certificats qui servent à vérifier les 2D-Doc\u00A0: liste officielle (XML signé), PKCS#7, PEM ou "
     "DER.\n"},
    {"help", help, "guichet help\n"},
    {"--help", help, ""}, /* what hands type */
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static int help(int argc, char **argv) {
    (void)argv;
    if (argc != 2) {
        fputs("guichet\u00A0: «\u00A0help\u00A0» ne prend pas d'argument.\n", stderr);
        return COMMAND_USAGE;
    }
    fputs("guichet --training [--state DOSSIER]\nguichet --config FICHIER\n", stdout);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fputs(commands[i].usage, stdout);
    fputs("Avec agent, audit, cache et trust\u00A0: --config FICHIER (un poste) ou --state DOSSIER (la formation), et "
          "--json.\n",
          stdout);
    return COMMAND_DONE;
}

int command_run(int argc, char **argv, bool *handled) {
    *handled = false;
    for (size_t i = 0; argc >= 2 && i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, argv[1]) == 0) {
            *handled = true;
            return commands[i].run(argc, argv);
        }
    return COMMAND_DONE;
}
