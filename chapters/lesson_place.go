package chapters

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// start is the offset of the line on which a node begins.
func (d *document) start(n ast.Node) int {
	at, ok := d.starts[n]
	if !ok {
		at = d.find(n)
	}
	if at < 0 && n.Parent() == nil {
		return 0
	}
	if at < 0 {
		at = d.start(n.Parent())
	}
	if link, ok := n.(*ast.AutoLink); ok { // goldmark tells what it says, not where
		at += max(0, bytes.Index(d.source[at:], link.Label(d.source)))
	}
	return d.lineStart(at)
}

// find is the offset of the line on which the first of a node's parts with a
// known place begins, or -1.
func (d *document) find(n ast.Node) int {
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
		return -1
	}
	return d.lineStart(at)
}

func (d *document) lineStart(offset int) int {
	return bytes.LastIndexByte(d.source[:offset], '\n') + 1
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
func (d *document) line(offset int) int {
	before, _ := slices.BinarySearch(d.newlines, offset)
	return before + 1
}

func (d *document) lineOf(n ast.Node) int { return d.line(d.start(n)) }

// raw is the Markdown of a child of the root.
func (d *document) raw(n ast.Node) string {
	return strings.TrimSpace(string(d.source[d.start(n):d.end(n)]))
}

func (d *document) nextLine(offset int) int {
	if k := bytes.IndexByte(d.source[offset:], '\n'); k >= 0 {
		return offset + k + 1
	}
	return len(d.source)
}
