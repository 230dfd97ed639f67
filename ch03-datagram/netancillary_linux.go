package datagram

import (
	"errors"

	"golang.org/x/sys/unix"
)

// errNoAncillary is the error of a datagram that came without what was asked.
var errNoAncillary = errors.New("no such ancillary data")

// ancillary finds the data of one kind in what came beside a datagram
// (cmsg(3)).
func ancillary(oob []byte, level, kind int) ([]byte, error) {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		if int(m.Header.Level) == level && int(m.Header.Type) == kind {
			return m.Data, nil
		}
	}
	return nil, errNoAncillary
}
