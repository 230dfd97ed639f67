//go:build unix

package main

import "testing"

// What has run to its end on a terminal is counted, by whichever command, and
// once; so is where the reading stopped.
func TestContentsOnATerminal(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{{"run", "hello"}, {"run", "hello", "long"}, {"run", "fail"}, {"run", "skipped"}} {
		s := start(t, dir, 80, nil, append([]string{"fake", "ch01"}, args...)...)
		status := 0
		if args[1] == "fail" {
			status = 1
		}
		s.ends(status)
	}
	s := start(t, dir, 80, nil, "fake")
	s.expect("0 of 6   2 of 10")
	s.expect("Next: chapter 1, A fake chapter.")
	s.ends(0)

	s = start(t, dir, 80, nil, "fake", "ch01", "--from", "1")
	s.expect("your answer")
	s.press(enter)
	s.expect("1/6 · " + more)
	s.press("q")
	s.ends(0)
	s = start(t, dir, 80, []string{"NO_COLOR=1"}, "fake")
	s.expect("→ ch01  A fake chapter    1 of 6   2 of 10")
	s.expect("Next: chapter 1, at 2 Framing")
	s.ends(0)
}
