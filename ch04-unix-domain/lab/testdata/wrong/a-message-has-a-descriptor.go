// Believes that every message brings a descriptor along.
//
// Replaces: message.go
// Caught by: TestReceive
// Says: a message without a descriptor is a message

package broker

import "strings"

func CheckName(name string) error {
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
}

func Receive(c Conn, closeFD Close) (message []byte, fd int, err error) {
	p := make([]byte, maxMessage)
	n, fd, truncated, err := c.Receive(p)
	switch {
	case err != nil:
	case truncated:
		err = ErrTruncated
	case n == 0 || fd == None:
		err = ErrBad
	}
	if err == nil {
		return p[:n], fd, nil
	}
	discard(fd, closeFD)
	return nil, None, err
}

func discard(fd int, closeFD Close) {
	if fd != None {
		_ = closeFD(fd) // nothing was written to it
	}
}
