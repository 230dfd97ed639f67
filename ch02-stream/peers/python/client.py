"""The echo client in Python 3: one thread sends while the other receives.

    python3 client.py HOST PORT    standard input goes out, the echo comes back

    main       create_connection: socket, connect    the lesson's Dial
    send       sendall, shutdown(SHUT_WR)            Client.Echo, CloseWrite
    receive    recv, until it gives b""              Client.Echo

A client that first sent everything would wait for a server that in turn waits
for its reader.
"""
import os
import socket
import sys
import threading

sent = None  # the number of bytes, once all of standard input is on its way


def send(sock):
    """Copies standard input to the socket, then half-closes: FIN goes out."""
    global sent
    try:
        count = 0
        while data := sys.stdin.buffer.raw.read(65536):
            sock.sendall(data)
            count += len(data)
        sent = count
        sock.shutdown(socket.SHUT_WR)
    except OSError as err:
        print(err, file=sys.stderr, flush=True)
        os._exit(1)  # sys.exit would end this thread only


def receive(sock):
    """Copies the socket to standard output and returns the number of bytes."""
    count = 0
    while data := sock.recv(65536):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        count += len(data)
    return count


def main(host, port):
    try:
        with socket.create_connection((host, port)) as sock:
            threading.Thread(target=send, args=(sock,), daemon=True).start()
            received = receive(sock)
    except OSError as err:
        sys.exit(str(err))
    if received != sent:
        sys.exit(f"the server closed too soon: {received} bytes came back")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} HOST PORT")
    main(*sys.argv[1:])
