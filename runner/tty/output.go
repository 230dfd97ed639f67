package tty

import (
	"bytes"
	"io"
	"sync"
)

// An Output is a writer that remembers its first failure: whoever prints a
// page need not look at each line's error. After a failure it writes nothing.
type Output struct {
	mu  sync.Mutex
	w   io.Writer
	err error
	// lines is how many have been written, a wrapped one counted once.
	lines int
	// failed, if set, is called once, at the first failure.
	failed func()
}

func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	o.lines += bytes.Count(p[:n], []byte{'\n'})
	if err != nil {
		o.err = err
		if o.failed != nil {
			o.failed()
		}
	}
	return n, err
}

// Lines is how many lines have been written.
func (o *Output) Lines() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.lines
}

// OnFailure has f called at the first failure to write.
func (o *Output) OnFailure(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failed = f
}

// Err is the first failure, nil if there was none or if it was only that the
// reader at the other end of a pipe had read enough (`| head`).
func (o *Output) Err() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if hungUp(o.err) {
		return nil
	}
	return o.err
}

// Failed reports whether a write has failed, for whatever reason.
func (o *Output) Failed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err != nil
}
