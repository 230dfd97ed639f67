package lab

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pmezard/go-difflib/difflib"

	"sockbook/runner/tty"
)

// leastBeside is the fewest columns in which two sources stand side by side.
const leastBeside = 72

// compare shows two sources side by side if there is room, one above the other
// if there is not. Lines that differ are marked.
func (b *Bench) compare(theirs, ours []string) {
	columns := b.columns()
	if len(theirs) == 0 || columns < leastBeside {
		left, right := marked(untab(theirs, 4), untab(ours, 4))
		b.block("yours", left)
		b.block("ours", right)
		return
	}
	half := (columns - len(" | ")) / 2
	tab := 4
	if max(widest(untab(theirs, tab)), widest(untab(ours, tab)))+len("* ") > half {
		tab = 2
	}
	left, right := marked(untab(theirs, tab), untab(ours, tab))
	b.beside("  yours", "  ours", half)
	for i := range left {
		b.beside(left[i], right[i], half)
	}
	fmt.Fprintln(b.Console.Out)
}

// columns is how many a comparison may take; 0 in a pipe of which nobody says.
func (b *Bench) columns() int {
	columns, _ := b.Console.Size()
	if columns <= 0 {
		columns, _ = strconv.Atoi(b.Console.Getenv("COLUMNS")) // 0 unless a number
	}
	return columns
}

// marked pairs lines that belong together: those that differ have a star in
// front, and beside a line that the other side does not have there is "". If
// there are none of theirs, nothing differs.
func marked(theirs, ours []string) (left, right []string) {
	for _, op := range difflib.NewMatcher(theirs, ours).GetOpCodes() {
		mark := "* "
		if op.Tag == 'e' || len(theirs) == 0 {
			mark = "  "
		}
		for i := range max(op.I2-op.I1, op.J2-op.J1) {
			left = append(left, at(theirs[op.I1:op.I2], i, mark))
			right = append(right, at(ours[op.J1:op.J2], i, mark))
		}
	}
	return left, right
}

func at(lines []string, i int, mark string) string {
	if i >= len(lines) {
		return ""
	}
	return mark + lines[i]
}

// block shows one source with a title above it.
func (b *Bench) block(title string, lines []string) {
	if widest(lines) == 0 {
		return
	}
	fmt.Fprintf(b.Console.Out, "  %s\n", b.Console.Dim(title))
	for _, line := range lines {
		if line != "" {
			fmt.Fprintln(b.Console.Out, strings.TrimRight(line, " "))
		}
	}
	fmt.Fprintln(b.Console.Out)
}

// beside shows two lines side by side, each wrapped within its half.
func (b *Bench) beside(left, right string, half int) {
	bar := " | "
	if b.Console.Terminal {
		bar = b.Console.Dim(" │ ")
	}
	l, r := b.fold(left, half), b.fold(right, half)
	for i := range max(len(l), len(r)) {
		text := strings.Repeat(" ", half)
		if i < len(l) {
			text = l[i] + strings.Repeat(" ", half-utf8.RuneCountInString(l[i]))
		}
		text = b.lit(left, text) + bar
		if i < len(r) {
			text += b.lit(right, r[i])
		}
		io.WriteString(b.Console.Out, strings.TrimRight(text, " ")+"\n")
	}
}

// lit dims a part of a line that is the same on both sides.
func (b *Bench) lit(line, part string) string {
	if strings.HasPrefix(line, "* ") {
		return part
	}
	return b.Console.Dim(part)
}

// fold wraps a line of source; what goes on is set in, and marked.
func (b *Bench) fold(line string, width int) []string {
	code := strings.TrimLeft(strings.TrimPrefix(line, "*"), " ")
	return tty.Wrap(line, width, len(line)-len(code)+2, "↪ ")
}

// untab puts blanks in the place of tabs.
func untab(lines []string, tab int) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		all[i] = visible(strings.ReplaceAll(line, "\t", strings.Repeat(" ", tab)))
	}
	return all
}

func widest(lines []string) int {
	n := 0
	for _, line := range lines {
		n = max(n, utf8.RuneCountInString(line))
	}
	return n
}
