package batching

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// performanceEnv makes this program one that gives a performance and ends.
const performanceEnv = "BATCHING_PERFORMANCE"

// performances are the programs that examples have traced.
var performances map[string]func() error

// init comes before main: a traced program has made nothing but this.
func init() {
	performances = map[string]func() error{
		"writev":   performWritev,
		"pending":  performPending,
		"sendfile": performSendfile,
		"ladder":   performLadder,
	}
	name, ok := os.LookupEnv(performanceEnv)
	if !ok {
		return
	}
	perform, ok := performances[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "no performance is called %q\n", name)
		os.Exit(1)
	}
	if err := perform(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// mark begins an act: a text for the tracer, and the connections that the act
// is about.
func mark(title string, about ...syscall.Conn) error {
	var fds []int
	for _, conn := range about {
		err := control(conn, func(fd int) error { fds = append(fds, fd); return nil })
		if err != nil {
			return err
		}
	}
	markDescriptors(title, fds...)
	return nil
}

// markDescriptors is mark for what has no connection of package net's. A write
// to a descriptor that there cannot be fails with EBADF, and reaches nobody
// but the tracer.
func markDescriptors(title string, fds ...int) {
	text := title + "\x00" + strings.Trim(fmt.Sprint(fds), "[]")
	_, _ = unix.Write(-1, []byte(text))
}

// callNames names the calls that carry bytes to or from a descriptor.
var callNames = map[uint64]string{
	unix.SYS_READ: "read", unix.SYS_WRITE: "write",
	unix.SYS_READV: "readv", unix.SYS_WRITEV: "writev",
	unix.SYS_SENDTO: "sendto", unix.SYS_RECVFROM: "recvfrom",
	unix.SYS_SENDMSG: "sendmsg", unix.SYS_RECVMSG: "recvmsg",
	unix.SYS_SENDMMSG: "sendmmsg", unix.SYS_RECVMMSG: "recvmmsg",
	unix.SYS_SENDFILE: "sendfile", unix.SYS_SPLICE: "splice",
	unix.SYS_IO_URING_ENTER: "io_uring_enter",
}

// A tally is how often each call was made, and what all of one name carried.
type tally struct {
	name         string
	calls, bytes int
}

// count adds up an act's calls, in the order in which each was first made. One
// that would have had to wait counts as a call, and carries nothing.
func (a act) count() []tally {
	var all []tally
	for _, call := range a.calls {
		i := slices.IndexFunc(all, func(t tally) bool { return t.name == call.name })
		if i < 0 {
			all = append(all, tally{name: call.name})
			i = len(all) - 1
		}
		all[i].calls++
		all[i].bytes += int(max(0, call.result))
	}
	return all
}

// show writes the act's title, and below it a line for each kind of call.
func (a act) show(out io.Writer) {
	fmt.Fprintln(out, a.title)
	for _, t := range a.count() {
		fmt.Fprintf(out, "kernel: %3d × %s, %d bytes\n", t.calls, t.name, t.bytes)
	}
}
