package chapters

import (
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// drawingWidth is what a drawing may be wide, in columns, to survive every
// renderer.
const drawingWidth = 72

// fences checks every fence, those in lists and quotes included.
func (k *checker) fences() {
	bound := make(map[int]*Block)
	for _, b := range k.lesson.All() {
		if b.bound() {
			bound[b.fence.start] = b
		}
	}
	_ = ast.Walk(k.doc.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeBlock:
			k.report(k.doc.lineOf(n), "put it in a fence", "code by indentation")
		case *ast.FencedCodeBlock:
			k.fence(n, bound[k.doc.start(n)])
		case *ast.HTMLBlock:
			if d, ok := k.directive(n); ok && n.Parent() != k.doc.root {
				k.report(k.doc.lineOf(n), "take it and its fence out of the list or quote", "<!-- %s --> stands inside another block", d.text)
			}
		}
		return ast.WalkContinue, nil
	})
}

// fence checks one fence. b is the block that it is under a directive, or nil.
func (k *checker) fence(n *ast.FencedCodeBlock, b *Block) {
	f, line := k.doc.fence(n), k.doc.lineOf(n)
	if n.Parent() == k.doc.root && !f.closed {
		k.report(line, "", "a fence that is never closed")
	}
	switch {
	case b != nil && b.Kind == Code:
		k.code(b)
	case b != nil && b.Kind == Run:
		k.transcript(b)
	case b != nil:
		k.verdict(b)
	default:
		if _, refused := k.directive(n.PreviousSibling()); !refused {
			k.unbound(n, f, line)
		}
	}
}

// languages are those of the fences that hold a source file, by the file's
// extension.
var languages = map[string][]string{
	".c": {"c"}, ".cs": {"csharp"}, ".go": {"go"}, ".hs": {"haskell"}, ".java": {"java"},
	".js": {"js", "javascript"}, ".mjs": {"js", "javascript"}, ".py": {"python"}, ".rb": {"ruby"}, ".sh": {"sh"},
}

// code checks a fence under a code directive.
func (k *checker) code(b *Block) {
	if want, ok := languages[path.Ext(b.File)]; ok && !slices.Contains(want, b.fence.language()) {
		k.report(b.Line, "write ```"+want[0], "a fence for %s has the language %q", b.File, b.fence.language())
	}
	source, err := Source(k.root, k.chapter.Dir, b.File, b.Name)
	if err != nil {
		k.unknown(b.Line, err, "%v", err)
		return
	}
	shown := string(k.doc.source[b.fence.body:b.fence.tail])
	if diff := drift("the lesson", shown, "the source", source); diff != "" {
		k.report(b.Line, "go run ./runner sync", "the fence has drifted from %s:\n%s", strings.TrimSpace(b.File+" "+b.Name), diff)
	}
}

// transcript checks a fence under a run directive, but for what it holds.
func (k *checker) transcript(b *Block) {
	if b.fence.language() != "text" {
		k.report(b.Line, "write ```text", "the transcript of %s has the language %q", b.Example, b.fence.language())
	}
	if _, err := k.chapter.FindExample(b.Example); err != nil {
		k.unknown(b.Line, err, "%v", err)
	}
}

// verdict checks a fence under a check directive, but for what it holds.
func (k *checker) verdict(b *Block) {
	if b.fence.language() != "text" {
		k.report(b.Line, "write ```text", "what the check says of %s has the language %q", b.Wrong, b.fence.language())
	}
	if !slices.Contains(k.wrong, b.Wrong) {
		k.unknown(b.Line, unknown("planted wrong answer", b.Wrong, k.wrong), "no planted wrong answer %q", b.Wrong)
	}
	if b.Test != "" && !slices.Contains(k.tests, b.Test) {
		k.unknown(b.Line, unknown("test", b.Test, k.tests), "no test %q", b.Test)
	}
}

// unbound checks a fence that has no directive.
func (k *checker) unbound(n *ast.FencedCodeBlock, f fence, line int) {
	switch lang := f.language(); lang {
	case "":
		for i := range n.Lines().Len() {
			at := n.Lines().At(i)
			if w := width(string(at.Value(k.doc.source))); w > drawingWidth {
				k.report(k.doc.line(at.Start), "", "a drawing %d columns wide; %d at most", w, drawingWidth)
			}
		}
	case "sh", "console": // see commands
	case "text":
		k.report(line, "put <!-- run: EXAMPLE --> above it", "a text fence without a run directive")
	default:
		if !f.illustrative() {
			k.report(line, "put a code directive above it, or write ```"+lang+" illustrative", "a %s fence without a source", lang)
		}
	}
}

// width counts columns, taking each rune for one and a tab for as many as
// reach the next multiple of 8.
func width(line string) int {
	column := 0
	for _, r := range strings.TrimRight(line, "\n") {
		if r == '\t' {
			column += 8 - column%8
		} else {
			column++
		}
	}
	return column
}
