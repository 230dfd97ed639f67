package chapters

import (
	"bytes"
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
	return &document{source: source, root: root, references: pc.References()}
}

// start is the offset of the line on which a node begins.
func (d *document) start(n ast.Node) int {
	at := -1
	note := func(offset int) {
		if at < 0 || offset < at {
			at = offset
		}
	}
	if v, ok := n.AttributeString(startAttr); ok {
		note(v.(int))
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering:
		case n.Type() != ast.TypeInline && n.Lines().Len() > 0:
			note(n.Lines().At(0).Start)
			return ast.WalkSkipChildren, nil
		case n.Kind() == ast.KindText:
			note(n.(*ast.Text).Segment.Start)
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if at < 0 {
		if n.Parent() == nil {
			return 0
		}
		return d.start(n.Parent())
	}
	return bytes.LastIndexByte(d.source[:at], '\n') + 1
}

// end is where the next block begins, or the source ends. n is a child of the
// root.
func (d *document) end(n ast.Node) int {
	if next := n.NextSibling(); next != nil {
		return d.start(next)
	}
	return len(d.source)
}

// line is the line number, from 1, of an offset.
func (d *document) line(offset int) int { return 1 + bytes.Count(d.source[:offset], []byte("\n")) }

func (d *document) lineOf(n ast.Node) int { return d.line(d.start(n)) }

// raw is the Markdown of a child of the root.
func (d *document) raw(n ast.Node) string {
	return strings.TrimSpace(string(d.source[d.start(n):d.end(n)]))
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
