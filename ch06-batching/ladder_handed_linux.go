package batching

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// burstRing sends by an io_uring, whose memory is the kernel's until the
// results have come: enter waits for them all.
func burstRing(s *ladderStage) error {
	for at := 0; at < len(s.all); at += ladderRing * ladderSize {
		for i := range ladderRing {
			s.ring.add(ringRequest{opcode: ringOpSend, fd: int32(s.fd), size: ladderSize,
				addr: uint64(uintptr(unsafe.Pointer(&s.all[at+i*ladderSize])))})
		}
		if _, err := s.ring.enter(ladderRing); err != nil {
			return err
		}
		for _, result := range s.ring.results() {
			if result.result != ladderSize {
				return os.NewSyscallError("send", unix.Errno(-result.result))
			}
		}
	}
	return nil
}

// burstZerocopy sends with MSG_ZEROCOPY, and waits until the kernel has given
// back every packet: only then may the memory change.
func burstZerocopy(s *ladderStage) error {
	returned := 0
	for at := 0; at < len(s.all) || returned < ladderBurst; {
		if at < len(s.all) {
			err := unix.Sendto(s.fd, s.all[at:][:ladderSize], unix.MSG_ZEROCOPY, nil)
			if err == nil {
				at += ladderSize
				continue
			}
			// ENOBUFS: the notices of so many sends are owed that there is no
			// room for another (net.core.optmem_max).
			if err != unix.ENOBUFS || returned*ladderSize == at {
				return os.NewSyscallError("send", err)
			}
		}
		n, err := zerocopyReturned(s.fd)
		if err != nil {
			return err
		}
		returned += n
	}
	return nil
}

// zerocopyReturned waits for a notice in the error queue, and returns how many
// sends it is for: the kernel joins the notices of neighbours
// (Documentation/networking/msg_zerocopy.rst).
func zerocopyReturned(fd int) (sends int, err error) {
	told := make([]byte, 128)
	_, n, _, _, err := unix.Recvmsg(fd, nil, told, unix.MSG_ERRQUEUE)
	for err == unix.EAGAIN || err == unix.EINTR {
		// The error queue never blocks. That there is something in it, POLLERR
		// says, which poll(2) reports unasked.
		if ready, err := unix.Poll([]unix.PollFd{{Fd: int32(fd)}}, 1000); ready == 0 && err == nil {
			return 0, errors.New("no notice came")
		}
		_, n, _, _, err = unix.Recvmsg(fd, nil, told, unix.MSG_ERRQUEUE)
	}
	if err != nil {
		return 0, os.NewSyscallError("recvmsg", err)
	}
	done, err := parseNotice(told[:n])
	return int(done.last-done.first) + 1, err
}
