"""The echo client over TLS in Python 3: one thread sends, the other receives.

    python3 client.py HOST PORT CA [CERT KEY]    standard input goes out, the
                                                 echo comes back

CA, CERT and KEY are files: whose servers are trusted, and who we are.

    main       SSLContext, create_connection    the lesson's DialTLS
    send       write, unwrap: close_notify      Client.Echo, CloseWrite
    receive    recv, read, until close_notify   Client.Echo

OpenSSL lets one thread at a time use a connection (openssl-threads(7)), and one
that waits in recv of an SSLSocket is using it. Here TLS is done in memory, for
a moment and under a lock: only the waiting is left to the socket. An SSLSocket
cannot half-close either; its unwrap wants the server to have finished.
"""
import os
import socket
import ssl
import sys
import threading

sent = None  # the number of bytes, once all of standard input is on its way


class Connection:
    """An SSLObject between two buffers: what came, and what is to go."""

    def __init__(self, context, sock, host):
        self.lock = threading.Lock()
        self.sock = sock
        self.came, self.goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.came, self.goes, server_hostname=host)
        while not self.use(self.tls.do_handshake):
            self.put(self.sock.recv(65536))

    def use(self, method, *args):
        """Calls a method, sends what it made, and tells if it could finish."""
        with self.lock:
            try:
                method(*args)
                failed = None
            except OSError as err:  # ssl.SSLError, with an alert to send, perhaps
                failed = err
            records = self.goes.read()
        self.sock.sendall(records)
        if failed and not isinstance(failed, ssl.SSLWantReadError):
            raise failed
        return not failed

    def put(self, records):
        """Hands over what came from the network, b"" for FIN."""
        if records:
            self.came.write(records)
        else:
            self.came.write_eof()

    def receive(self):
        """Gives what comes, until close_notify. FIN alone is an error.

        Nothing that came is left unread when the lock is given back: unwrap in
        the other thread would take it for a mistake of the server's.
        """
        ended = False
        while not ended:
            records = self.sock.recv(65536)
            data = []
            with self.lock:
                self.put(records)
                try:
                    while part := self.tls.read(65536):
                        data.append(part)
                    ended = True
                except ssl.SSLZeroReturnError:  # the end too, once we have sent ours
                    ended = True
                except ssl.SSLWantReadError:
                    pass
            yield b"".join(data)


def send(conn):
    """Copies standard input to the server, then half-closes."""
    global sent
    try:
        count = 0
        while data := sys.stdin.buffer.raw.read(65536):
            conn.use(conn.tls.write, data)
            count += len(data)
        sent = count
        conn.use(conn.tls.unwrap)  # not finished until the server has said it too
    except ConnectionError:
        pass  # an alert may have come before the reset: main reads it, and says why
    except OSError as err:
        if conn.sock.fileno() >= 0:  # else main has closed it
            print(err, file=sys.stderr, flush=True)
            os._exit(1)  # sys.exit would end this thread only


def receive(conn):
    """Copies the echo to standard output and returns the number of bytes."""
    count = 0
    for data in conn.receive():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        count += len(data)
    return count


def main(host, port, ca, cert=None, key=None):
    # SERVER_AUTH, and with it CERT_REQUIRED and the check of the host's name.
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if cert:
        context.load_cert_chain(cert, key)
    try:
        with socket.create_connection((host, port)) as sock:
            conn = Connection(context, sock, host)
            threading.Thread(target=send, args=(conn,), daemon=True).start()
            received = receive(conn)
    except OSError as err:  # ssl.SSLError is one too
        sys.exit(str(err))
    if received != sent:
        sys.exit(f"the server closed too soon: {received} bytes came back")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 6):
        sys.exit(f"usage: {sys.argv[0]} HOST PORT CA [CERT KEY]")
    main(*sys.argv[1:])
