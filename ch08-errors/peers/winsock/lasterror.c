/* What WSAGetLastError knows, and when Winsock is there at all.
 *
 *     x86_64-w64-mingw32-gcc -o lasterror.exe lasterror.c -lws2_32
 *
 * Each line is what was done, and the number that came of it.
 */
#include <errno.h>
#include <stdio.h>
#include <winsock2.h>

static void say(const char *what, long number) { printf("%-42s %6ld\n", what, number); }

/* Port 1 is tcpmux, which nobody has run for decades. */
static SOCKET refused(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(1)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    connect(s, (struct sockaddr *)&to, sizeof to); /* fails, which is the point */
    return s;
}

static DWORD WINAPI ask(void *unused) {
    (void)unused;
    say("the same, asked in another thread", WSAGetLastError());
    return 0;
}

static void last_error(void) {
    errno = 0;
    SOCKET s = refused();
    say("connect refused: WSAGetLastError", WSAGetLastError());
    say("                 GetLastError", (long)GetLastError());
    HANDLE thread = CreateThread(NULL, 0, ask, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    closesocket(s);

    s = refused();
    GetFileAttributesA("C:\\no\\such");
    say("the same, after a look for a missing file", WSAGetLastError());
    closesocket(s);
    say("the C library's errno, all the time", errno);
}

static long tried(void) {
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    if (s == INVALID_SOCKET)
        return WSAGetLastError();
    closesocket(s);
    return 0;
}

int main(void) {
    WSADATA data;
    say("socket, before WSAStartup", tried());
    say("WSAStartup(2.2)", WSAStartup(MAKEWORD(2, 2), &data));
    last_error();
    say("WSAStartup(2.2), again", WSAStartup(MAKEWORD(2, 2), &data));
    say("WSACleanup", WSACleanup());
    say("socket: one of two is left", tried());
    say("WSACleanup", WSACleanup());
    say("socket: none is", tried());
    say("WSACleanup, once too often", WSACleanup());
    say("WSAStartup(9.9)", WSAStartup(MAKEWORD(9, 9), &data));
    printf("    which gives version %d.%d\n", LOBYTE(data.wVersion), HIBYTE(data.wVersion));
    say("WSAStartup(0.0)", WSAStartup(0, &data));
    return 0;
}
