/* Reads the command line and wires the parts of the kiosk. Decides nothing about people, files or documents. */
#include "command/command.h"
#include "config.h"
#include "desk.h"
#include "loop.h"
#include "memory.h"
#include "sentence.h"
#include "text.h"
#include "worker.h"

#include "../screens/shell.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_CANNOT_TELL = 3 };

struct kiosk {
    struct config config;
    struct loop *loop;
    struct spawner *spawner;
    struct shell *shell;
    struct desk *desk;
    struct fault fault; /* why the desk could not open */
};

struct arguments {
    bool training;
    const char *state_folder, *config_file;
};

static int usage(void) {
    fputs("guichet\u00A0: arguments incorrects\u00A0; rien n'a été ouvert.\n"
          "Faites\u00A0: guichet --training [--state DOSSIER], guichet --config FICHIER, ou guichet help.\n",
          stderr);
    return EXIT_USAGE;
}

static int tell(enum sentence_act act, const struct fault *fault) {
    struct sentence sentence;
    sentence_write(act, fault, &sentence);
    fprintf(stderr, "guichet\u00A0: %s %s %s\n", sentence.happened, sentence.not_done, sentence.to_do);
    return EXIT_CANNOT_TELL;
}

/* A login shell (argv[0] starts with "-") takes no argument at all. */
static bool read_arguments(int argc, char **argv, struct arguments *arguments) {
    if (argv[0][0] == '-')
        return argc == 1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--training") == 0)
            arguments->training = true;
        else if (strcmp(argv[i], "--state") == 0 && i + 1 < argc)
            arguments->state_folder = argv[++i];
        else if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
            arguments->config_file = argv[++i];
        else
            return false;
    }
    bool state_alone = arguments->state_folder != NULL && !arguments->training;
    return !state_alone && !(arguments->training && arguments->config_file != NULL);
}

static enum status read_config(const struct arguments *arguments, struct config *config, struct fault *fault) {
    if (!arguments->training)
        return config_read(arguments->config_file != NULL ? arguments->config_file : CONFIG_STATION_FILE, config,
                           fault);
    char folder[sizeof config->state_folder];
    enum status status = STATUS_OK;
    if (arguments->state_folder == NULL)
        status = config_default_state(folder, sizeof folder);
    else if (!text_copy(folder, sizeof folder, arguments->state_folder))
        status = STATUS_TOO_LONG;
    if (status != STATUS_OK)
        return fault_set(fault, status, "state_folder", NULL);
    return config_training(folder, config, fault);
}

/* The tests' fixed clock: training only, so that a station's environment can change nothing. */
static enum status start_clock(const struct config *config, struct fault *fault) {
    clock_init(config->time_zone);
    const char *frozen = config->training ? getenv("GUICHET_CLOCK") : NULL;
    if (frozen == NULL)
        return STATUS_OK;
    enum status status = clock_freeze(frozen);
    return status == STATUS_OK ? STATUS_OK : fault_set(fault, status, "GUICHET_CLOCK", NULL);
}

static void stop(void *context, int signal_number) {
    struct kiosk *kiosk = context;
    (void)signal_number;
    loop_stop(kiosk->loop);
}

/* After the first screen has been drawn: it waits for neither databases nor workers. */
static void open_desk(void *context) {
    struct kiosk *kiosk = context;
    if (desk_open(&kiosk->config, kiosk->loop, kiosk->spawner, &kiosk->desk, &kiosk->fault) == STATUS_OK)
        shell_attach(kiosk->shell, kiosk->desk);
    else
        loop_stop(kiosk->loop);
}

static enum status start(struct kiosk *kiosk, struct fault *fault) {
    char folder[4096];
    enum status status = spawner_find_programs(folder, sizeof folder);
    if (status == STATUS_OK)
        status = spawner_start(folder, &kiosk->spawner);
    if (status == STATUS_OK)
        status = loop_open(&kiosk->loop);
    const int signals[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT};
    for (size_t i = 0; status == STATUS_OK && i < sizeof signals / sizeof signals[0]; i++)
        status = loop_on_signal(kiosk->loop, signals[i], stop, kiosk);
    if (status != STATUS_OK)
        return fault_set(fault, status, "start", NULL);
    status = shell_open(&kiosk->config, kiosk->loop, &kiosk->shell, fault);
    if (status == STATUS_OK && loop_after(kiosk->loop, 0, open_desk, kiosk) == 0)
        status = fault_set(fault, STATUS_NO_MEMORY, "start", NULL);
    return status;
}

static void finish(struct kiosk *kiosk) {
    desk_close(kiosk->desk);
    shell_close(kiosk->shell);
    if (kiosk->loop != NULL)
        loop_close(kiosk->loop);
    if (kiosk->spawner != NULL)
        spawner_stop(kiosk->spawner);
}

static int run_kiosk(const struct arguments *arguments) {
    static struct kiosk kiosk;
    struct fault fault = {0};
    enum status status = read_config(arguments, &kiosk.config, &fault);
    if (status == STATUS_OK)
        status = start_clock(&kiosk.config, &fault);
    if (status == STATUS_OK)
        status = start(&kiosk, &fault);
    if (status == STATUS_OK)
        status = loop_run(kiosk.loop);
    if (status == STATUS_OK && kiosk.fault.code != STATUS_OK) {
        status = kiosk.fault.code;
        fault = kiosk.fault;
    }
    finish(&kiosk);
    return status == STATUS_OK ? EXIT_SUCCESS : tell(SENTENCE_START, &fault);
}

int main(int argc, char **argv) {
    struct rlimit no_core = {0, 0};
    if (setrlimit(RLIMIT_CORE, &no_core) != 0 || argc < 1)
        return EXIT_CANNOT_TELL;
    umask(077);
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "C.UTF-8");
    memory_install();
    bool handled = false;
    int result = argv[0][0] == '-' ? 0 : command_run(argc, argv, &handled);
    if (handled)
        return result;
    struct arguments arguments = {0};
    return read_arguments(argc, argv, &arguments) ? run_kiosk(&arguments) : usage();
}
