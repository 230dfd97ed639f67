package batching

import (
	"os"

	"golang.org/x/sys/unix"
)

// prepare sets the options of a rung, and lays out its memory.
func (s *ladderStage) prepare(r *rung) error {
	for _, o := range []struct {
		wanted            bool
		fd, level, option int
		value             int
	}{
		{true, s.sink, unix.SOL_SOCKET, unix.SO_RCVBUF, 1 << 20},
		// From here on each write is cut into packets of this size (udp(7)).
		{r.segments > 0, s.fd, unix.IPPROTO_UDP, unix.UDP_SEGMENT, ladderSize},
		{r.joins, s.sink, unix.IPPROTO_UDP, unix.UDP_GRO, 1},
		{r.zerocopy, s.fd, unix.SOL_SOCKET, unix.SO_ZEROCOPY, 1},
	} {
		if !o.wanted {
			continue
		}
		if err := unix.SetsockoptInt(o.fd, o.level, o.option, o.value); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
	}
	for i := range s.all {
		s.all[i] = '.' // memory that was never written is one page of zeros
	}
	s.pinned.Pin(&s.all[0])
	s.out = ladderHeaders(s.all, ladderSize*max(1, r.segments))
	s.in = ladderHeaders(make([]byte, ladderBurst*ladderSize), ladderSize)
	s.largest = ladderHeaders(s.room, len(s.room))
	var err error
	if r.ring {
		s.ring, err = newRing(ladderRing)
	}
	return err
}

// ladderHeaders makes a message of each part of memory, for sendmmsg(2) or
// recvmmsg(2). On connected sockets they serve again and again.
func ladderHeaders(memory []byte, size int) []mmsghdr {
	all := make([]mmsghdr, len(memory)/size)
	for i := range all {
		v := &unix.Iovec{Base: &memory[i*size]}
		v.SetLen(size)
		all[i].hdr.Iov = v
		all[i].hdr.SetIovlen(1)
	}
	return all
}

// drain takes everything out of the sink and returns how many packets it was.
func (s *ladderStage) drain() (packets int, err error) {
	for {
		switch _, errno := recvmsg(s.sink, &s.largest[0]); errno {
		case 0:
			packets += int(s.largest[0].n) / ladderSize
		case unix.EINTR:
		case unix.EAGAIN:
			return packets, nil
		default:
			return packets, os.NewSyscallError("recvmsg", errno)
		}
	}
}
