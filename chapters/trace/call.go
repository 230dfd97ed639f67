// Package trace reads what strace(1) prints of a program and tells its story:
// which party of the program made each call on a socket, and which calls are
// the Go runtime's own affairs.
//
// It starts nothing: lines go in, calls and parties come out. A [Parser] turns
// lines into calls, a [Follower] calls into steps, and [Record] steps into the
// text that a lesson holds.
package trace

import "strings"

// Options are those that strace is to be started with, so that a Parser and a
// Follower can read its log: with the descriptors' targets (-y), for a
// socket's inode number tells it from every other, whoever holds it; with
// strings long enough for a line that the program prints; and without signals
// and exits, which no call needs. A call that the machine does not have is no
// error where a question mark precedes it.
var Options = []string{"-f", "-y", "-qq", "-s", "512", "-e", "signal=none", "-e", "trace=" + strings.Join([]string{
	"%network", "read", "write", "readv", "writev", "close", "fcntl", "?dup", "?dup2", "?dup3",
	"?sendfile", "?splice", "?poll", "?ppoll", "?select", "?pselect6",
	"?epoll_create", "?epoll_create1", "?epoll_ctl", "?epoll_wait", "?epoll_pwait", "?epoll_pwait2",
	"?eventfd2", "execve", "rt_sigreturn",
}, ",")}

// A Call is a system call that has returned.
type Call struct {
	PID    int // of the thread; 0 if the log does not tell
	Name   string
	Args   []Value
	Result Value  // Raw is "?" if the call never returned to its caller
	Errno  string // "EAGAIN"; "" if the call succeeded
	Reason string // what strerror(3) says of Errno, or strace of the result

	// Restarted says that a signal broke into the call, and that the kernel
	// made it anew (signal(7)): the program did not notice.
	Restarted bool
}

// arg is an argument, or one without a content.
func (c *Call) arg(i int) Value {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return Value{}
}

// A Kind is what a [Value] looks like.
type Kind int

const (
	Word   Kind = iota // a number, a constant, flags, a pointer
	String             // "…"
	List               // [a, b]
	Struct             // {name=a, b}
	Apply              // htons(80)
)

// A Value is an argument, a part of one, or a result.
type Value struct {
	Kind  Kind
	Raw   string  // as strace wrote it
	Text  string  // String: its bytes; Apply: the name; Word: Raw without a descriptor's target
	Path  string  // Word: the target of a descriptor, "socket:[4711]"
	Cut   bool    // String: strace has left out the rest
	Items []Field // List, Struct, Apply
}

// A Field is an element of a list, a structure or an argument list.
type Field struct {
	Name  string // "" in a list
	Value Value
}

// field is the field of that name, or a value without a content.
func (v Value) field(name string) Value {
	for _, f := range v.Items {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}
