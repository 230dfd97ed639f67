package chapters

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// label says whether a quote asks for a prediction or gives the answer.
func (p *parsedLesson) label(n *ast.Blockquote) BlockKind {
	first := n.FirstChild()
	if first == nil || first.Kind() != ast.KindParagraph {
		return Prose
	}
	bold, ok := first.FirstChild().(*ast.Emphasis)
	if !ok || bold.Level != 2 {
		return Prose
	}
	text := p.doc.plain(bold)
	switch text {
	case "Predict.":
		return Predict
	case "Answer.":
		return Answer
	}
	for _, want := range []string{"Predict.", "Answer."} {
		if strings.EqualFold(strings.TrimRight(text, ".:!? "), strings.TrimRight(want, ".")) {
			p.problems.add(p.file, p.doc.lineOf(n), "begin it with **"+want+"**", "a quote that begins **%s**", text)
		}
	}
	return Prose
}
