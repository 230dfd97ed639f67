package chapters

import (
	"bytes"
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

func (f fence) illustrative() bool {
	words := strings.Fields(f.info)
	return len(words) > 1 && words[1] == "illustrative"
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
			*p.blocks = append(*p.blocks, Block{Kind: kind, Markdown: p.doc.raw(n), Line: p.doc.lineOf(n)})
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
			last.Markdown = strings.TrimSpace(string(p.doc.source[last.fence.start:end]))
			last.fence.end = end
			return
		}
	}
	*p.blocks = append(*p.blocks, Block{
		Kind:     Prose,
		Markdown: strings.TrimSpace(string(p.doc.source[start:end])),
		Line:     p.doc.line(start),
		fence:    fence{start: start, end: end},
	})
}

// bound adds a fence that stands under a directive.
func (p *parsedLesson) bound(n *ast.FencedCodeBlock, d directive) {
	f := p.doc.fence(n)
	b := d.Block
	b.Markdown = strings.TrimSpace(string(p.doc.source[f.start:f.end]))
	b.Line = p.doc.line(f.start)
	b.fence = f
	if b.Kind == Run {
		b.Transcript = string(p.doc.source[f.body:f.tail])
	}
	*p.blocks = append(*p.blocks, b)
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

func (d *document) nextLine(offset int) int {
	if k := bytes.IndexByte(d.source[offset:], '\n'); k >= 0 {
		return offset + k + 1
	}
	return len(d.source)
}
