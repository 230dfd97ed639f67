/*
 * The datagram echo server in C: one socket, one process, every client.
 *
 *     cc -o server server.c
 *     ./server [HOST [PORT [SIZE]]]    127.0.0.1 and a free port, unless told;
 *                                      SIZE bytes of buffer
 *
 *     bind_to     getaddrinfo, socket, bind     the lesson's Listen
 *     announce    getsockname                   Server.Addr
 *     answer      recvmsg, sendto               Server.Serve
 *
 * It is for the loopback: it answers whatever the source, so that on a network
 * two such servers could be set on each other. handler.go refuses what would do
 * that.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* No listen, no accept: a bound UDP socket receives. No SO_REUSEADDR either:
 * UDP has no TIME_WAIT, and on Linux it would share the port. */
static int bind_to(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *ai;
    int err = getaddrinfo(host, port, &hints, &ai);
    if (err != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(err));
        exit(1);
    }
    int fd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
    if (fd < 0)
        die("socket");
    if (bind(fd, ai->ai_addr, ai->ai_addrlen) < 0)
        die("bind");
    freeaddrinfo(ai);
    return fd;
}

static void announce(int fd)
{
    struct sockaddr_storage addr;
    socklen_t len = sizeof addr;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getsockname(fd, (struct sockaddr *)&addr, &len) < 0)
        die("getsockname");
    getnameinfo((struct sockaddr *)&addr, len, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    printf(strchr(host, ':') ? "listening on [%s]:%s\n" : "listening on %s:%s\n", host, port);
    fflush(stdout); /* now, even into a pipe */
}

/*
 * recvfrom would do, if it told when a datagram was longer than the buffer. It
 * returns the bytes that fit; the rest is gone. recvmsg sets MSG_TRUNC in the
 * flags it hands back, and half a datagram is not what was asked to be echoed.
 *
 * 0 bytes are an empty datagram, answered like any other, and not an end.
 */
static void answer(int fd, char *buf, size_t size)
{
    struct sockaddr_storage source;
    struct iovec iov = {.iov_base = buf, .iov_len = size};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_name = &source};
    msg.msg_namelen = sizeof source; /* recvmsg sets it to the address's own length */
    ssize_t n = recvmsg(fd, &msg, 0);
    if (n < 0) {
        if (errno != EINTR)
            perror("recvmsg"); /* on Linux, only a connected socket hears of ICMP */
        return;
    }
    if (msg.msg_flags & MSG_TRUNC) {
        fprintf(stderr, "a datagram of more than %zu bytes: not answered\n", size);
        return;
    }
    /* All of it or an error, never a part: no loop around it. */
    if (sendto(fd, buf, n, 0, (struct sockaddr *)&source, msg.msg_namelen) < 0)
        perror("sendto"); /* of this datagram only; the next is another matter */
}

int main(int argc, char **argv)
{
    static char buf[65535]; /* no datagram is longer: its length field has 16 bits */
    size_t size = argc > 3 ? strtoul(argv[3], NULL, 10) : sizeof buf;
    if (size > sizeof buf)
        size = sizeof buf;
    int fd = bind_to(argc > 1 ? argv[1] : "127.0.0.1", argc > 2 ? argv[2] : "0");
    announce(fd);
    for (;;)
        answer(fd, buf, size);
}
