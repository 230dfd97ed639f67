package chapters

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A directive is an HTML comment that ties the fence below it to what is real.
//
//	<!-- code: FILE [NAME] -->
//	<!-- run: EXAMPLE [trace|wire] [measured] -->
//	<!-- check: WRONG [TEST] -->
type directive struct {
	Block        // what it says about its fence
	text  string // "run: echo"
	err   error
}

// directive reads a node as a directive; ok is false if it is none, nil
// included.
func (p *parsedLesson) directive(n ast.Node) (d directive, ok bool) {
	if n == nil || n.Kind() != ast.KindHTMLBlock {
		return directive{}, false
	}
	return parseDirective(p.doc.raw(n))
}

func isComment(html string) bool {
	return strings.HasPrefix(html, "<!--") && strings.HasSuffix(html, "-->")
}

func parseDirective(html string) (d directive, ok bool) {
	if !isComment(html) {
		return directive{}, false
	}
	d.text = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(html, "<!--"), "-->"))
	verb, rest, _ := strings.Cut(d.text, ":")
	words := strings.Fields(rest)
	switch verb {
	case "code":
		d.err = d.code(words)
	case "run":
		d.err = d.run(words)
	case "check":
		d.err = d.check(words)
	default:
		return directive{}, false
	}
	return d, true
}

func (d *directive) code(words []string) error {
	d.Kind = Code
	switch len(words) {
	case 2:
		d.Name = words[1]
		if !strings.HasSuffix(words[0], ".go") {
			return fmt.Errorf("only a Go file has declarations to name; write <!-- code: %s -->", words[0])
		}
		fallthrough
	case 1:
		d.File = words[0]
		return nil
	}
	return fmt.Errorf("a code directive is <!-- code: FILE NAME --> or <!-- code: FILE -->")
}

func (d *directive) run(words []string) error {
	d.Kind = Run
	usage := fmt.Errorf("a run directive is <!-- run: EXAMPLE -->, <!-- run: EXAMPLE trace --> or wire, with measured after it or not")
	if len(words) == 0 {
		return usage
	}
	d.Example, words = words[0], words[1:]
	if len(words) > 0 && (words[0] == "trace" || words[0] == "wire") {
		d.View, words = words[0], words[1:]
	}
	if len(words) > 0 && words[0] == "measured" {
		d.Measured, words = true, words[1:]
	}
	if len(words) > 0 {
		return usage
	}
	return nil
}

func (d *directive) check(words []string) error {
	d.Kind = Verdict
	switch len(words) {
	case 2:
		d.Test = words[1]
		fallthrough
	case 1:
		d.Wrong = words[0]
		return nil
	}
	return fmt.Errorf("a check directive is <!-- check: WRONG --> or <!-- check: WRONG TEST -->, with the name of a file in testdata/wrong")
}

// orphan reports a directive that is malformed or has no fence below it.
func (p *parsedLesson) orphan(n ast.Node, d directive) {
	line := p.doc.lineOf(n)
	if d.err != nil {
		p.problems.add(p.file, line, "", "<!-- %s -->: %v", d.text, d.err)
		return
	}
	next := n.NextSibling()
	if next == nil || next.Kind() != ast.KindFencedCodeBlock {
		p.problems.add(p.file, line, "put the directive directly above its fence", "<!-- %s --> stands above no fence", d.text)
	}
}
