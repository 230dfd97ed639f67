package trace

import (
	"strings"

	"sockbook/chapters/trace"
	"sockbook/runner/stage"
	"sockbook/runner/tty"
)

// call shows one call: party, call, result.
func (t *teller) call(s *trace.Step) {
	if !t.counts() {
		return
	}
	label := s.Party.String() + ": "
	t.widest = max(t.widest, len(label))
	label += strings.Repeat(" ", t.widest-len(label))
	width := t.Width() - t.widest
	text := stage.Visible(trace.Columns(&s.Call, width, min(width/2, 46)))
	if s.Fold != trace.Shown {
		t.Put(s.Party.Role, t.View.Console.Dim(label+text))
		return
	}
	t.Put(s.Party.String(), t.View.Console.Party(s.Party.String(), label)+text)
}

// printed shows what the program printed, where it did: in the column of the
// calls, dim.
func (t *teller) printed(text string) {
	for line := range strings.Lines(text) {
		line, whole := strings.CutSuffix(line, "\n")
		mark := "» " // of two columns
		if t.inLine {
			mark = "… "
		}
		t.inLine = !whole
		if !t.counts() {
			continue
		}
		indent := strings.Repeat(" ", t.widest)
		for _, part := range tty.Wrap(stage.Visible(line), t.Width()-t.widest-2, 0, "") {
			t.Put("", indent+t.View.Console.Dim(mark+part))
			mark = "  "
		}
	}
}
