package chapters

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// commands checks what the lesson tells the reader to type: in sh and console
// fences, and in code spans.
func (k *checker) commands() {
	_ = ast.Walk(k.doc.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			k.commandFence(n)
		case *ast.CodeSpan:
			k.commandLine(k.doc.lineOf(n), k.doc.plain(n))
		}
		return ast.WalkContinue, nil
	})
}

// commandFence checks the lines of a sh fence, and those of a console fence
// that follow a prompt; its others are output.
func (k *checker) commandFence(n *ast.FencedCodeBlock) {
	language := k.doc.fence(n).language()
	if language != "sh" && language != "console" {
		return
	}
	var whole string // of a command that backslashes carry over several lines
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		line := strings.TrimSpace(string(at.Value(k.doc.source)))
		if language == "console" && whole == "" {
			var prompted bool
			if line, prompted = strings.CutPrefix(line, "$ "); !prompted {
				continue
			}
		}
		rest, continues := strings.CutSuffix(line, `\`)
		whole += rest
		if !continues {
			k.commandLine(k.doc.line(at.Start), whole)
			whole = ""
		}
	}
}

func (k *checker) commandLine(line int, text string) {
	for _, words := range shellCommands(text) {
		for i, word := range words {
			switch {
			case word == "go" && i+1 < len(words):
				k.goCommand(line, words[i+1], words[i+2:])
			case word == "runner" && i == 0:
				k.runnerCommand(line, words[1:])
			default:
				continue
			}
			break
		}
	}
}
