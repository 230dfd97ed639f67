package echotest

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// A rigged server is a small, correct echo server with places where a fault
// can be put in. Without a fault it passes the contract.
type rigged struct {
	Limits
	fault fault

	ln      *net.TCPListener
	addr    net.Addr
	closed  context.Context // ends with Close, and when DrainTimeout is over
	close   context.CancelFunc
	serving sync.Mutex     // held while Serve runs
	open    sync.WaitGroup // connections

	released context.Context // what a fault makes hang or leak, lasts until then
	release  context.CancelFunc
	leaked   sync.WaitGroup
	mu       sync.Mutex
	files    []*os.File // leaked
	calls    int        // of Close
	shared   [64]byte   // what connections must not share
}

// rig is Subject.Listen for a rigged server.
func rig(addr string, limits Limits, f fault) (*rigged, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil && f == takesAnotherAddress {
		ln, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, err
	}
	s := &rigged{Limits: limits, fault: f, ln: ln.(*net.TCPListener), addr: ln.Addr()}
	s.closed, s.close = context.WithCancel(context.Background())
	s.released, s.release = context.WithCancel(context.Background())
	switch f {
	case bindsInServe:
		_ = s.ln.Close()
	case ignoresMaxConns:
		s.MaxConns *= 100
	}
	return s, nil
}

// free ends whatever the fault has left.
func (s *rigged) free() {
	s.release()
	s.close()
	_ = s.ln.Close()
	s.serving.Lock()
	defer s.serving.Unlock()
	s.open.Wait()
	s.leaked.Wait()
	for _, f := range s.files {
		_ = f.Close()
	}
}

func (s *rigged) Addr() net.Addr { return s.addr }

func (s *rigged) Serve(ctx context.Context) error {
	s.serving.Lock()
	defer s.serving.Unlock()
	if s.fault == bindsInServe && s.closed.Err() == nil {
		if ln, err := net.Listen("tcp", s.addr.String()); err == nil {
			s.ln = ln.(*net.TCPListener)
		}
	}
	if s.fault == hangsAfterClose && s.closed.Err() != nil || s.fault == ignoresEndedContext && ctx.Err() != nil {
		<-s.released.Done()
	}
	defer context.AfterFunc(ctx, func() { _ = s.ln.SetDeadline(time.Unix(1, 0)) })()
	slots := make(chan struct{}, s.MaxConns)
	for s.slot(ctx, slots) {
		conn, err := s.accept(ctx)
		if err != nil {
			break
		}
		s.open.Go(func() {
			if s.serveConn(ctx, conn) {
				<-slots
			}
		})
	}
	return s.drain(ctx)
}

// slot waits for a free place.
func (s *rigged) slot(ctx context.Context, slots chan<- struct{}) bool {
	select {
	case slots <- struct{}{}:
		return true
	case <-ctx.Done():
	case <-s.closed.Done():
	}
	return false
}

func (s *rigged) accept(ctx context.Context) (*net.TCPConn, error) {
	for {
		conn, err := s.ln.AcceptTCP()
		if !errors.Is(err, syscall.EMFILE) || s.fault == diesOnEMFILE {
			return conn, err
		}
		switch s.fault {
		case spinsOnEMFILE:
			continue
		case sleepsThroughClose:
			<-s.released.Done()
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
		case <-s.closed.Done():
		}
	}
}
