/* Opens the scanner's device, collects what comes until it is quiet, and finds it again when it was unplugged. It must
 * not look at what came. */
#include "scanner.h"

#include "memory.h"
#include "scanner_keys.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/input.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { LOOK_AGAIN_MS = 2000, EVENTS_AT_ONCE = 64 };

struct scanner {
    char path[PATH_MAX];
    struct loop *loop;
    scanner_scanned *scanned;
    void *context;
    int fd; /* -1: not there */
    bool serial;
    struct scanner_keys keys;
    char text[SCANNER_SCAN_MAX + 1];
    size_t length;
    bool too_long;
    uint32_t quiet_timer, look_timer;
};

static void look_for_it(void *context);

/* --- Collecting --- */

static void forget(struct scanner *scanner) {
    memory_wipe(scanner->text, sizeof scanner->text);
    scanner->length = 0;
    scanner->too_long = false;
}

static void is_quiet(void *context) {
    struct scanner *scanner = context;
    scanner->quiet_timer = 0;
    while (scanner->length > 0 && strchr("\r\n", scanner->text[scanner->length - 1]) != NULL)
        scanner->text[--scanner->length] = '\0';
    if (scanner->too_long)
        scanner->scanned(scanner->context, "", 0);
    else if (scanner->length > 0)
        scanner->scanned(scanner->context, scanner->text, scanner->length);
    forget(scanner);
}

static void add(struct scanner *scanner, char character) {
    if (character == '\0')
        return;
    if (scanner->length == SCANNER_SCAN_MAX)
        scanner->too_long = true;
    else
        scanner->text[scanner->length++] = character;
}

static void wait_for_quiet(struct scanner *scanner) {
    loop_cancel(scanner->loop, scanner->quiet_timer);
    scanner->quiet_timer = loop_after(scanner->loop, SCANNER_QUIET_MS, is_quiet, scanner);
}

/* --- The device --- */

static void lose(struct scanner *scanner) {
    loop_unwatch(scanner->loop, scanner->fd);
    close(scanner->fd);
    scanner->fd = -1;
    scanner->keys = (struct scanner_keys){0};
    scanner->look_timer = loop_after(scanner->loop, LOOK_AGAIN_MS, look_for_it, scanner);
}

/* False: nothing more for now, or for good. */
static bool read_serial(struct scanner *scanner) {
    char bytes[256];
    ssize_t got = read(scanner->fd, bytes, sizeof bytes);
    for (ssize_t i = 0; i < got; i++)
        add(scanner, bytes[i]);
    memory_wipe(bytes, sizeof bytes);
    if (got == 0)
        errno = ENODEV;
    return got > 0;
}

static bool read_events(struct scanner *scanner) {
    struct input_event events[EVENTS_AT_ONCE];
    ssize_t got = read(scanner->fd, events, sizeof events);
    for (size_t i = 0; got > 0 && i < (size_t)got / sizeof events[0]; i++)
        if (events[i].type == EV_KEY)
            add(scanner, scanner_keys_take(&scanner->keys, events[i].code, events[i].value));
    memory_wipe(events, sizeof events);
    if (got == 0)
        errno = ENODEV;
    return got > 0;
}

static void is_ready(void *context, int fd, short revents) {
    struct scanner *scanner = context;
    (void)fd;
    (void)revents;
    bool came = false;
    while (scanner->serial ? read_serial(scanner) : read_events(scanner))
        came = true;
    bool is_gone = errno != EAGAIN && errno != EINTR;
    if (came)
        wait_for_quiet(scanner);
    if (is_gone)
        lose(scanner);
}

/* A line as it is: no echo, no line ends of its own, no control character taken for a command. */
static bool make_raw(int fd) {
    struct termios settings;
    if (tcgetattr(fd, &settings) != 0)
        return false;
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    return tcsetattr(fd, TCSANOW, &settings) == 0;
}

/* Nobody else gets its keys: neither the console nor the screen. What is no device (a recording) has no such thing. */
static bool grab(int fd) {
    return ioctl(fd, EVIOCGRAB, 1) == 0 || errno == ENOTTY;
}

static bool open_device(struct scanner *scanner) {
    int fd = open(scanner->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return false;
    scanner->serial = isatty(fd);
    bool usable = scanner->serial ? make_raw(fd) : grab(fd);
    if (!usable || loop_watch(scanner->loop, fd, POLLIN, is_ready, scanner) != STATUS_OK) {
        close(fd);
        return false;
    }
    scanner->fd = fd;
    return true;
}

static void look_for_it(void *context) {
    struct scanner *scanner = context;
    scanner->look_timer = 0;
    if (!open_device(scanner))
        scanner->look_timer = loop_after(scanner->loop, LOOK_AGAIN_MS, look_for_it, scanner);
}

enum status scanner_open(const char *path, struct loop *loop, scanner_scanned *scanned, void *context,
                         struct scanner **scanner) {
    struct scanner *opened = memory_alloc(sizeof *opened);
    opened->loop = loop;
    opened->scanned = scanned;
    opened->context = context;
    opened->fd = -1;
    if (!text_copy(opened->path, sizeof opened->path, path)) {
        memory_free(opened);
        return STATUS_TOO_LONG;
    }
    look_for_it(opened);
    *scanner = opened;
    return STATUS_OK;
}

void scanner_close(struct scanner *scanner) {
    if (scanner == NULL)
        return;
    loop_cancel(scanner->loop, scanner->quiet_timer);
    loop_cancel(scanner->loop, scanner->look_timer);
    if (scanner->fd >= 0) {
        loop_unwatch(scanner->loop, scanner->fd);
        close(scanner->fd);
    }
    memory_wipe(scanner, sizeof *scanner);
    memory_free(scanner);
}

bool scanner_is_there(const struct scanner *scanner) {
    return scanner != NULL && scanner->fd >= 0;
}
