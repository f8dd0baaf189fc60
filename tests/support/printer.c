/* A real IPP printer for tests. It must not touch a printer, a bus or a cupsd of the machine's own. */
#include "printer.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cups/cups.h>
#include <curl/curl.h>

#include "state.h"
#include "tool.h"

enum { START_MS = 20000, WAIT_MS = 20000, TRIES = 3, PAPER = 250 };

struct printer {
    char folder[64];
    char uri[128];
    const char *keys; /* folder of its certificate, or NULL */
    int port;
    pid_t bus, process;
    int release; /* both ends of the FIFO that a job with a fault waits for */
};

static _Noreturn void fail(const char *what, const char *folder) {
    fprintf(stderr, "printer: %s (see %s)\n", what, folder);
    abort();
}

static void path_in(const struct printer *printer, const char *name, char path[PRINTER_PATH_SIZE]) {
    snprintf(path, PRINTER_PATH_SIZE, "%s/%s", printer->folder, name);
}

static void write_file(const struct printer *printer, const char *name, const char *text, mode_t mode) {
    char path[PRINTER_PATH_SIZE];
    path_in(printer, name, path);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0 || chmod(path, mode) != 0)
        fail(name, printer->folder);
}

static bool read_file(const struct printer *printer, const char *name, char *text, size_t size) {
    char path[PRINTER_PATH_SIZE];
    path_in(printer, name, path);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
    return true;
}

static void remove_file(const struct printer *printer, const char *name) {
    char path[PRINTER_PATH_SIZE];
    path_in(printer, name, path);
    unlink(path);
}

/* --- Starting --- */

const char *printer_missing(void) {
    return tool_missing((const char *const[]){"dbus-daemon", "ippeveprinter", NULL});
}

/* The command gets each document: it may abort it, or hold it with a reason until the FIFO is written to. */
static const char command[] = "#!/bin/sh\n"
                              "cd \"${0%/*}\" || exit 1\n"
                              "[ -e aborting ] && exit 1\n"
                              "if [ -e fault ]; then\n"
                              "  read -r reason < fault\n"
                              "  echo \"STATE: +$reason\" >&2\n"
                              "  read -r line < release\n"
                              "  echo \"STATE: -$reason\" >&2\n"
                              "fi\n"
                              "printf %s \"$IPP_JOB_NAME\" > title\n"
                              "printf %s \"$IPP_COPIES\" > copies\n"
                              "printf '%s\\n' \"$IPP_JOB_NAME\" >> printed\n";

