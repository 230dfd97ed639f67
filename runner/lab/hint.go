package lab

import (
	"fmt"
	"strings"

	"sockbook/chapters"
	"sockbook/chapters/lab"
	"sockbook/runner/fault"
	"sockbook/runner/page"
)

// Hint shows the next hint for a test: the one of that name or, without a
// name, the first that did not pass in the last check.
func (b *Bench) Hint(dir, name string) error {
	var t *lab.Test
	var err error
	if name != "" {
		if t, err = b.test(name); err != nil { // before a folder is looked for: it is the command that is wrong
			return err
		}
	}
	path, err := b.find(dir)
	if err != nil {
		return err
	}
	if t == nil {
		if t, err = b.stuck(path); err != nil {
			return err
		}
	}
	taken := 0
	b.record(path, func(h *history) {
		taken = min(max(h.Hints[t.Name], 0), len(t.Hints))
		h.Hints[t.Name] = min(taken+1, len(t.Hints))
	})
	b.hint(path, t, taken)
	return nil
}

// test finds a test by its name, with or without Test in front, in capitals or
// not, or by how its name begins.
func (b *Bench) test(name string) (*lab.Test, error) {
	plain := bare(name)
	var begin []int
	for i := range b.Lab.Tests {
		full := bare(b.Lab.Tests[i].Name)
		if full == plain {
			return &b.Lab.Tests[i], nil
		}
		if plain != "" && strings.HasPrefix(full, plain) {
			begin = append(begin, i)
		}
	}
	names := b.tests()
	hint := "there are: " + strings.Join(names, ", ")
	switch len(begin) {
	case 0:
		if near := b.near(plain); near != "" {
			hint = "did you mean " + near + "?"
		}
		return nil, fault.Usage(hint, "the lab has no test %q", name)
	case 1:
		return &b.Lab.Tests[begin[0]], nil
	}
	var all []string
	for _, i := range begin {
		all = append(all, names[i])
	}
	return nil, fault.Usage("write more of the name: "+strings.Join(all, ", "), "%d tests begin with %s", len(all), name)
}

// bare is a test's name without what all of them have.
func bare(name string) string { return strings.TrimPrefix(strings.ToLower(name), "test") }

// near is the test whose name is nearest to what was written, "" if none is.
func (b *Bench) near(plain string) string {
	full := make(map[string]string)
	var all []string
	for _, name := range b.tests() {
		full[bare(name)] = name
		all = append(all, bare(name))
	}
	if near := chapters.Nearest(plain, all); len(near) > 0 {
		return full[near[0]]
	}
	return ""
}

// stuck is the first test that did not pass in the last check.
func (b *Bench) stuck(path string) (*lab.Test, error) {
	h := b.recall(path)
	last := h.lastRun()
	switch {
	case h.Count == 0:
		return nil, fault.Usage(b.command(path, "check")+", or "+b.command(path, "hint", b.Lab.Tests[0].Name),
			"a hint for which test? Nothing is checked yet")
	case last.solved():
		return nil, fault.New(b.command(path, "solution"), "every test passed in the last check")
	}
	for i := range last.States {
		if last.States[i] != passed {
			return &b.Lab.Tests[i], nil
		}
	}
	return &b.Lab.Tests[0], nil
}

// hint shows the hint after those that were taken, or all of them again.
func (b *Bench) hint(path string, t *lab.Test, taken int) {
	out := b.Console.Out
	fmt.Fprintf(out, "%s %s\n\n", b.Console.Bold(t.Name), t.Asks)
	from, to := taken, min(taken+1, len(t.Hints))
	if taken == len(t.Hints) {
		from = 0
	}
	pages := page.New(b.Console)
	for i := from; i < to; i++ {
		fmt.Fprintf(out, "%s\n\n", b.Console.Bold(fmt.Sprintf("Hint %d of %d", i+1, len(t.Hints))))
		for part := range pages.Render(t.Hints[i]) {
			fmt.Fprint(out, part.Text)
		}
	}
	if to < len(t.Hints) {
		fmt.Fprintf(out, "The next one: %s\n", b.command(path, "hint", t.Name))
	} else {
		fmt.Fprintf(out, "There are no more. Our solution, if you give up: %s\n", b.command(path, "solution", "--give-up"))
	}
}
