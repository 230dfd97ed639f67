package reliable_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	reliable "sockbook/ch03-datagram/lab"
)

// dump shows a datagram: "d6 01 00 02 …".
func dump(b []byte) string {
	text := hex.EncodeToString(b)
	var parts []string
	for i := 0; i < len(text); i += 2 {
		parts = append(parts, text[i:i+2])
	}
	if len(parts) > 16 {
		return fmt.Sprintf("%s …, %d bytes", strings.Join(parts[:16], " "), len(b))
	}
	return strings.Join(parts, " ")
}

// wire is a datagram as the format has it, made without Encode.
func wire(kind reliable.Kind, number uint32, payload string) []byte {
	n := len(payload)
	return append([]byte{0xD6, byte(kind), byte(n >> 8), byte(n),
		byte(number >> 24), byte(number >> 16), byte(number >> 8), byte(number)}, payload...)
}

// A result is what Ask returned, and when.
type result struct {
	answer string
	err    error
	after  time.Duration
}

func (r result) String() string {
	return fmt.Sprintf("%q, %v, after %v", r.answer, r.err, r.after)
}

// ask asks one question, in the time of a bubble.
func ask(ctx context.Context, c *reliable.Client, question string) result {
	began := time.Now()
	answer, err := c.Ask(ctx, []byte(question))
	return result{string(answer), err, time.Since(began)}
}

// In a bubble a pause of a minute takes no time. One that hangs is a panic of
// synctest's, which says where every goroutine stands.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

// times are when a client sent, as fates record it.
type times struct {
	began time.Time
	sent  []time.Duration
}

func record() *times { return &times{began: time.Now()} }

func (r *times) note() { r.sent = append(r.sent, time.Since(r.began).Round(time.Millisecond)) }

// answering answers each question from the client "c" at the host "s" with
// "re: " and the question, as the format says, without the code under test.
func answering(t *testing.T, n *network) {
	s := n.host("s", "")
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 2000)
		for {
			size, from, err := s.ReadFrom(buf)
			if err != nil {
				return
			}
			d := buf[:size]
			number := uint32(d[4])<<24 | uint32(d[5])<<16 | uint32(d[6])<<8 | uint32(d[7])
			_, _ = s.WriteTo(wire(reliable.Answer, number, "re: "+string(d[8:])), from)
		}
	}()
	t.Cleanup(func() { _ = s.Close(); <-done })
}