static void write_files(struct printer *printer) {
    char text[1024], path[PRINTER_PATH_SIZE];
    snprintf(text, sizeof text,
             "<busconfig><type>system</type><listen>unix:path=%s/bus</listen><auth>EXTERNAL</auth>"
             "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
             "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
             printer->folder);
    write_file(printer, "bus.conf", text, 0600);
    write_file(printer, "command", command, 0700);
    path_in(printer, "spool", path);
    mkdir(path, 0700);
    path_in(printer, "release", path);
    if (mkfifo(path, 0600) != 0)
        fail("fifo", printer->folder);
    printer->release = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

static void start_bus(struct printer *printer) {
    char configuration[PRINTER_PATH_SIZE], path[PRINTER_PATH_SIZE], log[PRINTER_PATH_SIZE];
    path_in(printer, "bus", path);
    path_in(printer, "bus.log", log);
    snprintf(configuration, sizeof configuration, "--config-file=%s/bus.conf", printer->folder);
    const char *const argv[] = {"dbus-daemon", configuration, "--nofork", "--nopidfile", "--nosyslog", NULL};
    printer->bus = tool_start(argv, NULL, log);
    for (long long deadline_ms = tool_now_ms() + START_MS; access(path, F_OK) != 0; tool_wait_a_little())
        if (!tool_is_running(printer->bus) || tool_now_ms() > deadline_ms)
            fail("dbus-daemon does not start", printer->folder);
}

static bool start_process(struct printer *printer) {
    char bus[PRINTER_PATH_SIZE], spool[PRINTER_PATH_SIZE], run[PRINTER_PATH_SIZE], log[PRINTER_PATH_SIZE], port[16];
    snprintf(bus, sizeof bus, "DBUS_SYSTEM_BUS_ADDRESS=unix:path=%s/bus", printer->folder);
    snprintf(port, sizeof port, "%d", printer->port);
    path_in(printer, "spool", spool);
    path_in(printer, "command", run);
    path_in(printer, "printer.log", log);
    const char *argv[] = {"ippeveprinter",   "-r", "off", "-p", port,         "-n", "localhost", "-d", spool, "-f",
                          "application/pdf", "-c", run,   "-k", "Imprimante", NULL, NULL,        NULL};
    if (printer->keys != NULL) {
        argv[14] = "-K";
        argv[15] = printer->keys;
        argv[16] = "Imprimante";
    }
    printer->process = tool_start(argv, (const char *const[]){bus, NULL}, log);
    for (long long deadline_ms = tool_now_ms() + START_MS; !tool_port_answers(printer->port); tool_wait_a_little())
        if (!tool_is_running(printer->process) || tool_now_ms() > deadline_ms)
            return false;
    return true;
}

static size_t drop(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

/* A form of its web pages. */
static void submit(const struct printer *printer, const char *form) {
    char url[512];
    snprintf(url, sizeof url, "http://localhost:%d/%s", printer->port, form);
    CURL *curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)START_MS);
    if (curl_easy_perform(curl) != CURLE_OK)
        fail(form, printer->folder);
    curl_easy_cleanup(curl);
}

/* US Letter is what it has at first. All trays are named: one that is not would be emptied. */
void printer_load_paper(struct printer *printer, int sheets) {
    char form[256];
    snprintf(form, sizeof form,
             "media?size1=iso_a4_210x297mm&type1=stationery&level1=%d&size3=iso_dl_110x220mm&type3=envelope&level3=25",
             sheets);
    submit(printer, form);
}

void printer_load_letter(struct printer *printer) {
    submit(printer, "media?size1=na_letter_8.5x11in&type1=stationery&level1=250"
                    "&size3=iso_dl_110x220mm&type3=envelope&level3=25");
}

void printer_load_toner(struct printer *printer, int percent) {
    char form[64];
    snprintf(form, sizeof form, "supplies?supply0=10&supply1=%d", percent);
    submit(printer, form);
}

struct printer *printer_start_secure(const char *keys) {
    struct printer *printer = calloc(1, sizeof *printer);
    if (printer == NULL)
        abort();
    printer->keys = keys;
    state_make(printer->folder);
    write_files(printer);
    start_bus(printer);
    for (int i = 0; i < TRIES; i++) { /* somebody else may take the port in between */
        printer->port = tool_free_port();
        if (start_process(printer)) {
            snprintf(printer->uri, sizeof printer->uri, "%s://localhost:%d/ipp/print", keys != NULL ? "ipps" : "ipp",
                     printer->port);
            printer_load_paper(printer, PAPER);
            return printer;
        }
        tool_stop(printer->process);
    }
    fail("ippeveprinter does not start", printer->folder);
}

struct printer *printer_start(void) {
    return printer_start_secure(NULL);
}

void printer_stop(struct printer *printer) {
    if (printer == NULL)
        return;
    tool_stop(printer->process);
    tool_stop(printer->bus);
    close(printer->release);
    state_remove(printer->folder);
    free(printer);
}

const char *printer_uri(const struct printer *printer) {
    return printer->uri;
}

/* --- What it received --- */

