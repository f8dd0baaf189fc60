/* guichet agent: the station's own agents. It must not be used by who is not root, but in training. */
#include "common.h"
#include "password.h"

#include "../agents.h"
#include "../memory.h"
#include "../state_folder.h"
#include "../text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const role_labels[] = {
    [COUNTER_AGENT] = "agent", [COUNTER_SUPERVISOR] = "responsable", [COUNTER_TECHNICIAN] = "technicien"};

/* "Durand C." is the agent DURAND-C, "a123" is A123. */
static bool id_of(const char *name, char id[24]) {
    if (text_fold(name, id, sizeof((struct agent *)0)->id) != STATUS_OK)
        return false;
    for (char *at = id; *at; at++)
        if (*at == ' ')
            *at = '-';
    return id[0] != '\0';
}

/* --- Answers --- */

static json_t *agent_json(const struct agent *agent) {
    return json_pack("{s:s, s:s, s:s, s:b}", "id", agent->id, "name", agent->name, "role",
                     agents_role_name(agent->role), "disabled", agent->disabled);
}

static void print_agent(const struct agent *agent) {
    printf("%s\u00A0: %s, %s%s.\n", agent->id, agent->name, role_labels[agent->role],
           agent->disabled ? ", désactivé" : "");
}

static int answer(struct agents *agents, const char *id, bool json) {
    struct agent agent;
    enum status status = agents_find(agents, id, &agent);
    if (status != STATUS_OK)
        return command_fail(&(struct fault){.code = status, .where = "agents"});
    memory_wipe(agent.hash, sizeof agent.hash);
    if (json)
        return command_answer(agent_json(&agent));
    print_agent(&agent);
    return command_flush(COMMAND_DONE);
}

static int refuse(enum status status) {
    switch (status) {
    case STATUS_NOT_FOUND:
        return command_refuse("Aucun agent ne porte cet identifiant.", "Voyez «\u00A0guichet agent list\u00A0».");
    case STATUS_EXISTS:
        return command_refuse(
            "Un agent porte déjà cet identifiant.",
            "Choisissez un autre nom, ou changez le mot de passe par «\u00A0guichet agent passwd\u00A0».");
    default:
        return command_fail(&(struct fault){.code = status, .where = "agents"});
    }
}

static int refuse_password(enum status status) {
    switch (status) {
    case STATUS_DENIED:
        return command_refuse("Les deux mots de passe diffèrent.", "Recommencez.");
    case STATUS_TOO_LONG:
        return command_refuse("Le mot de passe dépasse 255 octets.", "Choisissez-en un plus court.");
    case STATUS_INVALID:
        return command_refuse("Le mot de passe est vide ou contient un caractère de commande.", "Recommencez.");
    case STATUS_CANCELLED:
        return command_refuse("La saisie a été interrompue.", "Relancez la commande.");
    default:
        return command_fail(&(struct fault){.code = status});
    }
}

/* --- Acts --- */

