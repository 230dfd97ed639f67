/*
 * The echo client in C: one thread, and poll to read while it writes.
 *
 *     cc -o client client.c
 *     ./client HOST PORT           standard input goes out, the echo comes back
 *
 *     dial    getaddrinfo, socket, connect              the lesson's Dial
 *     talk    poll, read, write, shutdown(SHUT_WR)      Client.Echo, CloseWrite
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* A name may have several addresses: the first that answers is taken. */
static int dial(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    int err = getaddrinfo(host, port, &hints, &list);
    if (err != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(err));
        exit(1);
    }
    for (struct addrinfo *ai = list;; ai = ai->ai_next) {
        int sock = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
        if (sock >= 0 && connect(sock, ai->ai_addr, ai->ai_addrlen) == 0) {
            freeaddrinfo(list);
            return sock;
        }
        if (ai->ai_next == NULL)
            die("connect");
        close(sock);
    }
}

/* Passes a result on; ends the program if it is an error, not "try later". */
static ssize_t tried(ssize_t n, const char *what)
{
    if (n < 0 && errno != EINTR && errno != EAGAIN)
        die(what);
    return n;
}

/*
 * Waits for whatever can go on: the socket has bytes, the socket takes bytes,
 * or, when it has taken all, standard input has more. A client that first wrote
 * everything would wait for a server that in turn waits for its reader.
 */
static int talk(int sock)
{
    static char out[65536], in[65536];
    size_t next = 0, end = 0; /* out[next..end) is still to be sent */
    long long sent = 0, received = 0;
    int more = 1; /* standard input has not ended */
    for (;;) {
        struct pollfd p[] = {
            {.fd = more && next == end ? STDIN_FILENO : -1, .events = POLLIN}, /* -1: not asked */
            {.fd = sock, .events = next < end ? POLLIN | POLLOUT : POLLIN},
        };
        if (tried(poll(p, 2, -1), "poll") < 0)
            continue;
        ssize_t n;
        if (p[0].revents) {
            if ((n = tried(read(STDIN_FILENO, out, sizeof out), "standard input")) == 0) {
                more = 0;
                shutdown(sock, SHUT_WR); /* half-close: FIN goes out, and we read on */
            }
            next = 0;
            sent += end = n > 0 ? n : 0;
        }
        if (p[1].revents & POLLOUT && (n = tried(write(sock, out + next, end - next), "write")) > 0)
            next += n;
        if (p[1].revents & ~POLLOUT) { /* bytes, the end or an error: read tells */
            if ((n = tried(read(sock, in, sizeof in), "read")) == 0)
                break;
            if (n > 0 && (fwrite(in, 1, n, stdout) < (size_t)n || fflush(stdout) != 0))
                die("standard output");
            received += n > 0 ? n : 0;
        }
    }
    if (!more && received == sent)
        return 0;
    fprintf(stderr, "the server closed too soon: %lld bytes came back\n", received);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN); /* write reports EPIPE instead */
    int sock = dial(argv[1], argv[2]);
    /* A write that poll allows shall take what fits, not wait for the rest. */
    if (fcntl(sock, F_SETFL, fcntl(sock, F_GETFL) | O_NONBLOCK) < 0)
        die("fcntl");
    return talk(sock);
}