/* The `number`-th file of the spool ("3-TITLE.pdf"); how many there are. */
static int find_document(const struct printer *printer, int number, char path[PRINTER_PATH_SIZE]) {
    char spool[PRINTER_PATH_SIZE];
    int count = 0;
    path_in(printer, "spool", spool);
    DIR *folder = opendir(spool);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (strstr(entry->d_name, ".pdf") == NULL)
            continue;
        count++;
        if (strtol(entry->d_name, NULL, 10) == number && path != NULL)
            snprintf(path, PRINTER_PATH_SIZE, "%s/spool/%s", printer->folder, entry->d_name);
    }
    if (folder != NULL)
        closedir(folder);
    return count;
}

int printer_documents(const struct printer *printer) {
    return find_document(printer, 0, NULL);
}

int printer_list_printed(const struct printer *printer, char titles[][PRINTER_TITLE_SIZE], int most) {
    char path[PRINTER_PATH_SIZE], line[PRINTER_TITLE_SIZE];
    int count = 0;
    path_in(printer, "printed", path);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (count < most)
            snprintf(titles[count], PRINTER_TITLE_SIZE, "%s", line);
        count++;
    }
    if (file != NULL)
        fclose(file);
    return count;
}

static int count_printed(const struct printer *printer) {
    return printer_list_printed(printer, NULL, 0);
}

bool printer_wait_document(const struct printer *printer, int number, char path[PRINTER_PATH_SIZE]) {
    for (long long deadline_ms = tool_now_ms() + WAIT_MS; count_printed(printer) < number; tool_wait_a_little())
        if (tool_now_ms() > deadline_ms)
            return false;
    path[0] = '\0';
    find_document(printer, number, path);
    return path[0] != '\0';
}

bool printer_last_job(const struct printer *printer, char title[128], char copies[16]) {
    return read_file(printer, "title", title, 128) && read_file(printer, "copies", copies, 16);
}

/* --- What goes wrong --- */

void printer_set_fault(struct printer *printer, const char *reason) {
    char text[128], old[64];
    while (read(printer->release, old, sizeof old) > 0)
        continue;
    snprintf(text, sizeof text, "%s\n", reason);
    write_file(printer, "fault", text, 0600);
}

void printer_clear_fault(struct printer *printer) {
    remove_file(printer, "fault");
    if (write(printer->release, "go on\n", 6) != 6)
        fail("fifo", printer->folder);
}

/* The number of its last job: they are numbered from 1, and each has its file from the beginning. */
static int last_job(const struct printer *printer) {
    char spool[PRINTER_PATH_SIZE];
    int last = 0;
    path_in(printer, "spool", spool);
    DIR *folder = opendir(spool);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        int job = (int)strtol(entry->d_name, NULL, 10);
        last = job > last ? job : last;
    }
    if (folder != NULL)
        closedir(folder);
    return last;
}

bool printer_cancel_job(const struct printer *printer) {
    http_t *http =
        httpConnect2("localhost", printer->port, NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1, START_MS, NULL);
    ipp_t *request = ippNewRequest(IPP_OP_CANCEL_JOB);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, printer->uri);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", last_job(printer));
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, "technicien");
    ippDelete(cupsDoRequest(http, request, "/ipp/print"));
    bool cancelled = cupsLastError() < IPP_STATUS_REDIRECTION_OTHER_SITE;
    httpClose(http);
    return cancelled;
}

void printer_set_aborting(struct printer *printer, bool aborting) {
    if (aborting)
        write_file(printer, "aborting", "", 0600);
    else
        remove_file(printer, "aborting");
}

void printer_turn_off(struct printer *printer) {
    kill(-printer->process, SIGKILL);
    tool_stop(printer->process);
    printer->process = 0;
}

void printer_turn_on(struct printer *printer) {
    if (!start_process(printer))
        fail("ippeveprinter does not start again", printer->folder);
    printer_load_paper(printer, PAPER);
}

bool printer_is_on(const struct printer *printer) {
    return printer->process > 0;
}

void printer_freeze(struct printer *printer, bool frozen) {
    kill(-printer->process, frozen ? SIGSTOP : SIGCONT);
}
