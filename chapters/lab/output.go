package lab

import (
	"bytes"
	"strings"
	"sync"
)

const (
	// maxOutput is what a test may print, in bytes, before it is ended.
	maxOutput = 4 << 20
	// keptOutput is how much is kept of the beginning and of the end.
	keptOutput = 64 << 10
	// maxWord is the longest line of the harness, in bytes.
	maxWord = 1 << 10
)

// An output is what a process prints: the beginning and the end of it, and all
// that the harness says.
type output struct {
	secret string
	full   func() // called when more than maxOutput was written

	mu      sync.Mutex
	head    bytes.Buffer
	last    []byte
	written int
	line    []byte   // the beginning of the line that is being written
	words   []string // of the harness
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.written += len(p)
	if o.written > maxOutput {
		o.full()
		return len(p), nil
	}
	for piece := range bytes.Lines(p) {
		o.listen(piece)
	}
	return len(p), nil
}

// listen keeps a line, or a piece of one, unless it is the harness's.
func (o *output) listen(piece []byte) {
	o.line = append(o.line, piece[:min(len(piece), max(maxWord-len(o.line), 0))]...)
	if piece[len(piece)-1] != '\n' {
		o.keep(piece)
		return
	}
	word, ours := strings.CutPrefix(strings.TrimSpace(string(o.line)), o.secret+" ")
	o.line = o.line[:0]
	if ours {
		o.words = append(o.words, word)
		return
	}
	o.keep(piece)
}

func (o *output) keep(p []byte) {
	n := min(len(p), keptOutput-o.head.Len())
	o.head.Write(p[:n])
	o.last = append(o.last, p[n:]...)
	if drop := len(o.last) - keptOutput; drop > keptOutput {
		o.last = append(o.last[:0], o.last[drop:]...)
	}
}

// said is the harness's words, in order, and what else was printed.
func (o *output) said() (words []string, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.words, o.head.String() + string(o.last)
}
