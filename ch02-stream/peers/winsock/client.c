/*
 * The echo client in C on Winsock: one thread sends while the other receives.
 *
 *     x86_64-w64-mingw32-gcc -o client.exe client.c -lws2_32
 *     client.exe HOST PORT         standard input goes out, the echo comes back
 *
 *     dial         getaddrinfo, socket, connect         the lesson's Dial
 *     send_input   send, shutdown(SD_SEND)              Client.Echo, CloseWrite
 *     receive      recv, until it returns 0             Client.Echo
 *
 * WSAPoll and select take sockets only, and standard input is none: so a thread
 * where the BSD version polls both.
 */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <fcntl.h>
#include <io.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>

/* Bytes, once all of standard input is on its way. */
static volatile LONG64 sent = -1;

/* perror reads errno, which Winsock does not set. */
static void die(const char *what, int code)
{
    char text[256] = "";
    DWORD how = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
    FormatMessageA(how, NULL, code, 0, text, sizeof text, NULL);
    fprintf(stderr, "%s: %s(%d)\n", what, text, code);
    exit(1);
}

/* A name may have several addresses: the first that answers is taken. */
static SOCKET dial(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    int err = getaddrinfo(host, port, &hints, &list);
    if (err != 0)
        die(host, err);
    for (struct addrinfo *ai = list;; ai = ai->ai_next) {
        SOCKET sock = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
        if (sock != INVALID_SOCKET && connect(sock, ai->ai_addr, (int)ai->ai_addrlen) == 0) {
            freeaddrinfo(list);
            return sock;
        }
        if (ai->ai_next == NULL)
            die("connect", WSAGetLastError());
        closesocket(sock);
    }
}

/* Copies standard input to the socket, then half-closes: FIN goes out. */
static void send_input(void *arg)
{
    SOCKET sock = (SOCKET)arg;
    static char buf[65536];
    LONG64 count = 0;
    int len;
    while ((len = _read(_fileno(stdin), buf, sizeof buf)) > 0) {
        for (int n, done = 0; done < len; done += n) /* send may take less */
            if ((n = send(sock, buf + done, len - done, 0)) == SOCKET_ERROR)
                die("send", WSAGetLastError());
        count += len;
    }
    if (len < 0) {
        perror("standard input");
        exit(1);
    }
    InterlockedExchange64(&sent, count);
    shutdown(sock, SD_SEND);
}

/* Copies the socket to standard output and returns the number of bytes. */
static LONG64 receive(SOCKET sock)
{
    static char buf[65536];
    LONG64 count = 0;
    int n;
    while ((n = recv(sock, buf, sizeof buf, 0)) > 0) {
        if (fwrite(buf, 1, n, stdout) < (size_t)n || fflush(stdout) != 0) {
            perror("standard output");
            exit(1);
        }
        count += n;
    }
    if (n == SOCKET_ERROR)
        die("recv", WSAGetLastError());
    return count;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
        return 2;
    }
    WSADATA data;
    int err = WSAStartup(MAKEWORD(2, 2), &data); /* before any other call */
    if (err != 0)
        die("WSAStartup", err); /* WSAGetLastError does not work yet */
    _setmode(_fileno(stdin), _O_BINARY); /* else 0x1A ends it, and CR is dropped */
    _setmode(_fileno(stdout), _O_BINARY); /* else LF becomes CR LF */
    SOCKET sock = dial(argv[1], argv[2]);
    if (_beginthread(send_input, 0, (void *)sock) == (uintptr_t)-1) {
        perror("_beginthread");
        return 1;
    }
    LONG64 received = receive(sock);
    if (received != InterlockedCompareExchange64(&sent, 0, 0)) {
        fprintf(stderr, "the server closed too soon: %lld bytes came back\n", received);
        return 1;
    }
    closesocket(sock);
    WSACleanup();
    return 0;
}