static enum status ask_hash(char hash[crypto_pwhash_STRBYTES]) {
    char password[PASSWORD_SIZE] = "";
    enum status status = password_ask(password);
    if (status == STATUS_OK && crypto_pwhash_str(hash, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                 crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        status = STATUS_NO_MEMORY;
    memory_wipe(password, sizeof password);
    return status;
}

/* The id is looked up first: nobody types a password for nothing. */
static int add(struct agents *agents, const char *id, const struct command_options *options) {
    struct agent known, agent = {.role = COUNTER_AGENT};
    if (options->role && agents_role_from_name(options->role, &agent.role) != STATUS_OK)
        return command_usage("agent");
    if (agents_find(agents, id, &known) == STATUS_OK)
        return refuse(STATUS_EXISTS);
    if (!text_copy(agent.id, sizeof agent.id, id) || !text_copy(agent.name, sizeof agent.name, options->words[1]) ||
        text_has_control(agent.name))
        return command_usage("agent");
    enum status status = ask_hash(agent.hash);
    if (status != STATUS_OK)
        return refuse_password(status);
    status = agents_add(agents, &agent);
    return status == STATUS_OK ? answer(agents, id, options->json) : refuse(status);
}

static int change_password(struct agents *agents, const char *id, const struct command_options *options) {
    char hash[crypto_pwhash_STRBYTES];
    struct agent known;
    enum status status = agents_find(agents, id, &known);
    if (status != STATUS_OK)
        return refuse(status);
    status = ask_hash(hash);
    if (status != STATUS_OK)
        return refuse_password(status);
    status = agents_set_hash(agents, id, hash);
    return status == STATUS_OK ? answer(agents, id, options->json) : refuse(status);
}

static int set_disabled(struct agents *agents, const char *id, const struct command_options *options, bool disabled) {
    enum status status = agents_set_disabled(agents, id, disabled);
    return status == STATUS_OK ? answer(agents, id, options->json) : refuse(status);
}

static int disable(struct agents *agents, const char *id, const struct command_options *options) {
    return set_disabled(agents, id, options, true);
}

static int enable(struct agents *agents, const char *id, const struct command_options *options) {
    return set_disabled(agents, id, options, false);
}

static enum status add_to_list(void *context, const struct agent *agent) {
    return json_array_append_new(context, agent_json(agent)) == 0 ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status print_to_list(void *context, const struct agent *agent) {
    int *count = context;
    (*count)++;
    print_agent(agent);
    return STATUS_OK;
}

static int list(struct agents *agents, const char *id, const struct command_options *options) {
    json_t *array = json_array();
    int count = 0;
    (void)id;
    enum status status =
        options->json ? agents_list(agents, add_to_list, array) : agents_list(agents, print_to_list, &count);
    if (status != STATUS_OK) {
        json_decref(array);
        return refuse(status);
    }
    if (options->json)
        return command_answer(json_pack("{s:o}", "agents", array));
    json_decref(array);
    if (count == 0)
        puts("Aucun agent. Ajoutez-en un par «\u00A0guichet agent add NOM\u00A0».");
    return command_flush(COMMAND_DONE);
}

static const struct act {
    const char *name;
    bool takes_name, takes_role;
    int (*run)(struct agents *agents, const char *id, const struct command_options *options);
} acts[] = {
    {"add", true, true, add},          {"passwd", true, false, change_password},
    {"disable", true, false, disable}, {"enable", true, false, enable},
    {"list", false, false, list},
};

static const struct act *find_act(const struct command_options *options, char id[24]) {
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (strcmp(acts[i].name, options->words[0]) == 0) {
            const char *name = options->words[1];
            bool fits = acts[i].takes_name == (name != NULL) && (acts[i].takes_role || !options->role);
            return fits && (!name || id_of(name, id)) ? &acts[i] : NULL;
        }
    return NULL;
}

static enum status open_agents(const struct command_options *options, struct agents **agents, struct fault *fault) {
    struct config config;
    if (sodium_init() < 0)
        return fault_set(fault, STATUS_CRYPTO, NULL, NULL);
    enum status status = command_find_station(options, &config, fault);
    if (status == STATUS_OK)
        status = state_folder_make(config.state_folder, fault);
    return status == STATUS_OK ? agents_open(config.state_folder, agents, fault) : status;
}

int command_agent(int argc, char **argv) {
    struct command_options options;
    struct agents *agents = NULL;
    struct fault fault = {0};
    char id[24] = "";
    const struct act *act = command_read_options(argc, argv, &options) ? find_act(&options, id) : NULL;
    if (!act)
        return command_usage("agent");
    if (!options.state_folder && geteuid() != 0)
        return command_refuse("Cette commande demande les droits de l'administrateur (root).", "Relancez-la par sudo.");
    if (open_agents(&options, &agents, &fault) != STATUS_OK)
        return command_fail(&fault);
    int exit_status = act->run(agents, id, &options);
    agents_close(agents);
    return exit_status;
}
