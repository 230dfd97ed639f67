/*
 * The datagram echo client in Java: ask, wait a second, ask the next.
 *
 *     javac Client.java
 *     java Client HOST PORT    each line goes out as one datagram
 *
 *     main    socket, bind, connect     the lesson's Dial
 *     echo    send, poll, recv          Client.Echo
 *
 * It takes the first datagram that comes for the answer. Where the network may
 * duplicate one, compare, as client.go does.
 */
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

final class Client {
    private static final int WAIT = 1; // second, for each answer

    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: java Client HOST PORT");
            System.exit(2);
        }
        try (DatagramSocket socket = new DatagramSocket();
                var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            // connect(InetAddress, int) would turn an IOException into an unchecked one.
            InetAddress host = InetAddress.getByName(args[0]);
            socket.connect(new InetSocketAddress(host, Integer.parseInt(args[1])));
            socket.setSoTimeout(WAIT * 1000);
            for (String line; (line = lines.readLine()) != null;) {
                DatagramPacket reply = echo(socket, line.getBytes(UTF_8));
                out.write(reply.getData(), 0, reply.getLength());
                out.write('\n');
            }
        } catch (SocketTimeoutException e) { // an IOException, so it comes first
            fail("no answer within " + WAIT + " second");
        } catch (IOException e) { // PortUnreachableException: an ICMP message came back
            fail(e.toString());
        }
    }

    private static DatagramPacket echo(DatagramSocket socket, byte[] message) throws IOException {
        if (message.length == 0) { // send would make no system call, and say nothing of it
            throw new IOException("Java sends no empty datagram on a connected socket");
        }
        socket.send(new DatagramPacket(message, message.length)); // where: connect has said
        var reply = new DatagramPacket(new byte[65535], 65535); // in less, it would be cut
        socket.receive(reply);
        return reply;
    }

    private static void fail(String why) {
        System.err.println(why);
        System.exit(1);
    }
}
