package securestream

import (
	"context"
	"crypto/tls"
	"io"
)

// VersionTooLow has one party speak an older TLS than the other puts up with.
// TLS 1.0 and 1.1 are not to be used any more (RFC 8996). Nothing has been
// agreed on yet, so everything is in the clear.
func VersionTooLow(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, oldClient, oldServer)
}

func oldClient(p *parties) error {
	p.title = "the client speaks TLS 1.1 at most, the server 1.2 and 1.3"
	p.client.MinVersion, p.client.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	p.show = everything
	return nil
}

func oldServer(p *parties) error {
	p.title = "the server speaks TLS 1.2 at most, the client 1.3 only"
	p.server.MaxVersion, p.client.MinVersion = tls.VersionTLS12, tls.VersionTLS13
	p.show = everything
	return nil
}
