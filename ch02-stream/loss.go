package stream

import (
	"context"
	"net"
)

// listenDeaf returns a listener to which no SYN gets through.
func listenDeaf(ctx context.Context) (*net.TCPListener, error) {
	var lc net.ListenConfig
	lc.SetMultipathTCP(false) // Go's default since 1.24, and the kernel takes no filter on it
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	deaf := ln.(*net.TCPListener)
	if err := loseIncoming(deaf, 100); err != nil {
		_ = deaf.Close() // nobody has heard of it
		return nil, err
	}
	return deaf, nil
}

// mayLose returns the error that loseIncoming would have. An example that will
// need it later asks first, so as not to break off half-way.
func mayLose(ctx context.Context) error {
	ln, err := listenDeaf(ctx)
	if err != nil {
		return err
	}
	return ln.Close()
}
