package broker

import "strings"

// CheckName says whether a name is one: 1 to MaxName bytes, each a letter, a
// digit, a hyphen, a dot or an underscore, all of ASCII.
//
// Errors: ErrName.
func CheckName(name string) error {
	// BEGIN SOLUTION: the length, and each byte
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
	if name == "" || len(name) > MaxName {
		return ErrName
	}
	for _, b := range []byte(name) {
		if strings.IndexByte(allowed, b) < 0 {
			return ErrName
		}
	}
	return nil
	// END SOLUTION
}

// Receive takes one message, with the descriptor that came along, or None. It
// never leaves a descriptor open that it does not return.
//
// Errors: ErrTruncated; ErrBad for a message of no bytes; io.EOF; or the
// connection's own.
func Receive(c Conn, closeFD Close) (message []byte, fd int, err error) {
	// BEGIN SOLUTION: receive, and close what nobody will own
	p := make([]byte, maxMessage)
	n, fd, truncated, err := c.Receive(p)
	switch {
	case err != nil:
	case truncated:
		err = ErrTruncated
	case n == 0:
		err = ErrBad
	}
	if err == nil {
		return p[:n], fd, nil
	}
	discard(fd, closeFD)
	return nil, None, err
	// END SOLUTION
}

// discard closes a descriptor, if there is one.
func discard(fd int, closeFD Close) {
	// BEGIN SOLUTION: close it
	if fd != None {
		_ = closeFD(fd) // nothing was written to it
	}
	// END SOLUTION
}
