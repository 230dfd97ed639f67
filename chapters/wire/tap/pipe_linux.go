package tap

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// printed reads what has come through the pipe.
func (t *Tap) printed() error {
	oob := make([]byte, unix.CmsgSpace(2*4)) // two descriptors
	for {
		n, rights, _, _, err := unix.Recvmsg(t.pipe, t.record, oob, unix.MSG_DONTWAIT|unix.MSG_CMSG_CLOEXEC)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EAGAIN):
			return nil
		case err != nil:
			return os.NewSyscallError("recvmsg", err)
		case n == 0:
			t.ended = true
			return nil
		}
		if rights > 0 {
			if err := t.take(oob[:rights]); err != nil {
				return err
			}
			continue
		}
		t.queue.print(printed(t.record[:n]))
	}
}

// take takes the sockets that were handed out.
func (t *Tap) take(oob []byte) error {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return err
	}
	var fds []int
	for i := range messages {
		some, err := unix.ParseUnixRights(&messages[i])
		if err != nil {
			return err
		}
		fds = append(fds, some...)
	}
	if len(fds) == 2 && t.ring == nil {
		if t.ring, err = newRing(fds[0], fds[1]); err == nil {
			return nil
		}
	}
	for _, fd := range fds { // nobody else knows them
		_ = unix.Close(fd)
	}
	return err
}
