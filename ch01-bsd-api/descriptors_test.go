package bsdapi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFile(t *testing.T) {
	assertInOrder(t, show(t, File),
		"S_ISSOCK true", "the inode that fstat gives: true",
		"lseek", "ESPIPE", "pread", "ESPIPE",
		"send to a pipe = -1 ENOTSOCK",
		`= "written, sent"`, `= "from a file"`,
		"dup(", "close(", `= "still here"`, "close(", `= ""`)
}

// It looks at what a child inherits: nobody else may start one meanwhile.
func TestOptions(t *testing.T) {
	text := showAlone(t, Options)
	assert.Regexp(t, `TCP_NODELAY +0 +1 `, text, "net turns Nagle's algorithm off")
	assert.Regexp(t, `SO_REUSEADDR +0 +0 +0 +1`, text, "net.Listen sets it")
	assert.Contains(t, text, "SO_RCVBUF set to 50000 is 100000", "the kernel doubles it")
	assert.Contains(t, text, "is at 0.0.0.0:0", "Control runs before bind")
	assertInOrder(t, text,
		"with FD_CLOEXEC: false", "without: true",
		"server: close(", "= 0\n", "child: has ended", "ECONNREFUSED")
}

func TestPoll(t *testing.T) {
	text := show(t, Poll)
	assert.Contains(t, text, "1 poll, 100 entries there and back: 100 ready; 100 recv, 100 send")
	assert.Contains(t, text, "1 poll, 100 entries there and back: 1 ready; 1 recv, 1 send", "the whole set travels for one")
	assert.Contains(t, text, "1 entries back: 1 ready; 1 recv, 1 send", "the kernel keeps the set")
}

func TestNonBlocking(t *testing.T) {
	assertInOrder(t, show(t, NonBlocking),
		"connect(", "POLLOUT", "SO_ERROR) says 0: connected",
		"recv(", "= -1 EAGAIN", "POLLIN", "recv(", "= 5",
		"send(", "= -1 EAGAIN",
		"connect(", "SO_ERROR) says ECONNREFUSED")
}
