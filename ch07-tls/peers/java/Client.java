/*
 * The echo client over TLS in Java: one thread sends while the other receives.
 *
 *     javac Client.java
 *     java Client HOST PORT CA [CERT KEY]    standard input goes out, the echo
 *                                            comes back
 *
 * CA, CERT and KEY are files: whose servers are trusted, and who we are.
 *
 *     main    connect, the handshake         the lesson's DialTLS
 *             read, until it is -1           Client.Echo
 *     send    write, close_notify            Client.Echo, CloseWrite
 */
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

final class Client {
    private static volatile long sent = -1; // bytes, once all of standard input is on its way

    public static void main(String[] args) {
        if (args.length != 3 && args.length != 5) {
            System.err.println("usage: java Client HOST PORT CA [CERT KEY]");
            System.exit(2);
        }
        try (SSLSocket socket = connect(args);
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            Thread sender = new Thread(() -> send(socket));
            sender.setDaemon(true); // may be waiting for input when the server closes
            sender.start();
            long received = socket.getInputStream().transferTo(out);
            if (received != sent) {
                throw new IOException("the server closed too soon: " + received + " bytes came back");
            }
        } catch (IOException | GeneralSecurityException e) {
            fail(e);
        }
    }

    private static SSLSocket connect(String[] args) throws GeneralSecurityException, IOException {
        SSLContext context = context(args);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(args[0], Integer.parseInt(args[1]));
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        // Left out, any certificate of the authority will do, whatever its name.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Copies standard input to the socket, then half-closes: close_notify. */
    private static void send(SSLSocket socket) {
        try {
            sent = System.in.transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException e) {
            if (!socket.isClosed()) { // else main closed it, and says why
                fail(e);
            }
        }
    }

    private static void fail(Exception e) {
        System.err.println(e);
        System.exit(1);
    }

    /** Trusts the third argument, and is who the next two say, if any. */
    private static SSLContext context(String[] args) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null); // in memory, and empty
        for (Certificate authority : certificates(args[2])) {
            trusted.setCertificateEntry("authority " + trusted.size(), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
        own.load(null, null);
        if (args.length == 5) {
            own.setKeyEntry("own", privateKey(args[4]), new char[0], certificates(args[3]));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);

        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate[] certificates(String file) throws GeneralSecurityException, IOException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))))
                .toArray(new Certificate[0]);
    }

    /** PKCS #8 in PEM (RFC 7468): a line, base64, a line. EC keys only. */
    private static PrivateKey privateKey(String file) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(Path.of(file)).replaceAll("-----.*-----|\\s", "");
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
