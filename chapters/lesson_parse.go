package chapters

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A parsedLesson is a lesson with what the checks need beside it.
type parsedLesson struct {
	file     string
	doc      *document
	slugs    map[ast.Node]string
	lesson   *Lesson
	problems problems

	blocks *[]Block // where the next block goes
	h2, h3 int      // headings so far
}

func parseLesson(file string, source []byte) *parsedLesson {
	doc := parseMarkdown(source)
	p := &parsedLesson{file: file, doc: doc, slugs: doc.slugs(), lesson: &Lesson{}}
	p.blocks = &p.lesson.Intro
	for n := doc.root.FirstChild(); n != nil; n = n.NextSibling() {
		p.node(n)
	}
	return p
}

// node sorts a child of the document's root into the lesson.
func (p *parsedLesson) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level <= 3 {
			p.heading(n)
			return
		}
	case *ast.HTMLBlock:
		if d, ok := p.directive(n); ok {
			p.orphan(n, d)
			return
		}
		if isComment(p.doc.raw(n)) {
			return
		}
	case *ast.FencedCodeBlock:
		if d, ok := p.directive(n.PreviousSibling()); ok && d.err == nil {
			p.bound(n, d)
			return
		}
	case *ast.Blockquote:
		if kind := p.label(n); kind != Prose {
			p.add(kind, p.doc.start(n), p.doc.end(n))
			return
		}
	}
	p.prose(n)
}

func (p *parsedLesson) heading(n *ast.Heading) {
	title := p.doc.plain(n)
	s := Section{
		Level:   n.Level,
		Title:   title,
		Heading: p.doc.raw(n),
		Slug:    p.slugs[n],
		Line:    p.doc.lineOf(n),
	}
	switch n.Level {
	case 1:
		if p.lesson.Title == "" {
			p.lesson.Title = title
		}
		return
	case 2:
		p.h2++
		p.h3 = 0
		s.Number = fmt.Sprint(p.h2)
	case 3:
		p.h3++
		s.Number = fmt.Sprintf("%d.%d", p.h2, p.h3)
	}
	p.lesson.Sections = append(p.lesson.Sections, s)
	p.blocks = &p.lesson.Sections[len(p.lesson.Sections)-1].Blocks
}

// prose adds a node to the block of prose before it, if that one ends where
// this begins.
func (p *parsedLesson) prose(n ast.Node) {
	start, end := p.doc.start(n), p.doc.end(n)
	if k := len(*p.blocks) - 1; k >= 0 {
		last := &(*p.blocks)[k]
		if last.Kind == Prose && last.fence.end == start {
			start = last.fence.start
			*p.blocks = (*p.blocks)[:k]
		}
	}
	p.add(Prose, start, end)
}

// add adds source[start:end] as a block.
func (p *parsedLesson) add(kind BlockKind, start, end int) *Block {
	*p.blocks = append(*p.blocks, Block{
		Kind:     kind,
		Markdown: strings.TrimSpace(string(p.doc.source[start:end])),
		Line:     p.doc.line(start),
		fence:    fence{start: start, end: end},
	})
	return &(*p.blocks)[len(*p.blocks)-1]
}

// bound adds a fence that stands under a directive.
func (p *parsedLesson) bound(n *ast.FencedCodeBlock, d directive) {
	f := p.doc.fence(n)
	b := p.add(d.Kind, f.start, f.end)
	b.File, b.Name = d.File, d.Name
	b.Example, b.View, b.Measured = d.Example, d.View, d.Measured
	b.Wrong, b.Test = d.Wrong, d.Test
	if b.Kind != Code {
		b.Transcript = string(p.doc.source[f.body:f.tail])
	}
	b.fence = f
}
