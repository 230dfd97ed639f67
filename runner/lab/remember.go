package lab

import (
	"errors"
	"fmt"
	"path/filepath"

	"sockbook/runner/keep"
)

// recall is what a folder remembers. Without a history that can be read there
// is an empty one.
func (b *Bench) recall(path string) *history {
	h, err := keep.Load[history](b.file(path))
	b.warn(err)
	if h.Lab != b.Chapter {
		h = history{Lab: b.Chapter}
	}
	h.onto(b.tests())
	return &h
}

// record changes what the folder remembers and returns what it then does,
// whether it can be written or not.
func (b *Bench) record(path string, change func(*history)) *history {
	h := b.recall(path)
	change(h)
	b.warn(b.file(path).Save(h))
	return h
}

func (b *Bench) file(path string) keep.File {
	return keep.File{Path: filepath.Join(path, historyFile), What: "the history of your checks"}
}

// tests are the names of the lab's tests.
func (b *Bench) tests() []string {
	names := make([]string, len(b.Lab.Tests))
	for i, t := range b.Lab.Tests {
		names[i] = t.Name
	}
	return names
}

// warn says that something will not be remembered, once, or that what was
// could not be read.
func (b *Bench) warn(err error) {
	var damaged *keep.DamagedError
	if errors.As(err, &damaged) {
		fmt.Fprintf(b.Console.Err, "runner: %v\n", err)
		return
	}
	if err != nil && !b.warned {
		b.warned = true
		fmt.Fprintf(b.Console.Err, "runner: this will not be remembered: %v\n", cause(err))
	}
}
