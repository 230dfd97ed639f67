package tap

import (
	"encoding/binary"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"sockbook/chapters/wire"
)

// What goes through the pipe is a record a message: the sockets, once, and then
// what the program prints, after a mark and the time. What comes without the
// mark, a child of the program's has printed.
const (
	handOver = "\x00packets"
	stamp    = "\x00printed"

	maxText   = 32 << 10 // of one record; more is several
	maxRecord = 256 << 10
)

// Give opens a socket that captures this namespace's packets and one that knows
// its interfaces, hands them to the reader of out, the pipe of a [Tap], and
// returns the writer to print with instead of out. This process keeps no
// descriptor of theirs.
func Give(out *os.File) (io.Writer, error) {
	fd, err := open()
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	names, err := watch()
	if err != nil {
		return nil, err
	}
	defer unix.Close(names)
	if err := unix.Sendmsg(int(out.Fd()), []byte(handOver), unix.UnixRights(fd, names), nil, 0); err != nil {
		return nil, os.NewSyscallError("sendmsg", err)
	}
	return &stamping{out}, nil
}

// A stamping writer tells when each piece was printed: by the time that it is
// read, packets have passed that came later.
type stamping struct{ w io.Writer }

func (s *stamping) Write(p []byte) (n int, err error) {
	for n < len(p) {
		text := p[n:min(len(p), n+maxText)]
		record := binary.NativeEndian.AppendUint64([]byte(stamp), uint64(time.Now().UnixNano()))
		if _, err := s.w.Write(append(record, text...)); err != nil {
			return n, err
		}
		n += len(text)
	}
	return n, nil
}

// printed reads a record that Write has written, or anyone else.
func printed(record []byte) wire.Event {
	head := len(stamp) + 8
	if len(record) < head || string(record[:len(stamp)]) != stamp {
		return wire.Event{Time: time.Now(), Print: string(record)}
	}
	at := binary.NativeEndian.Uint64(record[len(stamp):])
	return wire.Event{Time: time.Unix(0, int64(at)), Print: string(record[head:])}
}
