package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"time"
)

// A shape is one way to serve many connections.
type shape struct {
	name  string
	serve func(context.Context, *net.TCPListener) error
}

// The shapes that the others are compared with, and the one whose name is an
// option's.
const (
	usual      = "goroutines"
	inC        = "C, epoll"
	sharedPort = "SO_REUSEPORT"
)

// shapes are the servers of this chapter, the simplest first.
var shapes = []shape{
	{"iterative", serveIterative},
	{"processes", serveProcesses},
	{usual, serveGoroutines},
	{"event loop", serveEventLoop},
	{sharedPort, serveReusePort},
}

// A load is the same work for every shape: conns connections at once, each of
// which sends a message of size bytes turns times, and waits for each echo.
type load struct{ conns, turns, size int }

// A result is what one shape made of a load.
type result struct {
	elapsed     time.Duration // from the first connect to the last echo
	firstAnswer time.Duration // the longest that a client waited for its first echo
	ownCPU      time.Duration // used by the load itself
	serverCPU   time.Duration // used by the server and its children; 0 where unknown
}

// Shapes puts one load on every shape and draws how many echoes a second each
// manages. The repetitions take turns, so that a disturbance falls on all
// shapes alike, and the median counts. Load and server share a machine: with
// two processors a second event loop takes its time from the load.
func Shapes(ctx context.Context, out io.Writer) error {
	return compare(ctx, out, load{conns: 50, turns: 150, size: 64}, 5)
}

func compare(ctx context.Context, out io.Writer, l load, times int) error {
	all := slices.Clone(shapes)
	program, remove, lack := buildEpollServer(ctx)
	if lack == nil {
		defer remove()
		all = append(all, shape{inC, serveProgram(program)})
	}
	fmt.Fprintf(out, "%d connections at once, %d echoes of %d bytes on each; median of %d\n", l.conns, l.turns, l.size, times)
	explain(out)
	runs := make([][]result, len(all))
	for range times {
		for i, s := range all {
			r, err := measure(ctx, s, l)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			} else if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			runs[i] = append(runs[i], r)
		}
	}
	var bars chart
	for i, s := range all {
		bars = append(bars, newBar(s.name, l, runs[i]))
	}
	bars.draw(out)
	if lack != nil {
		fmt.Fprintf(out, "%-12s skipped: %v\n", inC, lack)
	}
	return nil
}

// measure serves one load with one shape.
func measure(ctx context.Context, s shape, l load) (result, error) {
	ln, err := listenShared(ctx, "127.0.0.1:0")
	if err != nil {
		return result{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	before := processCPU()
	served := make(chan error, 1)
	addr := ln.Addr().(*net.TCPAddr)
	go func() { served <- s.serve(ctx, ln) }()
	r, err := l.put(ctx, addr)
	stop()
	if serveErr := <-served; serveErr != nil {
		err = serveErr // the load's error is its consequence
	}
	r.serverCPU = processCPU() - before - r.ownCPU
	return r, err
}
