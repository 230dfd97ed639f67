/*
 * The datagram echo client in C: ask, wait a second, ask the next.
 *
 *     cc -o client client.c
 *     ./client HOST PORT           each line goes out as one datagram
 *
 *     dial    getaddrinfo, socket, connect     the lesson's Dial
 *     echo    send, recv                       Client.Echo
 *
 * It takes the first datagram that comes for the answer. Where the network may
 * duplicate one, compare, as client.go does.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

enum { WAIT = 1 }; /* second, for each answer */

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/*
 * connect sends nothing: it sets where send goes, and has the kernel drop what
 * others send and report what ICMP says. So it cannot try one address after the
 * other, as a TCP client does: the first "works".
 */
static int dial(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *ai;
    int err = getaddrinfo(host, port, &hints, &ai);
    if (err != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(err));
        exit(1);
    }
    int sock = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
    if (sock < 0)
        die("socket");
    if (connect(sock, ai->ai_addr, ai->ai_addrlen) < 0)
        die("connect");
    freeaddrinfo(ai);
    /* poll may promise a datagram that recv then drops for its bad checksum,
     * and waits for another. A timeout of recv's own holds in any case. */
    struct timeval wait = {.tv_sec = WAIT};
    if (setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) < 0)
        die("setsockopt");
    return sock;
}

static void echo(int sock, const char *line, size_t len)
{
    static char reply[65535]; /* no datagram is longer; in less, recv would cut it */
    if (send(sock, line, len, 0) < 0)
        die("send"); /* EMSGSIZE: no datagram holds so much */
    ssize_t n;
    do /* with a timeout set, even being stopped and continued gives EINTR: signal(7) */
        n = recv(sock, reply, sizeof reply, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        fprintf(stderr, "no answer within %d second\n", WAIT);
        exit(1);
    }
    if (n < 0)
        die("recv"); /* ECONNREFUSED: an ICMP message came back */
    if (fwrite(reply, 1, n, stdout) < (size_t)n || putchar('\n') < 0 || fflush(stdout) != 0)
        die("standard output");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
        return 2;
    }
    int sock = dial(argv[1], argv[2]);
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    while ((len = getline(&line, &cap, stdin)) >= 0) {
        if (len > 0 && line[len - 1] == '\n')
            len--;
        echo(sock, line, len); /* an empty line: an empty datagram */
    }
    if (ferror(stdin))
        die("standard input");
    free(line);
    return 0;
}
