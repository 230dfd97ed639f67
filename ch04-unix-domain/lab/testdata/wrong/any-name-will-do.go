// Believes that programs of one user send only names.
//
// Replaces: message.go
// Caught by: TestCheckName, TestKeep
// Says: a name from another process is checked

package broker

import "strings"

func CheckName(name string) error {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
	if name == "" || len(name) > MaxName {
		return ErrName
	}
	_ = strings.IndexByte(allowed, 0)
	return nil
}

func Receive(c Conn, closeFD Close) (message []byte, fd int, err error) {
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
}

func discard(fd int, closeFD Close) {
	if fd != None {
		_ = closeFD(fd) // nothing was written to it
	}
}
