package wire

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestQuote(t *testing.T) {
	for _, c := range []struct {
		bytes, want string
		room        int
	}{
		{"hello", `"hello"`, 8},
		{"hello!", `"hello!"`, 8},
		{"hello!!", `"hello"…`, 8},
		{"hello", "", 7},
		{"a\nb\r\t\"\\\x00\x1b", `"a\nb\r\t\"\\\x00\x1b"`, 40},
		{"a\x00\x00\x00", `"a\x00"…`, 10},
		{"é→", `"é→"`, 8},
		{"\xff\u200b", `"\xff\xe2\x80\x8b"`, 40},
	} {
		assert.Equal(t, c.want, quote([]byte(c.bytes), c.room), "%q in %d", c.bytes, c.room)
	}
}

func TestDraw(t *testing.T) {
	lines := func(r Row, width int, all bool) string { return strings.Join(r.Draw(width, all), "\n") }
	r := Row{Pair: 12, Back: true, Head: "PSH ACK seq 1 ack 1 len 13", Mark: "retransmission", Data: []byte("hello, stream"), Fine: "ttl 64"}
	assert.Equal(t, `12 │◀── PSH ACK seq 1 ack 1 len 13 (retransmission) "hello, stream" ─│`, lines(r, 70, false))
	assert.Equal(t, `12 │◀── PSH ACK seq 1 ack 1 len 13 (retransmission) "hello, st"… ─│`, lines(r, 67, false))
	assert.Equal(t, `12 │◀───────── PSH ACK seq 1 ack 1 len 13 ─│
12 │    (retransmission)                   │
12 │    ttl 64                             │`, lines(r, 44, true), "what has no room stands below; not the payload")
	assert.Equal(t, lines(r, Narrowest, false), lines(r, 10, false), "a ladder has a least width")

	title := Row{Pair: 1, Title: &Title{"[fd00:1:2:3:4:5:6:7]:40000", "[fd00:1:2:3:4:5:6:8]:7002", "TCP"}}
	assert.Equal(t, `1  client [fd00:1:2:3:4:5:6:7]:40000            TCP
1                  server [fd00:1:2:3:4:5:6:8]:7002`, lines(title, 51, false), "two lines, if one is too short")

	assert.Equal(t, strings.Repeat(" ", 17)+"1.25s later", lines(Row{Gap: 1250 * time.Millisecond}, 45, false))
	assert.Equal(t, "   » server: a line that is longer than\n     there is room for",
		lines(Row{Printed: true, Print: "server: a line that is longer than there is room for"}, 42, false))
	assert.Equal(t, "   » ", lines(Row{Printed: true}, 40, false), "an empty line is one")
}

// Every row has its width, and the rails stand below each other.
func TestRails(t *testing.T) {
	for _, columns := range []int{40, 56, Width, 90} {
		for n := range 120 {
			for _, back := range []bool{false, true} {
				r := Row{Pair: 1, Back: back, Head: strings.TrimSpace(strings.Repeat("seq 1 ", n/6+1)), Says: strings.Repeat("x", n), Data: []byte(strings.Repeat("→", n))}
				for _, line := range r.Draw(columns, true) {
					assert.Equal(t, columns, width(line), line)
				}
			}
		}
	}
}

// A line is told when it is whole, or too long to wait for.
func TestPrinted(t *testing.T) {
	f := NewFollower()
	told := func(text string) (lines []string) {
		for _, r := range f.Follow(Event{Print: text}) {
			lines = append(lines, r.Print)
		}
		return lines
	}
	assert.Empty(t, told("one"))
	assert.Equal(t, []string{"one, two", ""}, told(", two\n\nthr"))
	assert.Equal(t, "three", f.Follow(Event{Print: "ee\n"})[0].Print)
	assert.Empty(t, f.Flush())
	assert.NotEmpty(t, told(strings.Repeat("x", maxLine+1)))
	assert.Empty(t, told(strings.Repeat("x", 10)))
	assert.Len(t, f.Flush(), 1)
}
