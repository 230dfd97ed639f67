/*
 * The echo server on Java NIO: one thread, and a selector that tells what can
 * go on. On Linux the selector is epoll.
 *
 *     javac Server.java
 *     java Server [HOST [PORT]]    127.0.0.1 and a free port, unless told
 *
 *     ServerSocketChannel.bind    socket, bind, listen              the lesson's Listen
 *     accept                      accept                            Server.Serve
 *     echo                        read, write, until read is -1     Server.echo
 *
 * The JVM ignores SIGPIPE and goes on after EINTR, so neither is seen.
 */
import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

final class Server {
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final SelectionKey accepting;

    private Server(InetSocketAddress addr) throws IOException {
        listener.bind(addr, 1024); // the backlog: left out, it is 50
        listener.configureBlocking(false);
        accepting = listener.register(selector, OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        String host = args.length > 0 ? args[0] : "127.0.0.1";
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        Server server = new Server(new InetSocketAddress(host, port));
        InetSocketAddress addr = (InetSocketAddress) server.listener.getLocalAddress();
        System.out.println("listening on " + addr.getAddress().getHostAddress() + ":" + addr.getPort());
        while (true) {
            server.selector.select(server::handle);
        }
    }

    private void handle(SelectionKey key) {
        if (key == accepting) {
            accept();
        } else {
            echo(key);
        }
    }

    /**
     * Takes one connection, and gives it a buffer. When the process is out of
     * descriptors the listener stays ready, and select would return at once for
     * ever; so nothing more is accepted until a connection gives one back.
     */
    private void accept() {
        try {
            SocketChannel conn = listener.accept();
            if (conn == null) {
                return; // the client left the queue again
            }
            conn.configureBlocking(false);
            conn.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            conn.register(selector, OP_READ, ByteBuffer.allocate(65536));
        } catch (IOException e) {
            System.err.println("accept: " + e.getMessage());
            accepting.interestOps(0);
        }
    }

    /**
     * Goes on with one connection as far as the kernel lets it. The buffer is
     * either being filled or being emptied, and the interest says which: while
     * a client does not read, nothing is read from it, and in the end its own
     * writes wait. No other client does.
     */
    private void echo(SelectionKey key) {
        SocketChannel conn = (SocketChannel) key.channel();
        ByteBuffer pending = (ByteBuffer) key.attachment();
        try {
            if (key.isReadable()) {
                if (conn.read(pending) < 0) { // all that came has gone back
                    close(conn);
                    return;
                }
                pending.flip();
            }
            conn.write(pending); // takes what fits into the kernel's buffer, or nothing
            if (pending.hasRemaining()) {
                key.interestOps(OP_WRITE);
            } else {
                pending.clear();
                key.interestOps(OP_READ);
            }
        } catch (IOException e) { // "Connection reset", "Broken pipe": the client is gone
            System.err.println(conn.socket().getRemoteSocketAddress() + ": " + e.getMessage());
            close(conn);
        }
    }

    private void close(SocketChannel conn) {
        try {
            conn.close();
        } catch (IOException e) {
            System.err.println("close: " + e.getMessage());
        }
        accepting.interestOps(OP_ACCEPT);
    }
}
