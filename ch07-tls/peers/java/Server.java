/*
 * The echo server over TLS in Java: one thread for each connection.
 *
 *     javac Server.java
 *     java Server CA CERT KEY [HOST [PORT]]    127.0.0.1 and a free port,
 *                                              unless told
 *
 * CA, CERT and KEY are files: whose clients are let in, and who we are.
 *
 *     context    certificates, who is trusted          the lesson's ListenTLS
 *     serve      accept                                Server.Serve
 *     echo       the handshake                         Server.greet
 *                read, write, until read is -1         Server.echo
 *                close: close_notify                   Server.serveConn
 */
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

final class Server {
    public static void main(String[] args) throws Exception {
        if (args.length < 3 || args.length > 5) {
            System.err.println("usage: java Server CA CERT KEY [HOST [PORT]]");
            System.exit(2);
        }
        InetAddress host = InetAddress.getByName(args.length > 3 ? args[3] : "127.0.0.1");
        int port = args.length > 4 ? Integer.parseInt(args[4]) : 0;
        int backlog = 1024; // left out, it is 50; the kernel has its own bound
        SSLContext context = context(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        try (SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(port, backlog, host)) {
            listener.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            listener.setNeedClientAuth(true); // "want" would let those in who show nothing
            System.out.println("listening on " + host.getHostAddress() + ":" + listener.getLocalPort());
            serve(listener);
        }
    }

    private static void serve(SSLServerSocket listener) throws InterruptedException {
        while (true) {
            try {
                SSLSocket conn = (SSLSocket) listener.accept(); // of TLS, nothing is said yet
                new Thread(() -> echo(conn)).start();
            } catch (IOException e) { // out of descriptors or memory: they come back
                System.err.println("accept: " + e.getMessage());
                Thread.sleep(1000);
            }
        }
    }

    /**
     * Shakes hands, then sends back what comes, as it comes, until the client
     * has finished. Or was cut off: a read tells the two apart only if the JVM
     * is started with -Dcom.sun.net.ssl.requireCloseNotify=true.
     */
    private static void echo(SSLSocket conn) {
        try (conn) {
            conn.setKeepAlive(true);
            conn.setSoTimeout(10_000); // for one read of the handshake
            conn.startHandshake();
            conn.setSoTimeout(0);
            conn.getInputStream().transferTo(conn.getOutputStream());
        } catch (IOException e) {
            System.err.println(conn.getRemoteSocketAddress() + ": " + e.getMessage());
        }
    }

    /** Trusts what is in the file ca, and is who the other two say. */
    private static SSLContext context(Path ca, Path cert, Path key) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null); // in memory, and empty
        for (Certificate authority : certificates(ca)) {
            trusted.setCertificateEntry("authority " + trusted.size(), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
        own.load(null, null);
        own.setKeyEntry("own", privateKey(key), new char[0], certificates(cert));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);

        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate[] certificates(Path file) throws GeneralSecurityException, IOException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                .toArray(new Certificate[0]);
    }

    /** PKCS #8 in PEM (RFC 7468): a line, base64, a line. EC keys only. */
    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(file).replaceAll("-----.*-----|\\s", "");
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
