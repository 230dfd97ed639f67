"""The echo server over TLS in Python 3: one thread for each connection.

    python3 server.py CA CERT KEY [HOST [PORT]]    127.0.0.1 and a free port,
                                                   unless told

CA, CERT and KEY are files: whose clients are let in, and who we are.

    main    SSLContext: certificates, who is let in    the lesson's ListenTLS
            accept                                     Server.Serve
    serve   wrap_socket: the handshake                 Server.greet
            recv, sendall, until recv gives b""        Server.echo
            unwrap: close_notify                       Server.serveConn
"""
import socket
import ssl
import sys
import threading
import time


def serve(conn, peer, context):
    """Shakes hands, then sends back what comes until the client has finished.

    The handshake is here, not in accept: a client that connects and is silent
    keeps one thread waiting, not the others. And not for ever.
    """
    try:
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        conn.settimeout(10)
        # Without the False, a connection that was cut off ends as one that the
        # client has ended: with b"".
        with context.wrap_socket(conn, server_side=True, suppress_ragged_eofs=False) as tls:
            tls.settimeout(None)
            while data := tls.recv(65536):
                tls.sendall(data)
            tls.unwrap()
    except OSError as err:  # ssl.SSLError is one too
        print("{}:{}: {}".format(*peer, err), file=sys.stderr)


def main(ca, cert, key, host="127.0.0.1", port="0"):
    # CLIENT_AUTH is what the certificates of the others are for, not an order
    # to ask for them: that is CERT_REQUIRED.
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca)
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key)
    with socket.create_server((host, int(port)), backlog=socket.SOMAXCONN) as listener:
        print("listening on {}:{}".format(*listener.getsockname()), flush=True)
        while True:
            try:
                conn, peer = listener.accept()
            except OSError as err:  # out of descriptors or memory: they come back
                print(f"accept: {err}", file=sys.stderr)
                time.sleep(1)
                continue
            threading.Thread(target=serve, args=(conn, peer, context), daemon=True).start()


if __name__ == "__main__":
    if not 4 <= len(sys.argv) <= 6:
        sys.exit(f"usage: {sys.argv[0]} CA CERT KEY [HOST [PORT]]")
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        pass
