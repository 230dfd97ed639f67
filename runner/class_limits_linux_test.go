package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Thirty students: one opens every connection that he gets, one sends without
// end, one without reading, one is silent. The others notice nothing.
func TestClassIsServed(t *testing.T) {
	class(t, func(t *testing.T, teacher *machine) {
		const most, bytesEach = 4, 1 << 20
		s := teacher.serve(t, "ch02", "--per-address", "4", "--max-bytes", "1MiB")
		s.line("limits: 4 connections from one address ")
		s.line("        1 MiB on each ")
		s.line("        2m of silence ")

		var done sync.WaitGroup
		served, kept := greedy(101, most)
		done.Go(func() { endless(t, 102, bytesEach) })
		done.Go(func() { unread(t, 103) })
		for range most {
			silent, err := student(104).dial("tcp", "7002")
			require.NoError(t, err)
			kept = append(kept, silent)
		}
		var others sync.WaitGroup
		for n := student(105); n <= 130; n++ {
			others.Go(func() { assert.NoError(t, talk(n), "student %d", n) })
		}
		others.Wait()
		done.Wait()
		assert.Equal(t, most, served, "of 1,100 that he opens")
		for _, conn := range kept {
			_ = conn.Close()
		}

		s.interrupt()
		s.ends(0)
		log := s.stderr.String()
		assert.Contains(t, log, "refused: 10.0.0.101 has 4 open; --per-address allows more")
		assert.Regexp(t, `10\.0\.0\.102:\d+: dropped, 1048576 bytes echoed: that is the most for one connection`, log)
		assert.NotRegexp(t, `10\.0\.0\.1(0[5-9]|[123]\d):\d+: (refused|dropped)`, log, "nobody else")
		assert.Regexp(t, `… and \d+ more lines in that second`, log)
		assert.Less(t, strings.Count(log, "refused"), 500, "a terminal is not filled")
	})
}

// greedy opens more connections than the server has places for all, and keeps
// those that it is served on.
func greedy(who student, most int) (served int, kept []net.Conn) {
	for range 1100 {
		conn, err := who.dial("tcp", "7002")
		if err != nil {
			continue
		}
		if echo(conn, "mine") != nil {
			_ = conn.Close()
			continue
		}
		if kept = append(kept, conn); len(kept) > 2*most {
			break // the limit does not hold
		}
	}
	return len(kept), kept
}

// endless sends for as long as it is let, and reads what comes back.
func endless(t *testing.T, who student, want int) {
	conn, err := who.dial("tcp", "7002")
	if !assert.NoError(t, err) {
		return
	}
	var sending sync.WaitGroup
	defer sending.Wait()
	defer conn.Close()
	sending.Go(func() {
		block := bytes.Repeat([]byte("more"), 4096)
		for err := error(nil); err == nil; {
			_, err = conn.Write(block)
		}
	})
	back, err := io.ReadAll(conn)
	assert.NoError(t, err, "its bytes are followed by an end of stream")
	assert.Len(t, back, want)
}

// unread sends until nothing more is taken, and never reads.
func unread(t *testing.T, who student) {
	conn, err := who.dial("tcp", "7002")
	if !assert.NoError(t, err) {
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	for block := make([]byte, 1<<20); err == nil; {
		_, err = conn.Write(block)
	}
}

// talk is a student at work: two connections, ten messages on each.
func talk(who student) error {
	for range 2 {
		conn, err := who.dial("tcp", "7002")
		if err != nil {
			return err
		}
		defer conn.Close()
		for n := range 10 {
			if err := echo(conn, fmt.Sprintf("message %d of %d\n", n, who)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Who is silent for too long gives his place back, which another takes.
func TestClassIdle(t *testing.T) {
	class(t, func(t *testing.T, teacher *machine) {
		s := teacher.serve(t, "ch08", "--per-address", "1", "--idle", "300ms")
		s.line("limits: 1 connection from one address ")
		s.line("        256 MiB on each ")
		s.line("        300ms of silence ")
		silent, err := student(101).dial("tcp", "7008")
		require.NoError(t, err)
		defer silent.Close()
		require.NoError(t, echo(silent, "and then no more"))
		_, err = silent.Read(make([]byte, 1))
		require.Error(t, err)
		require.NotErrorIs(t, err, io.EOF, "dropped, not finished")
		require.Eventually(t, func() bool {
			next, err := student(101).dial("tcp", "7008")
			if err != nil {
				return false
			}
			defer next.Close()
			return echo(next, "mine now") == nil
		}, lesson, 10*time.Millisecond)
		s.interrupt()
		s.ends(0)
	})
}

// One who floods gets so many bytes in a second; another is answered.
func TestClassDatagrams(t *testing.T) {
	class(t, func(t *testing.T, teacher *machine) {
		for _, chapter := range []string{"ch03", "ch06"} {
			s := teacher.serve(t, chapter, "--max-bytes", "64KiB")
			s.line("limits: 64 KiB a second to one address ")
			begin := time.Now()
			flood, err := student(101).dial("udp", "70"+chapter[2:])
			require.NoError(t, err)
			for range 1000 {
				_, err := flood.Write(make([]byte, 1000))
				require.NoError(t, err)
			}
			other, err := student(102).dial("udp", "70"+chapter[2:])
			require.NoError(t, err)
			require.True(t, answered(other), "what the flood has washed away is asked again")
			answers := 0
			_ = flood.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
			for err == nil {
				if _, err = flood.Read(make([]byte, 2000)); err == nil {
					answers++
				}
			}
			seconds := int(time.Since(begin)/time.Second) + 2 // begun, and in two parts
			assert.LessOrEqual(t, answers, seconds*(64<<10)/1028, "%s: of 1000", chapter)
			assert.Positive(t, answers)
			s.interrupt()
			s.ends(0)
			assert.Contains(t, s.stderr.String(), "not answered: its budget is spent")
			assert.NoError(t, flood.Close())
			assert.NoError(t, other.Close())
		}
	})
}

// answered asks until there is an answer, a hundred times at most.
func answered(conn net.Conn) bool {
	for range 100 {
		_ = conn.SetDeadline(time.Now().Add(100 * time.Millisecond))
		if echo(conn, "hello") == nil {
			return true
		}
	}
	return false
}
