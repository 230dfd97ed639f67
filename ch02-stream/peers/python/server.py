"""The echo server in Python 3: one thread for each connection.

    python3 server.py [HOST [PORT]]    127.0.0.1 and a free port, unless told

    main    create_server: socket, bind, listen    the lesson's Listen
            getsockname                            Server.Addr
            accept                                 Server.Serve
    echo    recv, sendall, until recv gives b""    Server.echo

Python ignores SIGPIPE and goes on after EINTR (PEP 475), so neither is seen.
"""
import socket
import sys
import threading
import time


def echo(conn, peer):
    """Sends back what comes, as it comes, until the client has finished.

    sendall goes on after a partial write. While the client does not read, it
    waits; so nothing is received, and in the end the client's own sends wait.
    """
    try:
        with conn:
            # Asks, in the end, after a client that lost its power.
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            while data := conn.recv(65536):
                conn.sendall(data)
    except OSError as err:  # ConnectionResetError, BrokenPipeError: the client is gone
        print("{}:{}: {}".format(*peer, err), file=sys.stderr)


def main(host="127.0.0.1", port="0"):
    # create_server sets SO_REUSEADDR where that does not mean "steal the port".
    with socket.create_server((host, int(port)), backlog=socket.SOMAXCONN) as listener:
        print("listening on {}:{}".format(*listener.getsockname()), flush=True)
        while True:
            try:
                conn, peer = listener.accept()
            except OSError as err:  # out of descriptors or memory: they come back
                print(f"accept: {err}", file=sys.stderr)
                time.sleep(1)
                continue
            threading.Thread(target=echo, args=(conn, peer), daemon=True).start()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        pass
