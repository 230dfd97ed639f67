/*
 * burst WAY ROUNDS: send bursts of packets over loopback in one way, and print
 * the median of what a burst took, in nanoseconds.
 *
 * Sender and receiver take turns on one thread, and only the sending is
 * measured, as in the chapter's ladder. Exit status 1 and a line on standard
 * error say what failed; 2 is wrong usage.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103 /* since Linux 4.18 */
#endif
#ifndef UDP_GRO
#define UDP_GRO 104 /* since Linux 5.0 */
#endif

enum { SIZE = 1000, BURST = 128, SEGMENTS = 64 };

static char packets[BURST * SIZE];
static char room[1 << 16];

static void check(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(1);
	}
}

static void by_sendto(int fd, const struct sockaddr_in *to)
{
	for (int i = 0; i < BURST; i++) {
		ssize_t n = sendto(fd, packets + i * SIZE, SIZE, 0, (const void *)to, sizeof *to);
		check(n == SIZE, "sendto");
	}
}

static void by_send(int fd, const struct sockaddr_in *to)
{
	(void)to;
	for (int i = 0; i < BURST; i++)
		check(send(fd, packets + i * SIZE, SIZE, 0) == SIZE, "send");
}

/* in_messages hands over the burst in messages of size bytes, by sendmmsg. */
static void in_messages(int fd, int size)
{
	static struct iovec iov[BURST];
	static struct mmsghdr msgs[BURST];
	int count = sizeof packets / size;

	for (int i = 0; i < count; i++) {
		iov[i] = (struct iovec){packets + i * size, size};
		msgs[i].msg_hdr = (struct msghdr){.msg_iov = &iov[i], .msg_iovlen = 1};
	}
	for (int sent = 0; sent < count;) {
		int n = sendmmsg(fd, msgs + sent, count - sent, 0);
		check(n > 0, "sendmmsg");
		sent += n;
	}
}

static void by_sendmmsg(int fd, const struct sockaddr_in *to)
{
	(void)to;
	in_messages(fd, SIZE);
}

static void by_gso_sendmmsg(int fd, const struct sockaddr_in *to)
{
	(void)to;
	in_messages(fd, SEGMENTS * SIZE);
}

static void by_gso(int fd, const struct sockaddr_in *to)
{
	(void)to;
	for (int at = 0; at < BURST * SIZE; at += SEGMENTS * SIZE)
		check(send(fd, packets + at, SEGMENTS * SIZE, 0) == SEGMENTS * SIZE, "send");
}

static const struct way {
	const char *name;
	int connected, gso;
	void (*burst)(int fd, const struct sockaddr_in *to);
} ways[] = {
	{"sendto", 0, 0, by_sendto},
	{"send", 1, 0, by_send},
	{"sendmmsg", 1, 0, by_sendmmsg},
	{"gso", 1, 1, by_gso},
	{"gso-sendmmsg", 1, 1, by_gso_sendmmsg},
};

/* drain empties the sink and returns how many packets were in it. */
static int drain(int sink)
{
	int came = 0;

	for (;;) {
		ssize_t n = recv(sink, room, sizeof room, MSG_DONTWAIT);
		if (n < 0 && errno == EAGAIN)
			return came;
		check(n >= 0, "recv");
		came += n / SIZE;
	}
}

static int compare(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

static long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000L + ts.tv_nsec;
}

static void run(const struct way *way, int rounds)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof addr;
	int buffer = 1 << 20, on = 1, size = SIZE;
	int sink = socket(AF_INET, SOCK_DGRAM, 0), fd = socket(AF_INET, SOCK_DGRAM, 0);
	long *took = calloc(rounds, sizeof *took);

	memset(packets, '.', sizeof packets);
	check(sink >= 0 && fd >= 0 && took, "socket");
	check(setsockopt(sink, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer) == 0, "SO_RCVBUF");
	check(bind(sink, (void *)&addr, sizeof addr) == 0, "bind");
	check(getsockname(sink, (void *)&addr, &len) == 0, "getsockname");
	if (way->connected)
		check(connect(fd, (void *)&addr, sizeof addr) == 0, "connect");
	if (way->gso) {
		check(setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof size) == 0, "UDP_SEGMENT");
		check(setsockopt(sink, IPPROTO_UDP, UDP_GRO, &on, sizeof on) == 0, "UDP_GRO");
	}
	for (int i = 0; i < rounds; i++) {
		long start = now();
		way->burst(fd, &addr);
		took[i] = now() - start;
		if (drain(sink) != BURST) {
			fprintf(stderr, "packets were lost\n");
			exit(1);
		}
	}
	qsort(took, rounds, sizeof *took, compare);
	printf("%ld\n", took[rounds / 2]);
}

int main(int argc, char **argv)
{
	int rounds = argc == 3 ? atoi(argv[2]) : 0;

	for (size_t i = 0; rounds > 0 && i < sizeof ways / sizeof *ways; i++)
		if (strcmp(argv[1], ways[i].name) == 0) {
			run(&ways[i], rounds);
			return 0;
		}
	fprintf(stderr, "usage: burst sendto|send|sendmmsg|gso|gso-sendmmsg ROUNDS\n");
	return 2;
}
