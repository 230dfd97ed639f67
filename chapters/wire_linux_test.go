package chapters

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/wire"
)

// mayCapture skips a test where there are no private networks.
func mayCapture(t *testing.T) {
	t.Helper()
	_, err := misbehaving.Wire(t.Context(), "connect")
	var skipped *Skipped
	if errors.As(err, &skipped) && os.Getenv(requireAll) == "" {
		t.Skipf("%v; %s", skipped, skipped.Hint())
	}
	require.NoError(t, err)
}

// The packets of an example stand between the lines that it prints, in the
// order of their time.
func TestWireExample(t *testing.T) {
	mayCapture(t)
	var events []wire.Event
	lost, err := misbehaving.WireExample(t.Context(), "connect", func(e wire.Event) { events = append(events, e) })
	require.NoError(t, err)
	assert.Zero(t, lost)
	packets, printed := 0, ""
	for i, e := range events {
		if e.Packet != nil {
			packets++
			assert.Equal(t, wire.Interface{Index: 1, Name: "lo", Loopback: true}, e.Packet.Interface)
			assert.Len(t, e.Packet.Data, e.Packet.Length)
		} else {
			printed += e.Print
			assert.GreaterOrEqual(t, i, 3, "printed once there is a connection")
		}
	}
	assert.GreaterOrEqual(t, packets, 3, "each once: SYN, SYN ACK, ACK, and what ends it")
	assert.Equal(t, "client: connected\n", printed)
}

// Each packet is there once, however many pass; that some may be lost, if the
// reader is slow, is said.
func TestWireExampleLosesNothing(t *testing.T) {
	mayCapture(t)
	packets := 0
	lost, err := misbehaving.WireExample(t.Context(), "burst", func(e wire.Event) {
		if e.Packet != nil {
			packets++
		}
	})
	require.NoError(t, err)
	assert.Equal(t, burst, packets+lost)
	assert.Zero(t, lost, "the ring holds them")
}

// Interfaces have their names, also those that are gone when they are asked for.
func TestWireExampleNamesInterfaces(t *testing.T) {
	mayCapture(t)
	c, err := Find(Catalogue, "ch03")
	require.NoError(t, err)
	text, err := c.Wire(t.Context(), "broadcast")
	require.NoError(t, err)
	assert.Contains(t, text, " UDP on wire ")
}

// The packets of an example are the same in every run, as a lesson shows them,
// under load too.
func TestWireIsStable(t *testing.T) {
	mayCapture(t)
	busy, stop := context.WithCancel(context.Background())
	idle := make(chan struct{})
	go func() {
		defer close(idle)
		for busy.Err() == nil {
		}
	}()
	t.Cleanup(func() { stop(); <-idle })
	b := Block{View: "wire"}
	for chapter, examples := range map[string][]string{
		"ch01": {"echo"}, "ch02": {"echo", "halfclose", "reset"}, "ch03": {"echo", "retry"},
	} {
		c, err := Find(Catalogue, chapter)
		require.NoError(t, err)
		for _, name := range examples {
			t.Run(chapter+"/"+name, func(t *testing.T) {
				t.Parallel()
				first, err := c.Wire(t.Context(), name)
				require.NoError(t, err)
				for range 2 {
					again, err := c.Wire(t.Context(), name)
					require.NoError(t, err)
					assert.Equal(t, b.normalise(first), b.normalise(again), "%s\n%s", first, again)
				}
			})
		}
	}
}

func TestWireExampleEnds(t *testing.T) {
	mayCapture(t)
	for name, want := range map[string]string{
		"fail": "dial tcp 127.0.0.1:1: connection refused",
		"skip": "looking around: no ruby here",
		"exit": "exit status 7",
		"wel":  `no example "wel"`,
	} {
		_, err := misbehaving.WireExample(t.Context(), name, func(wire.Event) {})
		require.EqualError(t, err, want)
	}
	cause := errors.New("Ctrl-C")
	for _, name := range []string{"wait", "stubborn"} {
		ctx, stop := context.WithCancelCause(t.Context())
		done, begun := make(chan error, 1), make(chan struct{}, 100)
		go func() {
			_, err := misbehaving.WireExample(ctx, name, func(wire.Event) { begun <- struct{}{} })
			done <- err
		}()
		<-begun
		stop(cause)
		require.ErrorIs(t, returned(t, done), cause, name)
	}
	_, err := misbehaving.Wire(t.Context(), "well")
	require.EqualError(t, err, "no packet passed on the example's own network")
}

// The capture is nothing that an example can notice: its descriptors have the
// numbers they have without, and it prints the same.
func TestWireExampleLeavesNoTrace(t *testing.T) {
	mayCapture(t)
	var plain, captured bytes.Buffer
	require.NoError(t, misbehaving.RunExample(t.Context(), "descriptors", &plain))
	_, err := misbehaving.WireExample(t.Context(), "descriptors", func(e wire.Event) { captured.WriteString(e.Print) })
	require.NoError(t, err)
	assert.Equal(t, plain.String(), captured.String())
	assert.NotEmpty(t, plain.String())
}

func TestCheckTranscriptOfWire(t *testing.T) {
	mayCapture(t)
	real, err := misbehaving.Wire(t.Context(), "connect")
	require.NoError(t, err)
	check := func(shown string) []Problem {
		l, err := ParseLesson([]byte("# T\n\n<!-- run: connect wire -->\n```text\n" + shown + "```\n"))
		require.NoError(t, err)
		found, err := CheckTranscript(t.Context(), &misbehaving, l, "connect", "wire")
		require.NoError(t, err)
		return found
	}
	assert.Empty(t, check(real))
	assert.Empty(t, check(strings.Replace(real, "ack 1 ─", "ack 1 win 0 ─", 1)), "windows are not compared")
	found := check(strings.ReplaceAll(real, "SYN ACK seq 0", "RST ACK seq 0"))
	require.Len(t, found, 1)
	assert.Contains(t, found[0].Text, "connect wire prints something else now:\n")
	assert.Contains(t, found[0].Text, "-← RST\n+← SYN ACK\n")
}
