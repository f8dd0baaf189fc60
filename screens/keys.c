/* The table of actions and what is computed from it. It must not know any screen. */
#include "keys.h"

#include "../kiosk/text.h"

static const struct keys_entry entries[ACTION_COUNT] = {
    [ACTION_HELP] = {KEYS_F1, 'a', "F1", "Aide", "Aide", "Aide de cet écran, et mots du métier"},
    [ACTION_SEARCH] = {KEYS_F1 + 1, 'r', "F2", "Rechercher", "Rechercher", "Rechercher un dossier sans NEPH"},
    [ACTION_VERIFY] = {KEYS_F1 + 2, 'd', "F3", "Vérifier", "Vérifier",
                       "Vérifier un 2D-Doc : scannez, lisez le verdict"},
    [ACTION_FILTER] = {KEYS_F1 + 3, 'f', "F4", "Filtrer", "Filtrer", "Filtrer les lignes : tapez quelques lettres"},
    [ACTION_KIND] = {KEYS_F1 + 10, 'n', "F11", "Nature", "Nature",
                     "Nature des lignes : toutes, infractions, stages, points rendus, autres"},
    [ACTION_RESUME] = {KEYS_NONE, 'p', "Alt-P", NULL, NULL,
                       "Reprendre les documents non terminés ; Entrée sur le champ vide fait de même"},
    [ACTION_STATION] = {KEYS_NONE, 't', "Alt-T", NULL, NULL, "Station : essai du lecteur (responsable, technicien)"},
    [ACTION_REFRESH] = {KEYS_F1 + 4, 'j', "F5", "Actualiser", "Actualiser", "Actualiser : redemander au registre"},
    [ACTION_PRINT] = {KEYS_F1 + 7, 'i', "F8", "Imprimer", "Imprimer", "Imprimer un document"},
    [ACTION_LOCK] = {KEYS_F1 + 8, 'v', "F9", "Verrouiller", "Verrouiller", "Verrouiller le poste"},
    [ACTION_NEXT_PERSON] = {KEYS_F1 + 9, 's', "F10", "Usager suivant", "Suivant",
                            "Usager suivant : efface le dossier de l'écran et de la mémoire"},
    [ACTION_LEAVE] = {KEYS_F12, 'q', "F12", "Quitter", "Quitter",
                      "Quitter : ferme la session, ou le programme à la connexion"},
    [ACTION_BACK] = {KEYS_ESCAPE, 0, "Échap", "Retour", "Retour", "Revenir en arrière, ou renoncer à une attente"},
    [ACTION_REPAINT] = {KEYS_REPAINT, 0, "Ctrl-L", NULL, NULL, "Redessiner l'écran"},
};

const struct keys_entry *keys_entry(enum keys_action action) {
    return &entries[action];
}

static bool is_twin(const struct keys_entry *entry, const struct key *key, bool in_text) {
    if (entry->letter == 0 || key->code != KEYS_TEXT || (in_text && !key->alt))
        return false;
    uint32_t lower = key->character >= 'A' && key->character <= 'Z' ? key->character + 32 : key->character;
    return lower == (uint32_t)entry->letter;
}

enum keys_action keys_find(const enum keys_action *actions, const struct key *key, bool in_text) {
    for (; *actions != ACTION_NONE; actions++) {
        const struct keys_entry *entry = &entries[*actions];
        if (entry->code == key->code || is_twin(entry, key, in_text))
            return *actions;
    }
    return ACTION_NONE;
}

/* Places all labels; returns the column after the last. */
static int place(struct keys_bar_item *items, size_t count, int gap) {
    int x = 1;
    for (size_t i = 0; i < count; i++) {
        items[i].x = x;
        x += text_width(items[i].name) + 1 + text_width(items[i].label) + gap;
    }
    return x - gap;
}

static size_t collect(const enum keys_action *actions, bool brief, struct keys_bar_item *items) {
    size_t count = 0;
    for (; *actions != ACTION_NONE && count < ACTION_COUNT; actions++) {
        const struct keys_entry *entry = &entries[*actions];
        if (entry->label != NULL)
            items[count++] = (struct keys_bar_item){.name = entry->name, .label = brief ? entry->brief : entry->label};
    }
    return count;
}

size_t keys_bar(const enum keys_action *actions, int columns, struct keys_bar_item items[ACTION_COUNT]) {
    size_t count = collect(actions, false, items);
    if (place(items, count, 2) <= columns)
        return count;
    count = collect(actions, true, items);
    if (place(items, count, 2) <= columns || place(items, count, 1) <= columns)
        return count;
    while (count > 1 && place(items, count, 1) > columns) /* the help (F1, always first) still tells them all */
        count--;
    return count;
}
