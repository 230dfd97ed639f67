/*
 * The echo server in C on Winsock: one thread for each connection.
 *
 *     x86_64-w64-mingw32-gcc -o server.exe server.c -lws2_32
 *     server.exe [HOST [PORT]]     127.0.0.1 and a free port, unless told
 *
 *     listen_on   getaddrinfo, socket, bind, listen     the lesson's Listen
 *     announce    getsockname                           Server.Addr
 *     main        accept, _beginthread                  Server.Serve
 *     echo        recv, send, until recv returns 0      Server.echo
 *
 * Unlike BSD: a library to start; a SOCKET is no descriptor, so recv, send and
 * closesocket; errors from WSAGetLastError; no SIGPIPE, no EINTR, no fork.
 */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* perror reads errno, which Winsock does not set. */
static void complain(const char *what, int code)
{
    char text[256] = "";
    DWORD how = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
    FormatMessageA(how, NULL, code, 0, text, sizeof text, NULL);
    fprintf(stderr, "%s: %s(%d)\n", what, text, code);
}

static void die(const char *what, int code)
{
    complain(what, code);
    exit(1);
}

static SOCKET listen_on(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *ai;
    int err = getaddrinfo(host, port, &hints, &ai);
    if (err != 0)
        die(host, err);
    SOCKET s = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
    if (s == INVALID_SOCKET)
        die("socket", WSAGetLastError());
    /* SO_REUSEADDR would here let another program take the port from us. */
    int on = 1;
    if (setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (char *)&on, sizeof on) == SOCKET_ERROR)
        die("setsockopt", WSAGetLastError());
    if (bind(s, ai->ai_addr, (int)ai->ai_addrlen) == SOCKET_ERROR)
        die("bind", WSAGetLastError());
    if (listen(s, SOMAXCONN) == SOCKET_ERROR)
        die("listen", WSAGetLastError());
    freeaddrinfo(ai);
    return s;
}

static void announce(SOCKET listener)
{
    struct sockaddr_storage addr;
    int len = sizeof addr;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getsockname(listener, (struct sockaddr *)&addr, &len) == SOCKET_ERROR)
        die("getsockname", WSAGetLastError());
    getnameinfo((struct sockaddr *)&addr, len, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    printf(strchr(host, ':') ? "listening on [%s]:%s\n" : "listening on %s:%s\n", host, port);
    fflush(stdout);
}

/* send may take less than it is given: go on with the rest. */
static int send_all(SOCKET conn, const char *buf, int len)
{
    while (len > 0) {
        int n = send(conn, buf, len, 0);
        if (n == SOCKET_ERROR)
            return n;
        buf += n;
        len -= n;
    }
    return 0;
}

/* While the client does not read, send waits; in the end its own sends do too. */
static void echo(void *arg)
{
    SOCKET conn = (SOCKET)arg;
    char buf[65536];
    int n;
    while ((n = recv(conn, buf, sizeof buf, 0)) > 0)
        if (send_all(conn, buf, n) == SOCKET_ERROR)
            break;
    if (n != 0) /* WSAECONNRESET, WSAECONNABORTED: the client is gone */
        complain("connection", WSAGetLastError());
    closesocket(conn);
}

int main(int argc, char **argv)
{
    WSADATA data;
    int err = WSAStartup(MAKEWORD(2, 2), &data); /* before any other call */
    if (err != 0)
        die("WSAStartup", err); /* WSAGetLastError does not work yet */
    SOCKET listener = listen_on(argc > 1 ? argv[1] : "127.0.0.1", argc > 2 ? argv[2] : "0");
    announce(listener);
    for (;;) {
        SOCKET conn = accept(listener, NULL, NULL);
        if (conn == INVALID_SOCKET) {
            complain("accept", WSAGetLastError());
            Sleep(1000); /* out of sockets or memory: they come back */
            continue;
        }
        int on = 1; /* asks, in the end, after a client that lost its power */
        setsockopt(conn, SOL_SOCKET, SO_KEEPALIVE, (char *)&on, sizeof on);
        if (_beginthread(echo, 0, (void *)conn) == (uintptr_t)-1) {
            perror("_beginthread"); /* of the C runtime, and so in errno */
            closesocket(conn);
        }
    }
}
