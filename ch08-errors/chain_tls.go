package sockerrors

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"
)

// untrustedPeer is what a client says of a certificate that was signed by its
// own key.
func untrustedPeer(ctx context.Context, b *bench) error {
	clientErr, _ := shakeHands(ctx, b)
	return clientErr
}

// alertedServer is what the server learns of it: the alert that the client
// sends before it hangs up (RFC 8446 section 6.2).
func alertedServer(ctx context.Context, b *bench) error {
	_, serverErr := shakeHands(ctx, b)
	return serverErr
}

// shakeHands runs TLS's handshake between a server that has signed for itself
// and a client that trusts no authority, and returns what each says of it.
func shakeHands(ctx context.Context, b *bench) (clientErr, serverErr error) {
	client, server, err := b.connect(ctx)
	if err != nil {
		return err, err
	}
	certificate, err := selfSigned(x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}})
	if err != nil {
		return err, err
	}
	told := make(chan error, 1)
	go func() {
		told <- tls.Server(server, &tls.Config{Certificates: []tls.Certificate{certificate}}).HandshakeContext(ctx)
	}()
	during := func() time.Time { return issued.Add(time.Hour) } // not expired, whatever the date
	clientErr = tls.Client(client, &tls.Config{
		ServerName: "127.0.0.1", RootCAs: x509.NewCertPool(), Time: during,
	}).HandshakeContext(ctx)
	return clientErr, <-told
}

// plainPeer greets as a mail server does, where the client expects TLS.
func plainPeer(ctx context.Context, b *bench) error {
	client, server, err := b.connect(ctx)
	if err != nil {
		return err
	}
	if _, err := server.Write([]byte("220 mail.example ESMTP\r\n")); err != nil {
		return err
	}
	return tls.Client(client, &tls.Config{ServerName: "mail.example"}).HandshakeContext(ctx)
}
