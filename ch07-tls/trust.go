package securestream

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// trustVariable names a file with the certificates of authorities to trust, in
// PEM. Without it Dial trusts what a server of this user has put down.
const trustVariable = "SOCKBOOK_CA"

// trustFile is where a server tells clients of its own user whom to trust: its
// authority's certificate, by the port that it is bound to. Nobody else can
// write there, so what is found was put there by a program of the user's.
func trustFile(port int) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", noPlace(err)
	}
	return filepath.Join(cache, "sockbook", "ch07-"+strconv.Itoa(port)+".pem"), nil
}

// noPlace is for users whose home is not there, as nobody's is not.
func noPlace(err error) error {
	return missing{what: "no place for the authority's certificate: " + err.Error(), remedy: "export HOME=$(mktemp -d)"}
}

// publish writes the file. forget removes it, if it still says the same.
func publish(port int, certificates []byte) (forget func(), err error) {
	path, err := trustFile(port)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, noPlace(err)
	}
	// Written beside and renamed: who reads sees a whole file, old or new.
	whole, err := os.CreateTemp(filepath.Dir(path), "ch07-*.tmp")
	if err != nil {
		return nil, err
	}
	_, err = whole.Write(certificates)
	if closed := whole.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(whole.Name(), path)
	}
	if err != nil {
		_ = os.Remove(whole.Name())
		return nil, err
	}
	return func() {
		if now, err := os.ReadFile(path); err == nil && string(now) == string(certificates) {
			_ = os.Remove(path)
		}
	}, nil
}

// Trust is the file with the certificate of the server's authority, if it was
// made by [Listen]: for openssl's -CAfile, curl's --cacert, and for clients on
// other machines, who set SOCKBOOK_CA.
func (s *Server) Trust() (string, error) { return trustFile(s.port()) }

// trusted is what Dial trusts for a server at that port.
func trusted(port int) (*x509.CertPool, error) {
	path := os.Getenv(trustVariable)
	if path == "" {
		var err error
		if path, err = trustFile(port); err != nil {
			return nil, err
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("no authority to trust: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("no authority to trust: no certificate in %s", path)
	}
	return pool, nil
}
