/*
 * The event loop of eventloop.go in C: one thread, epoll(7), level-triggered.
 *
 *     cc -O2 -o epoll_server epoll_server.c
 *     systemd-socket-activate -l 127.0.0.1:7007 ./epoll_server
 *
 * It serves the listener it finds as descriptor 3, where socket activation
 * puts it (sd_listen_fds(3)). When its standard input ends it accepts no more,
 * gives the connections that are open LAST_WORDS ms to end, and exits.
 *
 *     main        epoll_create1, epoll_wait     eventLoop.run
 *     take        accept4                       eventLoop.accept
 *     turn        read, write                   eventLoop.turn
 *     keep        epoll_ctl                     eventLoop.keep
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LISTENER = 3, LAST_WORDS = 500, BUFFER = 64 << 10 };

/* What a connection keeps between turns: what it could not write. */
struct conn {
    int fd;
    size_t len, off;
    char *pending;
};

static int poller, open_conns;
static char buffer[BUFFER];

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void watch(int op, int fd, uint32_t events, void *ptr)
{
    struct epoll_event event = {.events = events, .data.ptr = ptr};
    if (epoll_ctl(poller, op, fd, &event) < 0)
        die("epoll_ctl");
}

/* Accepts all that wait. A descriptor shortage ends the program: a server for
 * more than a measurement would pause, as eventLoop.pause does. */
static void take(void)
{
    for (;;) {
        int fd = accept4(LISTENER, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EAGAIN)
                return;
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            die("accept4");
        }
        struct conn *c = calloc(1, sizeof *c);
        if (c == NULL)
            die("calloc");
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* a lost client shows in read */
        c->fd = fd;
        open_conns++;
        watch(EPOLL_CTL_ADD, fd, EPOLLIN, c);
    }
}

static void hang_up(struct conn *c)
{
    close(c->fd); /* epoll forgets it too */
    free(c->pending);
    free(c);
    open_conns--;
}

/* Remembers what is left to write. While there is any, c is not read. */
static void keep(struct conn *c, const char *rest, size_t len)
{
    if (c->pending != NULL) {
        c->off += c->len - len;
        c->len = len;
        if (len > 0)
            return;
        free(c->pending);
        c->pending = NULL;
        watch(EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
    } else if (len > 0) {
        c->pending = malloc(len);
        if (c->pending == NULL)
            die("malloc");
        memcpy(c->pending, rest, len);
        c->off = 0;
        c->len = len;
        watch(EPOLL_CTL_MOD, c->fd, EPOLLOUT, c);
    }
}

/* Reads once and writes once. */
static void turn(struct conn *c)
{
    const char *data = buffer;
    ssize_t len;
    if (c->pending != NULL) {
        data = c->pending + c->off;
        len = c->len;
    } else {
        len = read(c->fd, buffer, sizeof buffer);
        if (len < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (len <= 0) { /* the end, or an error that ends it */
            hang_up(c);
            return;
        }
    }
    ssize_t n = write(c->fd, data, len);
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        hang_up(c);
        return;
    }
    if (n < 0)
        n = 0;
    keep(c, data + n, len - n);
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int main(void)
{
    static char listener, quit; /* their addresses tell them from connections */
    struct epoll_event events[128];
    long deadline = 0;
    signal(SIGPIPE, SIG_IGN); /* a write to a lost client is an error, not the end of all */
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (poller < 0)
        die("epoll_create1");
    if (fcntl(LISTENER, F_SETFL, fcntl(LISTENER, F_GETFL) | O_NONBLOCK) < 0)
        die("descriptor 3");
    watch(EPOLL_CTL_ADD, LISTENER, EPOLLIN, &listener);
    watch(EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN, &quit);
    while (deadline == 0 || (open_conns > 0 && now_ms() < deadline)) {
        int n = epoll_wait(poller, events, 128, deadline == 0 ? -1 : LAST_WORDS);
        if (n < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < n; i++) {
            void *ptr = events[i].data.ptr;
            if (ptr == &listener) {
                if (deadline == 0) /* not closed earlier in this batch */
                    take();
            } else if (ptr == &quit) {
                deadline = now_ms() + LAST_WORDS;
                watch(EPOLL_CTL_DEL, STDIN_FILENO, 0, NULL);
                watch(EPOLL_CTL_DEL, LISTENER, 0, NULL);
                close(LISTENER);
            } else {
                turn(ptr);
            }
        }
    }
    return 0;
}
