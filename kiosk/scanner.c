/* Opens the scanner's device, collects what comes until it is quiet, and finds it again when it was unplugged. It must
 * not look at what came. */
#include "scanner.h"

#include "memory.h"
#include "scan.h"
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
    scanner_began *began;
    scanner_scanned *scanned;
    void *context;
    int fd; /* -1: not there */
    bool serial;
    struct scanner_keys keys;
    bool is_skipping; /* events of a report of which some were lost */
    char text[SCANNER_SCAN_MAX + 1];
    size_t length;
    bool has_begun;
    bool is_broken; /* too long, or a part of it was lost */
    uint32_t quiet_timer, look_timer;
};

static void look_for_it(void *context);

/* --- Collecting --- */

static void forget(struct scanner *scanner) {
    memory_wipe(scanner->text, sizeof scanner->text);
    scanner->length = 0;
    scanner->has_begun = scanner->is_broken = false;
}

static bool has_line_end(const struct scanner *scanner) {
    return scanner->length > 0 && strchr("\r\n", scanner->text[scanner->length - 1]) != NULL;
}

static void is_quiet(void *context) {
    struct scanner *scanner = context;
    scanner->quiet_timer = 0;
    while (has_line_end(scanner))
        scanner->text[--scanner->length] = '\0';
    if (scanner->is_broken)
        scanner->scanned(scanner->context, "", 0);
    else if (scanner->length > 0)
        scanner->scanned(scanner->context, scanner->text, scanner->length);
    forget(scanner);
}

static void begin(struct scanner *scanner) {
    if (!scanner->has_begun && scanner->began != NULL)
        scanner->began(scanner->context);
    scanner->has_begun = true;
}

static void add(struct scanner *scanner, char character) {
    if (character == '\0')
        return;
    begin(scanner);
    if (scanner->length == SCANNER_SCAN_MAX)
        scanner->is_broken = true;
    else
        scanner->text[scanner->length++] = character;
}

static void wait_for_quiet(struct scanner *scanner) {
    loop_cancel(scanner->loop, scanner->quiet_timer);
    int quiet_ms = scan_quiet_ms(scanner->text, scanner->length);
    scanner->quiet_timer = loop_after(scanner->loop, quiet_ms, is_quiet, scanner);
}

/* --- The device --- */

static void lose(struct scanner *scanner) {
    loop_unwatch(scanner->loop, scanner->fd);
    close(scanner->fd);
    scanner->fd = -1;
    scanner->keys = (struct scanner_keys){0};
    scanner->is_skipping = false;
    if (scanner->length > 0 && !has_line_end(scanner)) /* in the middle of a scan */
        scanner->is_broken = true;
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

/* SYN_DROPPED: the kernel has lost events, and what comes up to the next report is not whole either. A key that was
 * held may have been let go meanwhile. */
static void take_event(struct scanner *scanner, const struct input_event *event) {
    if (event->type == EV_SYN && event->code == SYN_DROPPED) {
        begin(scanner);
        scanner->is_broken = scanner->is_skipping = true;
        scanner->keys = (struct scanner_keys){0};
    } else if (event->type == EV_SYN && event->code == SYN_REPORT) {
        scanner->is_skipping = false;
    } else if (event->type == EV_KEY && !scanner->is_skipping) {
        add(scanner, scanner_keys_take(&scanner->keys, event->code, event->value));
    }
}

static bool read_events(struct scanner *scanner) {
    struct input_event events[EVENTS_AT_ONCE];
    ssize_t got = read(scanner->fd, events, sizeof events);
    for (size_t i = 0; got > 0 && i < (size_t)got / sizeof events[0]; i++)
        take_event(scanner, &events[i]);
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

enum status scanner_open(const char *path, struct loop *loop, scanner_began *began, scanner_scanned *scanned,
                         void *context, struct scanner **scanner) {
    struct scanner *opened = memory_alloc(sizeof *opened);
    opened->loop = loop;
    opened->began = began;
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

bool scanner_is_serial(const struct scanner *scanner) {
    return scanner->serial;
}
