/*
 * The echo server in C, on the BSD calls: one process for each connection.
 *
 *     cc -o server server.c
 *     ./server [HOST [PORT]]       127.0.0.1 and a free port, unless told
 *
 *     listen_on   getaddrinfo, socket, bind, listen     the lesson's Listen
 *     announce    getsockname                           Server.Addr
 *     main        accept, fork                          Server.Serve
 *     echo        read, write, until read returns 0     Server.echo
 */
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int listen_on(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *ai;
    int err = getaddrinfo(host, port, &hints, &ai);
    if (err != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(err));
        exit(1);
    }
    int fd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
    if (fd < 0)
        die("socket");
    /* Else bind fails while connections of an earlier run are in TIME_WAIT. */
    int on = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0)
        die("setsockopt");
    if (bind(fd, ai->ai_addr, ai->ai_addrlen) < 0)
        die("bind");
    if (listen(fd, SOMAXCONN) < 0)
        die("listen");
    freeaddrinfo(ai);
    return fd;
}

static void announce(int listener)
{
    struct sockaddr_storage addr;
    socklen_t len = sizeof addr;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getsockname(listener, (struct sockaddr *)&addr, &len) < 0)
        die("getsockname");
    getnameinfo((struct sockaddr *)&addr, len, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    printf(strchr(host, ':') ? "listening on [%s]:%s\n" : "listening on %s:%s\n", host, port);
    fflush(stdout); /* now, even into a pipe; and not again from every child */
}

/* write may take less than it is given: go on with the rest. */
static void write_all(int fd, const char *buf, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, buf, len);
        if (n < 0 && errno != EINTR)
            die("write"); /* EPIPE or ECONNRESET: the client is gone */
        if (n > 0) {
            buf += n;
            len -= n;
        }
    }
}

/*
 * While the client does not read, write waits; so nothing is read from it, the
 * buffers between the two fill up, and the client's own writes wait.
 */
static void echo(int conn)
{
    char buf[65536];
    ssize_t n;
    while ((n = read(conn, buf, sizeof buf)) != 0) {
        if (n < 0 && errno != EINTR)
            die("read"); /* ECONNRESET: the client was killed */
        if (n > 0)
            write_all(conn, buf, n);
    }
}

int main(int argc, char **argv)
{
    int listener = listen_on(argc > 1 ? argv[1] : "127.0.0.1", argc > 2 ? argv[2] : "0");
    signal(SIGPIPE, SIG_IGN); /* write reports EPIPE instead */
    signal(SIGCHLD, SIG_IGN); /* ended children are not kept for wait */
    announce(listener);
    for (;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn < 0) {
            if (errno != EINTR && errno != ECONNABORTED) {
                perror("accept"); /* out of descriptors or memory: they come back */
                sleep(1);
            }
            continue;
        }
        int on = 1; /* asks, in the end, after a client that lost its power */
        setsockopt(conn, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
        pid_t child = fork();
        if (child == 0) {
            close(listener);
            echo(conn);
            exit(0); /* closes conn */
        }
        if (child < 0)
            perror("fork");
        close(conn); /* the child has its own: FIN goes out at the last close */
    }
}
