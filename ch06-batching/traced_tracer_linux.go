package batching

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A tracer follows the threads of one process.
type tracer struct {
	leader int
	seen   map[int]bool       // threads, once they have begun
	inside map[int]tracedCall // by thread: the call that it is in
	about  []uint64           // the descriptors of the current act
	acts   []act
	status int
}

// follow lets the threads go on from stop to stop until the process has ended.
func (t *tracer) follow() error {
	for {
		var ws unix.WaitStatus
		tid, err := unix.Wait4(-t.leader, &ws, unix.WALL, nil)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return os.NewSyscallError("wait4", err)
		case ws.Exited() || ws.Signaled():
			if tid == t.leader {
				t.status = int(ws) // the last to go
				return nil
			}
			continue
		}
		deliver, err := t.stopped(tid, ws)
		if err == nil {
			err = unix.PtraceSyscall(tid, deliver)
		}
		// ESRCH: the thread was killed where it stood. Its end is to come.
		if err != nil && err != unix.ESRCH {
			return os.NewSyscallError("ptrace", err)
		}
	}
}

// stopped looks at why a thread has stopped, and returns the signal to let it
// go on with. The first stop of the first thread is that of its execve, the
// first of any other a SIGSTOP by the kernel: neither is the program's own.
func (t *tracer) stopped(tid int, ws unix.WaitStatus) (deliver int, err error) {
	sig := ws.StopSignal()
	switch {
	case !t.seen[tid]:
		t.seen[tid] = true
		if tid != t.leader {
			return 0, nil
		}
		return 0, unix.PtraceSetOptions(tid, unix.PTRACE_O_TRACESYSGOOD|unix.PTRACE_O_TRACECLONE|unix.PTRACE_O_EXITKILL)
	case sig == unix.SIGTRAP|0x80: // PTRACE_O_TRACESYSGOOD: on the way in, or out
		return 0, t.crossing(tid)
	case sig == unix.SIGTRAP && ws.TrapCause() > 0: // the thread has made another
		return 0, nil
	}
	return int(sig), nil
}

// A crossingInfo is struct ptrace_syscall_info (ptrace(2), Linux 5.3).
type crossingInfo struct {
	op     uint8 // PTRACE_SYSCALL_INFO_ENTRY or _EXIT
	_      [3]uint8
	arch   uint32
	ip, sp uint64
	number uint64    // on the way out: the result
	args   [6]uint64 // on the way out: nothing of interest
}

func (t *tracer) crossing(tid int) error {
	var info crossingInfo
	_, _, errno := unix.Syscall6(unix.SYS_PTRACE, unix.PTRACE_GET_SYSCALL_INFO, uintptr(tid),
		unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	if errno != 0 {
		return errno
	}
	if info.op == unix.PTRACE_SYSCALL_INFO_ENTRY {
		if info.number == unix.SYS_WRITE && int32(info.args[0]) == -1 {
			return t.marked(tid, info.args)
		}
		t.inside[tid] = tracedCall{name: callNames[info.number], args: info.args}
		return nil
	}
	call := t.inside[tid]
	delete(t.inside, tid)
	call.result = int64(info.number)
	if len(t.acts) > 0 && t.isAbout(call) {
		last := &t.acts[len(t.acts)-1]
		last.calls = append(last.calls, call)
	}
	return nil
}

// isAbout tells whether one of the call's descriptors is of interest. It is
// the first argument, and in splice(2) the third as well.
func (t *tracer) isAbout(call tracedCall) bool {
	if call.name == "" {
		return false
	}
	return slices.Contains(t.about, call.args[0]) ||
		call.name == "splice" && slices.Contains(t.about, call.args[2])
}

// marked begins the act that the text of a mark describes.
func (t *tracer) marked(tid int, args [6]uint64) error {
	text := make([]byte, args[2])
	n, err := unix.PtracePeekData(tid, uintptr(args[1]), text)
	if err != nil {
		return err
	}
	title, descriptors, _ := strings.Cut(string(text[:n]), "\x00")
	t.about = t.about[:0]
	for _, text := range strings.Fields(descriptors) {
		fd, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return err
		}
		t.about = append(t.about, fd)
	}
	if title != "" { // else: the end of an act
		t.acts = append(t.acts, act{title: title})
	}
	return nil
}
