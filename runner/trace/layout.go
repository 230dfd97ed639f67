package trace

import (
	"fmt"
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
	width := t.width() - t.widest
	text := stage.Visible(trace.Columns(&s.Call, width, min(width/2, 46)))
	if s.Fold != trace.Shown {
		t.put(s.Party.Role, t.Console.Dim(label+text))
		return
	}
	t.put(s.Party.String(), t.Console.Party(s.Party.String(), label)+text)
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
		for _, part := range tty.Wrap(stage.Visible(line), t.width()-t.widest-2, 0, "") {
			t.put("", indent+t.Console.Dim(mark+part))
			mark = "  "
		}
	}
}

// width is how many columns there are behind the gutter.
func (t *teller) width() int {
	if t.Console.Terminal {
		return t.Console.Width() - 6
	}
	return t.Console.Width()
}

// put writes a line, behind a gutter on a terminal.
func (t *teller) put(party, line string) {
	if !t.Console.Terminal {
		fmt.Fprintln(t.Console.Out, strings.TrimRight(line, " "))
		return
	}
	bar := t.Console.Dim("│")
	if party != "" {
		bar = t.Console.Party(party, "│")
	}
	fmt.Fprintf(t.Console.Out, "  %s %s\n", bar, line)
}
