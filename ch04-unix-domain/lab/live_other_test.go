//go:build !linux

package broker_test

import (
	"strings"
	"testing"

	broker "sockbook/ch04-unix-domain/lab"
)

// A live kernel is that of the other tests, where there is no SOCK_SEQPACKET.
type live struct {
	*process
	uid int
}

func startLive(t *testing.T) *live { return &live{newProcess(t), owner} }

func (k *live) connect() (program, brokers broker.Conn) {
	return connect(k.process, k.process, owner, owner)
}

func (k *live) hangUp(c broker.Conn) { c.(*line).hangUp() }

func (k *live) pipe() (write, read int) { return k.file("a pipe"), 0 }

func (k *live) ended(int) bool { return !strings.Contains(k.files(), "a pipe") }

func (k *live) through(write, _ int, text string) string {
	if k.behind(write) != "a pipe" {
		return k.behind(write)
	}
	return text
}
