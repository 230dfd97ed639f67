package echotest

import (
	"context"
	"net"
	"time"
)

func (s *rigged) drain(ctx context.Context) error {
	if s.fault != keepsAddress {
		_ = s.ln.Close()
	}
	switch s.fault {
	case drainsForEver:
	case cutsOnCancel:
		s.close()
	default:
		defer time.AfterFunc(s.DrainTimeout, s.close).Stop()
	}
	if s.fault != returnsBeforeConns {
		s.open.Wait()
	}
	if ctx.Err() != nil {
		return nil
	}
	return net.ErrClosed
}

func (s *rigged) Close() error {
	s.mu.Lock()
	s.calls++
	again := s.calls > 1
	s.mu.Unlock()
	if s.fault == hangsOnSecondClose && again {
		<-s.released.Done()
	}
	_ = s.ln.Close()
	if s.fault != closesListenerOnly {
		s.close()
	}
	s.serving.Lock()
	defer s.serving.Unlock()
	return nil
}
