/* The kiosk's side of workers: starts the spawner, opens channels, queues what goes out, hands on what comes in. It
 * must never wait for a worker; the only wait is spawner_stop()'s, at the end, and it is bounded. */
#include "worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "date.h"
#include "memory.h"
#include "spawner.h"
#include "text.h"

enum { READ_SIZE = 64 * 1024, STOP_TIMEOUT_MS = 2000 };

struct spawner {
    int fd;
    pid_t pid;
    uint64_t next_id;
};

struct worker {
    struct spawner *spawner;
    struct loop *loop;
    struct worker_handlers handlers;
    uint64_t id;
    int fd;
    struct message_reader reader;
    uint8_t *outgoing;
    size_t outgoing_size, outgoing_sent;
    bool lost;
    bool *closed; /* set by worker_close() for the one that is calling a handler */
};

/* Without waiting: a spawner that does not read any more is as good as dead. */
static enum status order(const struct spawner *spawner, const struct spawner_packet *packet, int channel) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec data = {(void *)packet, sizeof *packet};
    struct msghdr header = {.msg_iov = &data, .msg_iovlen = 1};
    if (channel >= 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = sizeof control.bytes;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof channel);
        memcpy(CMSG_DATA(&control.header), &channel, sizeof channel);
    }
    ssize_t sent;
    do
        sent = sendmsg(spawner->fd, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof *packet ? STATUS_OK : STATUS_WORKER_LOST;
}

static void lose(struct worker *worker) {
    loop_unwatch(worker->loop, worker->fd);
    worker->lost = true;
    worker->handlers.lost(worker->handlers.context, worker);
}

/* What cannot be sent is dropped: the loop is about to tell that the worker is lost. */
static void drop_outgoing(struct worker *worker) {
    memory_free(worker->outgoing);
    worker->outgoing = NULL;
    worker->outgoing_size = worker->outgoing_sent = 0;
}

static void flush(struct worker *worker) {
    while (worker->outgoing_sent < worker->outgoing_size) {
        ssize_t sent = send(worker->fd, worker->outgoing + worker->outgoing_sent,
                            worker->outgoing_size - worker->outgoing_sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno == EAGAIN)
            return;
        if (sent < 0)
            break;
        worker->outgoing_sent += (size_t)sent;
    }
    drop_outgoing(worker);
}

/* Hands on every whole message; false when there is nothing more to do with this worker. */
static bool deliver(struct worker *worker) {
    bool closed = false;
    worker->closed = &closed;
    for (;;) {
        struct message message;
        enum status status = message_reader_next(&worker->reader, &message);
        if (status == STATUS_NOT_FOUND)
            break;
        if (status != STATUS_OK) {
            worker->closed = NULL;
            lose(worker);
            return false;
        }
        worker->handlers.message(worker->handlers.context, worker, &message);
        message_clear(&message);
        if (closed)
            return false;
    }
    worker->closed = NULL;
    return true;
}

static bool receive(struct worker *worker) {
    uint8_t *bytes = memory_alloc(READ_SIZE);
    ssize_t got = recv(worker->fd, bytes, READ_SIZE, MSG_DONTWAIT);
    bool waits = got < 0 && (errno == EINTR || errno == EAGAIN);
    bool lost = got <= 0 && !waits;
    if (got > 0)
        lost = message_reader_add(&worker->reader, bytes, (size_t)got) != STATUS_OK;
    memory_free(bytes);
    if (lost) {
        lose(worker);
        return false;
    }
    return waits || deliver(worker);
}

static void watch(struct worker *worker);

static void worker_ready(void *context, int fd, short revents) {
    struct worker *worker = context;
    (void)fd;
    if (revents & POLLOUT)
        flush(worker);
    if (revents & ~POLLOUT && !receive(worker))
        return;
    watch(worker);
}

