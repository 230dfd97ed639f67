"""The datagram echo server in Python 3: one socket, one thread, every client.

    python3 server.py [HOST [PORT [SIZE]]]    127.0.0.1 and a free port, unless
                                              told; SIZE bytes of buffer

    main       getaddrinfo, socket, bind     the lesson's Listen
               getsockname                   Server.Addr
               sendto                        Server.Serve
    receive    recvmsg

An empty bytes is an empty datagram here, and no end: a loop "while data := …",
right for a stream, would be ended by the first client that sends nothing.

It is for the loopback: it answers whatever the source, so that on a network two
such servers could be set on each other. handler.go refuses what would do that.
"""
import errno
import os
import socket
import sys


def receive(sock, size):
    """Returns a datagram and its source; OSError(EMSGSIZE) if size is too small.

    recvfrom(size) would return the first size bytes, and not tell that there
    were more. recvmsg tells, in its flags. Windows has none: there, recvfrom
    raises OSError itself.
    """
    if not hasattr(sock, "recvmsg"):
        return sock.recvfrom(size)
    data, _, flags, source = sock.recvmsg(size)
    if flags & socket.MSG_TRUNC:
        raise OSError(errno.EMSGSIZE, os.strerror(errno.EMSGSIZE))
    return data, source


def main(host="127.0.0.1", port="0", size="65535"):
    # Nothing in socket makes a bound UDP socket, as create_server does for TCP.
    family, kind, proto, _, addr = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, proto) as sock:
        # No SO_REUSEADDR: UDP has no TIME_WAIT, and it would share the port.
        sock.bind(addr)
        ip, number = sock.getsockname()[:2]
        print(f"listening on {f'[{ip}]' if ':' in ip else ip}:{number}", flush=True)
        while True:
            try:
                data, source = receive(sock, int(size))
                sock.sendto(data, source)  # all of it or an error: no sendall
            except OSError as err:  # of this datagram only; the next is another matter
                print(err, file=sys.stderr)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        pass
