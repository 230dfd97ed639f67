package bsdapi

import (
	"net"
	"os"
	"sync"
	"time"
)

// A poller is one goroutine in poll(2), which waits on behalf of all others.
// Without it each of them would hold a thread while it waits.
type poller struct {
	bell bell // rings it out of poll
	done chan struct{}

	mu      sync.Mutex
	waiting []*waiter
	inPoll  bool // poll works on a copy of waiting: changes take a ring
	rung    bool
	stopped bool
	gone    sync.Cond // broadcast when waits have ended
}

// await waits until poll reports w, its deadline passes or its socket closes.
func (p *poller) await(w *waiter) error {
	p.mu.Lock()
	if w.socket.closed.Load() {
		p.mu.Unlock()
		return net.ErrClosed
	}
	w.asleep = true
	p.waiting = append(p.waiting, w)
	p.ring()
	p.mu.Unlock()
	return <-w.done
}

// forget ends the waits of a closed socket, and returns when poll no longer
// has its descriptor. Until then the kernel would not let go of the socket,
// and a listener's address would stay in use after close.
func (p *poller) forget(s *socket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for s.in.asleep || s.out.asleep {
		p.ring()
		p.gone.Wait()
	}
}

func (p *poller) setDeadline(w *waiter, t time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if w.socket.closed.Load() {
		return net.ErrClosed
	}
	w.until = t
	if w.asleep {
		p.ring()
	}
	return nil
}

// expired reports whether the deadline of w has passed.
func (p *poller) expired(w *waiter) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return w.late()
}

// ring makes the goroutine come out of poll and look again.
func (p *poller) ring() {
	if p.inPoll && !p.rung {
		p.rung = true
		p.bell.ring()
	}
}

// run is the goroutine: gather, poll, report, until it is stopped.
func (p *poller) run() {
	defer close(p.done)
	var set []pollfd
	for {
		var timeout int
		var more bool
		if set, timeout, more = p.gather(set[:0]); !more {
			return
		}
		err := poll(set, timeout)
		if interrupted(err) {
			err = nil // nothing is reported, and the next round asks again
		}
		p.report(set, err)
	}
}

// gather makes poll's arguments: the bell and then each waiter, and how long
// until the first deadline, in milliseconds; -1 is for ever.
func (p *poller) gather(set []pollfd) (full []pollfd, timeout int, more bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inPoll = !p.stopped
	timeout = -1
	set = append(set, newPollfd(p.bell.fd(), pollIn))
	for _, w := range p.waiting {
		set = append(set, newPollfd(w.socket.fd, w.events))
		if w.socket.closed.Load() {
			timeout = 0 // closed since the last report: nobody could ring
		}
		if w.until.IsZero() {
			continue
		}
		// Rounded up: a poll that ends too early has to be made again.
		ms := int((max(0, time.Until(w.until)) + time.Millisecond - 1) / time.Millisecond)
		if timeout < 0 || ms < timeout {
			timeout = ms
		}
	}
	return set, timeout, !p.stopped
}

// report wakes the waiters whose wait is over. poll leaves in each entry of
// set what happened to it; those that began to wait since come after them. If
// poll failed, for want of memory or with more entries than RLIMIT_NOFILE
// allows, all learn it.
func (p *poller) report(set []pollfd, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inPoll = false
	if p.rung {
		p.rung = false
		p.bell.clear()
	}
	still := p.waiting[:0]
	for i, w := range p.waiting {
		switch {
		case w.socket.closed.Load():
			w.wake(net.ErrClosed)
		case i+1 < len(set) && (err != nil || set[i+1].Revents != 0):
			w.wake(err)
		case w.late():
			w.wake(os.ErrDeadlineExceeded)
		default:
			still = append(still, w)
		}
	}
	clear(p.waiting[len(still):])
	p.waiting = still
	p.gone.Broadcast()
}
