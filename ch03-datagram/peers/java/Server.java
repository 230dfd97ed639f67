/*
 * The datagram echo server in Java: one socket, one thread, every client.
 *
 *     javac Server.java
 *     java Server [HOST [PORT [SIZE]]]    127.0.0.1 and a free port, unless told;
 *                                         SIZE bytes of buffer
 *
 *     new DatagramSocket    socket, bind           the lesson's Listen
 *     answer                recvfrom, sendto       Server.Serve
 *
 * receive fills in the packet's bytes, length and source, so the same packet
 * is the answer. What it does not tell is whether the datagram was longer than
 * the buffer, and no option of DatagramSocket or DatagramChannel makes it.
 *
 * It is for the loopback: it answers whatever the source, so that on a network
 * two such servers could be set on each other. handler.go refuses what would do
 * that.
 */
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

final class Server {
    private static final int LONGEST = 65535; // the length field of UDP has 16 bits

    public static void main(String[] args) throws IOException {
        InetAddress host = InetAddress.getByName(args.length > 0 ? args[0] : "127.0.0.1");
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        int size = args.length > 2 ? Integer.parseInt(args[2]) : LONGEST;
        try (DatagramSocket socket = new DatagramSocket(port, host)) {
            // The address prints with a "/", which would separate it from a name.
            System.out.println("listening on " + socket.getLocalSocketAddress().toString().substring(1));
            byte[] buffer = new byte[size + 1]; // one byte more, to know a longer one
            while (true) {
                answer(socket, new DatagramPacket(buffer, buffer.length), size);
            }
        }
    }

    /** Sends one datagram back, an empty one too: its length is 0, not -1. */
    private static void answer(DatagramSocket socket, DatagramPacket packet, int size) {
        try {
            socket.receive(packet);
            if (packet.getLength() > size) {
                System.err.println("a datagram of more than " + size + " bytes: not answered");
                return;
            }
            socket.send(packet);
        } catch (IOException e) { // of this datagram only; the next is another matter
            System.err.println(e.getMessage());
        }
    }
}