static void watch(struct worker *worker) {
    short events = worker->outgoing ? POLLIN | POLLOUT : POLLIN;
    if (loop_watch(worker->loop, worker->fd, events, worker_ready, worker) != STATUS_OK)
        worker->lost = true;
}

enum status spawner_find_programs(char *folder, size_t size) {
    ssize_t length = readlink("/proc/self/exe", folder, size - 1);
    if (length <= 0)
        return STATUS_IO;
    folder[length] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        return STATUS_IO;
    *slash = '\0';
    return STATUS_OK;
}

enum status spawner_start(const char *program_folder, struct spawner **spawner) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return STATUS_IO;
    pid_t pid = fork();
    if (pid == 0)
        spawner_serve(ends[1], program_folder);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return STATUS_IO;
    }
    struct spawner *made = memory_alloc(sizeof *made);
    *made = (struct spawner){.fd = ends[0], .pid = pid, .next_id = 1};
    *spawner = made;
    return STATUS_OK;
}

void spawner_stop(struct spawner *spawner) {
    if (!spawner)
        return;
    close(spawner->fd);
    int process = pidfd_open(spawner->pid, 0);
    struct pollfd polled = {.fd = process, .events = POLLIN};
    int64_t deadline_ms = clock_monotonic_ms() + STOP_TIMEOUT_MS, left_ms = STOP_TIMEOUT_MS;
    while (process >= 0 && left_ms > 0 && poll(&polled, 1, (int)left_ms) < 0 && errno == EINTR)
        left_ms = deadline_ms - clock_monotonic_ms();
    if (process >= 0)
        close(process);
    kill(spawner->pid, SIGKILL); /* harmless when it has ended: it is not reaped yet */
    while (waitpid(spawner->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    memory_free(spawner);
}

enum status worker_open(struct spawner *spawner, struct loop *loop, const char *kind, const char *argument,
                        const struct worker_handlers *handlers, struct worker **worker) {
    int kind_number = spawner_kind(kind), ends[2];
    struct spawner_packet packet = {.order = SPAWNER_START, .kind = (uint32_t)kind_number, .id = spawner->next_id};
    if (kind_number < 0 || !text_format(packet.argument, sizeof packet.argument, "%s", argument ? argument : ""))
        return STATUS_INVALID;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return STATUS_IO;
    enum status status = order(spawner, &packet, ends[1]);
    close(ends[1]);
    if (status != STATUS_OK) {
        close(ends[0]);
        return status;
    }
    struct worker *made = memory_alloc(sizeof *made);
    *made = (struct worker){
        .spawner = spawner, .loop = loop, .handlers = *handlers, .id = spawner->next_id++, .fd = ends[0]};
    watch(made);
    *worker = made;
    return STATUS_OK;
}

enum status worker_send(struct worker *worker, const struct message *message) {
    uint8_t *bytes;
    size_t size;
    if (worker->lost)
        return STATUS_WORKER_LOST;
    enum status status = message_encode(message, &bytes, &size);
    if (status != STATUS_OK)
        return status;
    size_t left = worker->outgoing_size - worker->outgoing_sent;
    uint8_t *queue = memory_alloc(left + size);
    if (left)
        memcpy(queue, worker->outgoing + worker->outgoing_sent, left);
    memcpy(queue + left, bytes, size);
    memory_free(bytes);
    drop_outgoing(worker);
    worker->outgoing = queue;
    worker->outgoing_size = left + size;
    flush(worker);
    watch(worker);
    return STATUS_OK;
}

void worker_close(struct worker *worker) {
    if (!worker)
        return;
    struct spawner_packet packet = {.order = SPAWNER_KILL, .id = worker->id};
    if (order(worker->spawner, &packet, -1) != STATUS_OK)
        worker->lost = true; /* no spawner, no worker: they die with it */
    if (worker->closed)
        *worker->closed = true;
    loop_unwatch(worker->loop, worker->fd);
    close(worker->fd);
    message_reader_clear(&worker->reader);
    drop_outgoing(worker);
    memory_free(worker);
}
