package chapters

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A document is Markdown as goldmark understands it, with the place of each
// part in the source.
type document struct {
	source     []byte
	root       ast.Node
	references []parser.Reference // "[label]: destination"
	starts     map[ast.Node]int   // where the children of the root begin
	newlines   []int              // where the lines end
}

// startAttr is the offset at which a block was opened. goldmark keeps a
// block's content and forgets where its markup stood.
const startAttr = "start"

type located struct{ parser.BlockParser }

func (l located) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, at := r.Position()
	node, state := l.BlockParser.Open(parent, r, pc)
	if node != nil {
		node.SetAttributeString(startAttr, at.Start)
	}
	return node, state
}

// parseMarkdown reads source as code hosts do: GitHub-flavoured Markdown.
func parseMarkdown(source []byte) *document {
	blocks := parser.DefaultBlockParsers()
	for i, p := range blocks {
		blocks[i] = util.Prioritized(located{p.Value.(parser.BlockParser)}, p.Priority)
	}
	md := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blocks...),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(extension.GFM),
	)
	pc := parser.NewContext()
	root := md.Parser().Parse(text.NewReader(source), parser.WithContext(pc))
	d := &document{source: source, root: root, references: pc.References(), starts: make(map[ast.Node]int)}
	for i, c := range source {
		if c == '\n' {
			d.newlines = append(d.newlines, i)
		}
	}
	at := len(source)
	for n := root.LastChild(); n != nil; n = n.PreviousSibling() {
		if found := d.find(n); found >= 0 {
			at = min(at, found)
		} // else an empty node: all that is left of link definitions, or a table without cells
		d.starts[n] = at
	}
	return d
}

// plain is the text of a node with its markup taken off.
func (d *document) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(d.source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(d.source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
