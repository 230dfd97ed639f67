package grade

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
)

// stateFile is where finished grades are kept, in the working directory.
const stateFile = ".sockbook-grades.jsonl"

// A state remembers finished grades: one JSON object on a line for each, added
// as it is finished. What a crash cuts off is the last line, which is skipped.
type state struct {
	mu   sync.Mutex
	file *os.File
	held map[string]Grade
}

type stateLine struct {
	Key   string `json:"key"`
	Grade Grade  `json:"grade"`
}

// openState reads what is kept at path, nothing if fresh, and opens it for more.
func openState(path string, fresh bool) (*state, error) {
	s := &state{held: make(map[string]Grade)}
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 16<<20)
	for !fresh && lines.Scan() {
		var l stateLine
		if json.Unmarshal(lines.Bytes(), &l) == nil && l.Key != "" {
			s.held[l.Key] = l.Grade
		}
	}
	s.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil && len(text) > 0 && text[len(text)-1] != '\n' {
		_, err = s.file.WriteString("\n") // after a line that was cut off
	}
	return s, err
}

// recall is the grade kept for a key.
func (s *state) recall(key string) (Grade, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, ok := s.held[key]
	return g, ok
}

// keep adds a grade, and returns when the system has it on disk.
func (s *state) keep(key string, g *Grade) error {
	text, err := json.Marshal(stateLine{key, *g})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.file.Write(append(text, '\n'))
	return errors.Join(err, s.file.Sync())
}

func (s *state) close() error { return s.file.Close() }

// sorted are the keys of m in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
