/*
 * The echo client on Java NIO: one selector over standard input and the socket,
 * to read while it writes.
 *
 *     javac Client.java
 *     java Client HOST PORT    standard input goes out, the echo comes back
 *
 *     main       SocketChannel.open: socket, connect    the lesson's Dial
 *     talk       select (epoll, poll, kqueue), write    Client.Echo
 *     fill       shutdown(SHUT_WR) at the end           CloseWrite
 *     receive    read, until it is -1                   Client.Echo
 */
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

final class Client {
    private final Selector selector = Selector.open();
    private final SocketChannel socket;
    private final Pipe.SourceChannel input = standardInput();
    // System.out would hold bytes back, and would not tell when it cannot write.
    private final OutputStream output = new FileOutputStream(FileDescriptor.out);

    private final ByteBuffer pending = ByteBuffer.allocate(65536).flip(); // still to be sent
    private final ByteBuffer echoed = ByteBuffer.allocate(65536);
    private boolean finished; // standard input
    private long sent;
    private long received;

    private Client(SocketChannel socket) throws IOException {
        this.socket = socket;
    }

    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: java Client HOST PORT");
            System.exit(2);
        }
        try {
            InetAddress host = InetAddress.getByName(args[0]);
            var addr = new InetSocketAddress(host, Integer.parseInt(args[1]));
            try (SocketChannel socket = SocketChannel.open(addr)) {
                new Client(socket).talk();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Goes on with whatever can, until the server has closed. */
    private void talk() throws IOException {
        input.configureBlocking(false);
        socket.configureBlocking(false);
        SelectionKey source = input.register(selector, OP_READ);
        SelectionKey server = socket.register(selector, OP_READ);
        boolean open = true;
        while (open) {
            selector.select();
            selector.selectedKeys().clear(); // each step below finds out for itself
            if (!finished && !pending.hasRemaining()) {
                fill();
            }
            if (pending.hasRemaining()) {
                socket.write(pending); // takes what fits into the kernel's buffer, or nothing
            }
            open = receive();
            boolean allSent = !pending.hasRemaining();
            source.interestOps(allSent && !finished ? OP_READ : 0);
            server.interestOps(allSent ? OP_READ : OP_READ | OP_WRITE);
        }
        if (!finished || received != sent) {
            throw new IOException("the server closed too soon: " + received + " bytes came back");
        }
    }

    private void fill() throws IOException {
        pending.clear();
        int n = input.read(pending);
        pending.flip();
        if (n < 0) {
            finished = true;
            socket.shutdownOutput(); // half-close: FIN goes out, and we read on
        } else {
            sent += n;
        }
    }

    private boolean receive() throws IOException {
        int n = socket.read(echoed.clear());
        if (n > 0) {
            output.write(echoed.array(), 0, n);
            received += n;
        }
        return n >= 0;
    }

    /** Makes standard input a channel that a selector takes: the end of a pipe. */
    private static Pipe.SourceChannel standardInput() throws IOException {
        Pipe pipe = Pipe.open();
        Thread copier = new Thread(() -> {
            try (OutputStream sink = Channels.newOutputStream(pipe.sink())) {
                System.in.transferTo(sink);
            } catch (IOException e) {
                fail(e);
            }
        });
        copier.setDaemon(true); // may be waiting for input when the server closes
        copier.start();
        return pipe.source();
    }

    private static void fail(IOException e) {
        System.err.println(e);
        System.exit(1);
    }
}
