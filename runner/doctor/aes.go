package doctor

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"net"
	"time"

	"sockbook/runner/fault"
)

// aes has two ends of TLS agree on a cipher, within this process. Go's choice
// is AES where the processor has instructions for it, and ChaCha20 elsewhere,
// which the examples of chapter 7 that look into TLS cannot undo.
func aes(ctx context.Context) (string, error) {
	server, err := shortLived()
	if err != nil {
		return "", err
	}
	near, far := net.Pipe()
	defer near.Close()
	answered := make(chan error, 1)
	go func() {
		defer far.Close()
		end := tls.Server(far, &tls.Config{Certificates: []tls.Certificate{server}, SessionTicketsDisabled: true})
		answered <- end.HandshakeContext(ctx)
	}()
	// Nobody is to be trusted here: nothing is sent but the handshake.
	end := tls.Client(near, &tls.Config{InsecureSkipVerify: true})
	if err := errors.Join(end.HandshakeContext(ctx), <-answered); err != nil {
		return "", err
	}
	if suite := end.ConnectionState().CipherSuite; suite == tls.TLS_CHACHA20_POLY1305_SHA256 {
		return "", fault.New("a processor that has them: nearly any amd64 or arm64 of the last ten years",
			"this one has no instructions for AES, so that Go chooses %s", tls.CipherSuiteName(suite))
	}
	return "", nil
}

// shortLived is a certificate for a minute, signed by itself.
func shortLived() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Minute), NotAfter: now.Add(time.Minute)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
