/*
 * The echo server in Java: one thread for each connection.
 *
 *     javac Server.java
 *     java Server [HOST [PORT]]    127.0.0.1 and a free port, unless told
 *
 *     ServerSocket    socket, bind, listen              the lesson's Listen
 *     serve           accept                            Server.Serve
 *     echo            read, write, until read is -1     Server.echo
 *
 * The JVM ignores SIGPIPE and goes on after EINTR, so neither is seen. It sets
 * SO_REUSEADDR wherever that does not mean "steal the port".
 */
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

final class Server {
    public static void main(String[] args) throws IOException, InterruptedException {
        InetAddress host = InetAddress.getByName(args.length > 0 ? args[0] : "127.0.0.1");
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        int backlog = 1024; // left out, it is 50; the kernel has its own bound
        try (ServerSocket listener = new ServerSocket(port, backlog, host)) {
            System.out.println("listening on " + host.getHostAddress() + ":" + listener.getLocalPort());
            serve(listener);
        }
    }

    private static void serve(ServerSocket listener) throws InterruptedException {
        while (true) {
            try {
                Socket conn = listener.accept();
                new Thread(() -> echo(conn)).start();
            } catch (IOException e) { // out of descriptors or memory: they come back
                System.err.println("accept: " + e.getMessage());
                Thread.sleep(1000);
            }
        }
    }

    /**
     * Sends back what comes, as it comes, until the client has finished. While
     * the client does not read, the write inside transferTo waits; so nothing
     * is read here, and in the end the client's own writes wait.
     */
    private static void echo(Socket conn) {
        try (conn) {
            conn.setKeepAlive(true); // asks, in the end, after a client that lost its power
            conn.getInputStream().transferTo(conn.getOutputStream());
        } catch (IOException e) { // "Connection reset", "Broken pipe": the client is gone
            System.err.println(conn.getRemoteSocketAddress() + ": " + e.getMessage());
        }
    }
}
