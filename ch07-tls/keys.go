package securestream

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"strings"
	"sync"
)

// A keyLog is a tls.Config.KeyLogWriter for one connection: a line of text for
// each secret, its label, the connection and the secret (RFC 9850). Whoever
// has it reads along.
type keyLog struct {
	mu    sync.Mutex
	lines []string
}

func (k *keyLog) Write(line []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lines = append(k.lines, string(line))
	return len(line), nil
}

// secret returns the secret of that label, nil if it was never made.
func (k *keyLog) secret(label string) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, line := range k.lines {
		if f := strings.Fields(line); len(f) == 3 && f[0] == label {
			secret, _ := hex.DecodeString(f[2]) // crypto/tls wrote it
			return secret
		}
	}
	return nil
}

// A cipherSuite of TLS 1.3: how records are encrypted, and the hash that keys
// are made by (RFC 8446 appendix B.4).
type cipherSuite struct {
	keySize int
	hash    func() hash.Hash
}

var suites = map[uint16]cipherSuite{
	0x1301: {16, sha256.New},    // TLS_AES_128_GCM_SHA256
	0x1302: {32, sha512.New384}, // TLS_AES_256_GCM_SHA384
}

// errSuite is about TLS_CHACHA20_POLY1305_SHA256, which Go prefers where AES
// is slow and the standard library offers inside crypto/tls only.
var errSuite error = missing{
	what:   "this processor has no AES instructions, so Go encrypts with ChaCha20, which the example cannot undo",
	remedy: "run it on a processor that has them: nearly any amd64, arm64 or s390x, but not the Raspberry Pi 4",
}

// An opener decrypts what one party sends, from one secret on.
type opener struct {
	aead     cipher.AEAD
	iv       []byte
	sequence uint64 // records so far; nobody sends it
}

func (s cipherSuite) opener(secret []byte) (*opener, error) {
	key, err := s.expand(secret, "key", s.keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	iv, err := s.expand(secret, "iv", aead.NonceSize())
	return &opener{aead: aead, iv: iv}, err
}

// expand is HKDF-Expand-Label with no context (RFC 8446 section 7.1).
func (s cipherSuite) expand(secret []byte, label string, size int) ([]byte, error) {
	label = "tls13 " + label
	info := binary.BigEndian.AppendUint16(nil, uint16(size))
	info = append(info, byte(len(label)))
	info = append(info, label...)
	return hkdf.Expand(s.hash, secret, string(append(info, 0)), size)
}

// open decrypts a record. What it really holds is said by the last byte inside
// that is not zero; zeros behind it hide the length (RFC 8446 section 5.4).
func (o *opener) open(r record) (contentType, []byte, error) {
	nonce := binary.BigEndian.AppendUint64(make([]byte, len(o.iv)-8), o.sequence)
	for i := range nonce {
		nonce[i] ^= o.iv[i]
	}
	o.sequence++
	inner, err := o.aead.Open(nil, nonce, r.body, r.header)
	if err != nil {
		return 0, nil, err
	}
	for end := len(inner) - 1; end >= 0; end-- {
		if inner[end] != 0 {
			return contentType(inner[end]), inner[:end], nil
		}
	}
	return 0, nil, errors.New("a record of nothing but padding")
}
