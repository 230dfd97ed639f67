package chapters

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A fence is the place of a fenced code block in the source: source[start:end]
// is the whole of it, source[body:tail] what it holds.
type fence struct {
	start, body, tail, end int
	info                   string // "go illustrative"
	closed                 bool
}

func (f fence) language() string {
	word, _, _ := strings.Cut(f.info, " ")
	return word
}

// bound reports whether a block is a fence under a directive.
func (b *Block) bound() bool { return b.Kind == Code || b.Kind == Run || b.Kind == Verdict }

func (f fence) illustrative() bool {
	words := strings.Fields(f.info)
	return len(words) > 1 && words[1] == "illustrative"
}

// fence finds the place of a fence that is a child of the root.
func (d *document) fence(n *ast.FencedCodeBlock) fence {
	f := fence{start: d.start(n)}
	if n.Info != nil {
		f.info = strings.Join(strings.Fields(string(n.Info.Segment.Value(d.source))), " ")
	}
	f.body = d.nextLine(f.start)
	f.tail = f.body
	if k := n.Lines().Len(); k > 0 {
		f.tail = n.Lines().At(k - 1).Stop
	}
	f.end = d.nextLine(f.tail)
	last := bytes.TrimSpace(d.source[f.tail:f.end])
	f.closed = len(last) >= 3 && len(bytes.Trim(last, "`~")) == 0
	return f
}

// holding is the fence with another content. The fence grows if the content
// has one as long in it.
func (f fence) holding(opening, content string) string {
	indent := opening[:len(opening)-len(strings.TrimLeft(opening, " "))]
	bare := strings.TrimSpace(opening)
	mark := bare[:len(bare)-len(strings.TrimLeft(bare, bare[:1]))]
	info := bare[len(mark):]
	for strings.Contains(content, mark) {
		mark += mark[:1]
	}
	return indent + mark + info + "\n" + content + indent + mark + "\n"
}
