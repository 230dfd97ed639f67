/*
 * The echo client in Java: one thread sends while the other receives.
 *
 *     javac Client.java
 *     java Client HOST PORT    standard input goes out, the echo comes back
 *
 *     new Socket    socket, connect               the lesson's Dial
 *     send          write, shutdown(SHUT_WR)      Client.Echo, CloseWrite
 *     main          read, until it is -1          Client.Echo
 *
 * A client that first sent everything would wait for a server that in turn
 * waits for its reader.
 */
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

final class Client {
    private static volatile long sent = -1; // bytes, once all of standard input is on its way

    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: java Client HOST PORT");
            System.exit(2);
        }
        // System.out would hold bytes back, and would not tell when it cannot write.
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]));
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            Thread sender = new Thread(() -> send(socket));
            sender.setDaemon(true); // may be waiting for input when the server closes
            sender.start();
            long received = socket.getInputStream().transferTo(out);
            if (received != sent) {
                throw new IOException("the server closed too soon: " + received + " bytes came back");
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Copies standard input to the socket, then half-closes: FIN goes out. */
    private static void send(Socket socket) {
        try {
            sent = System.in.transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException e) {
            if (!socket.isClosed()) { // else main closed it, and says why
                fail(e);
            }
        }
    }

    private static void fail(IOException e) {
        System.err.println(e);
        System.exit(1);
    }
}
