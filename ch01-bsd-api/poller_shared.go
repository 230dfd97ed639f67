package bsdapi

import "sync"

// shared is the poller of this process, which lives as long as any socket.
var shared struct {
	sync.Mutex
	*poller
	users int
}

// joinPoller starts the poller for the first socket.
func joinPoller() (*poller, error) {
	shared.Lock()
	defer shared.Unlock()
	if shared.users == 0 {
		bell, err := newBell()
		if err != nil {
			return nil, err
		}
		p := &poller{bell: bell, done: make(chan struct{})}
		p.gone.L = &p.mu
		shared.poller = p
		go p.run()
	}
	shared.users++
	return shared.poller, nil
}

// leavePoller stops it after the last, and waits for it.
func leavePoller() {
	shared.Lock()
	defer shared.Unlock()
	shared.users--
	if shared.users > 0 {
		return
	}
	p := shared.poller
	p.mu.Lock()
	p.stopped = true
	p.ring()
	p.mu.Unlock()
	<-p.done
	p.bell.close()
}
