package byhand_test

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	byhand "sockbook/ch01-bsd-api/lab"
)

// TestSendAll sends where a call takes only some of the bytes.
func TestSendAll(t *testing.T) {
	const text = "hello, world"
	for take := len(text); take > 0; take-- {
		e := &end{take: take}
		err := byhand.SendAll(script(t, e, nil), 3, []byte(text))
		if err == nil && e.out == text {
			continue
		}
		shows := "a send that takes a part has taken the first part: go on with the rest, and only with the rest"
		if err == nil && strings.HasPrefix(text, e.out) {
			shows = "a send may take fewer bytes than it is given, and is no failure: the rest was never sent"
		}
		t.Fatalf("%s\ninput: %q, to a socket that takes %d bytes at a time\ngot: %q, %v\nwant: %q, <nil>", shows, text, take, e.out, err, text)
	}
}

// TestInterrupted has a signal come while a call waits.
func TestInterrupted(t *testing.T) {
	again := []error{byhand.Interrupted, nil, byhand.Interrupted, byhand.Interrupted, nil}
	e := &end{take: 4}
	s := script(t, e, map[string][]error{"send": again})
	if err := byhand.SendAll(s, 3, []byte("hello, world")); err != nil || e.out != "hello, world" {
		shows := "a send that a signal interrupted has sent nothing: make it again"
		t.Fatalf("%s\ninput: EINTR now and then\ngot: %q, %v\nwant: \"hello, world\", <nil>", shows, e.out, err)
	}
	s = script(t, &end{in: []string{"hello"}}, map[string][]error{"recv": again})
	p := make([]byte, 16)
	n, err := byhand.Receive(s, 3, p)
	if err != nil || n != 5 {
		t.Fatalf("a recv that a signal interrupted has not failed, and is no end: make it again\ninput: EINTR, then \"hello\"\ngot: %d, %v\nwant: 5, <nil>", n, err)
	}
	if n, err := byhand.Receive(script(t, &end{}, nil), 3, p); n != 0 || err != nil {
		t.Fatalf("0 bytes are the end of the stream, and no failure\ninput: a peer that has ended its direction\ngot: %d, %v\nwant: 0, <nil>", n, err)
	}
}

// TestCallsKeepTheError has a call fail, and asks for the reason.
func TestCallsKeepTheError(t *testing.T) {
	s := script(t, &end{take: 4}, map[string][]error{"send": {nil, syscall.EPIPE}})
	err := byhand.SendAll(s, 3, []byte("hello, world"))
	kept(t, s, err, syscall.EPIPE, "send", 2)
	s = script(t, &end{in: []string{"hello"}}, map[string][]error{"recv": {syscall.ECONNRESET}})
	_, err = byhand.Receive(s, 3, make([]byte, 16))
	kept(t, s, err, syscall.ECONNRESET, "recv", 1)
}

// kept fails unless err is errno, and the call was made so often and no more.
func kept(t *testing.T, s *sham, err, errno error, call string, times int) {
	t.Helper()
	shows := ""
	switch {
	case err == nil:
		shows = "a call failed, and its caller heard nothing of it"
	case !errors.Is(err, errno):
		shows = "the system's own error is lost: errors.Is must find it in yours"
	case s.made(call) > times:
		shows = "only an interrupted call is made again: any other error is an answer"
	default:
		return
	}
	t.Fatalf("%s\ninput: %s fails with %q\ngot: %v, calls %s\nwant: %s", shows, call, errno, err, list(s.args),
		fmt.Sprintf("an error that wraps it, %d times %s", times, call))
}
