"""The datagram echo client in Python 3: ask, wait a second, ask the next.

    python3 client.py HOST PORT    each line goes out as one datagram

    main    getaddrinfo, socket, connect    the lesson's Dial
            send, recv                      Client.Echo

It takes the first datagram that comes for the answer. Where the network may
duplicate one, compare, as client.go does.
"""
import socket
import sys

WAIT = 1  # second, for each answer


def main(host, port):
    # create_connection, which tries every address of a name, is for TCP: here
    # connect sends nothing, so the first address always "works".
    family, kind, proto, _, addr = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, proto) as sock:
        sock.connect(addr)  # from now on the kernel drops what others send
        sock.settimeout(WAIT)
        for line in sys.stdin.buffer:
            sock.send(line.rstrip(b"\r\n"))
            # recv(65535), as no datagram is longer: of a longer one, recv
            # gives the first bytes, and the rest is gone.
            sys.stdout.buffer.write(sock.recv(65535) + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} HOST PORT")
    try:
        main(*sys.argv[1:])
    except socket.timeout:  # TimeoutError since 3.10; an OSError, so it comes first
        sys.exit(f"no answer within {WAIT} second")
    except OSError as err:  # ConnectionRefusedError: an ICMP message came back
        sys.exit(str(err))
