package unixdomain

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestStale(t *testing.T) {
	inOrder(t, show(t, Stale),
		"connect: yes", "without unlink", "connect: ECONNREFUSED", "second server: bind: EADDRINUSE",
		"second server: Listen, which replaces what nobody listens on: yes",
		"third server: Listen, though the second is alive: EADDRINUSE",
		"unlink, though somebody listens: yes", "blind server: bind: yes", "to the blind one: yes")
}

func TestNobody(t *testing.T) {
	inOrder(t, show(t, Nobody),
		"a dead server's socket: ECONNREFUSED", "between bind and listen: ECONNREFUSED", "after listen: yes",
		"a regular file: ECONNREFUSED", "to a datagram socket: EPROTOTYPE", "a receiver that has gone: ECONNREFUSED")
}

func TestNoSuchPath(t *testing.T) {
	inOrder(t, show(t, NoSuchPath),
		"no file: ENOENT", "does not exist: ENOENT", "is a file: ENOTDIR",
		"was renamed: ENOENT", "the new one: yes", "to a server that lives: ENOENT")
}

func TestNameTooLong(t *testing.T) {
	inOrder(t, show(t, NameTooLong),
		"a path of 107 bytes: yes", "one of 108: EINVAL", "at most 107 bytes, and this has 159", "relative path",
		"N the deep folder: yes", "the file is in the deep folder: yes", "connect the same way: yes")
}

// What root could do all the same is left out of it: the test says the same
// for every user.
func TestByMode(t *testing.T) {
	inOrder(t, show(t, ByMode),
		"mode -rw-------: yes", "mode -r--------: EACCES", "mode --w-------: yes", "mode ----------: EACCES",
		"its folder's -rw-------: EACCES")
}

func TestTooLong(t *testing.T) {
	text := show(t, TooLong)
	inOrder(t, text, "send 65508 bytes in one datagram: yes", "of 65508 bytes", "79968 bytes in one datagram: yes",
		"of 79968 bytes", "79969 bytes in one datagram: EMSGSIZE")
	assert.NotContains(t, text, "of 79969 bytes", "nothing of it arrives")
}
