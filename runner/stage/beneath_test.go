package stage

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"

	"sockbook/chapters"
	"sockbook/runner/fault"
)

func TestInstead(t *testing.T) {
	c := &chapters.Chapter{Files: fstest.MapFS{"README.md": {Data: []byte(
		"# T\n\n<!-- run: echo -->\n```text\nserver: ready\n```\n\n<!-- run: echo trace -->\n```text\nclient: close(fd 3) = 0\n```\n")}}}
	console, out := console(false)
	console.Err = out
	b := &Beneath{Console: console, View: "trace", Refused: "not traced"}
	err := fault.New("apt-get install strace", "no strace")
	b.instead(c, &chapters.Example{Name: "echo"}, err)
	assert.Equal(t, "runner: echo not traced: no strace\nhint: apt-get install strace\n"+
		"as recorded in the lesson:\nclient: close(fd 3) = 0\n", out.String())

	out.Reset()
	b.instead(c, &chapters.Example{Name: "other"}, err)
	assert.Equal(t, "runner: other not traced: no strace\nhint: apt-get install strace\n", out.String())

	out.Reset()
	b.View = "wire"
	b.instead(c, &chapters.Example{Name: "echo"}, err)
	assert.NotContains(t, out.String(), "recorded", "a view is not another")
}

func TestBeneathEnding(t *testing.T) {
	console, out := console(false)
	b := &Beneath{Console: console}
	b.ending(time.Second, "")
	assert.Empty(t, out.String())
	b.ending(time.Second, "folded: 2")
	assert.Equal(t, "folded: 2\n", out.String())

	out.Reset()
	console.Terminal = true
	b.ending(time.Second, "folded: 2")
	assert.Equal(t, "  ╰ 1s; folded: 2\n", out.String())
}

func TestPut(t *testing.T) {
	console, out := console(false)
	b := &Beneath{Console: console}
	b.Put("client", "text  ")
	assert.Equal(t, "text\n", out.String())

	out.Reset()
	wide := b.Width()
	console.Terminal = true
	b.Put("client", "text")
	assert.Equal(t, "  │ text\n", out.String())
	assert.Less(t, b.Width(), wide, "the gutter takes room")
}
