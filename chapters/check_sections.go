package chapters

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// sectionTitles are those of a lesson's level-2 headings, in their order.
var sectionTitles = []string{
	"What you will be able to do",
	"Run it first",
	"The idea",
	"The code, piece by piece",
	"What the kernel did",
	"Where it breaks",
	"On Windows and in other languages",
	"Measure it",
	questionsTitle,
	"The lab",
	"Further reading",
}

// questionsTitle is the section that holds at least minQuestions.
const (
	questionsTitle = "Predict, then check"
	minQuestions   = 5
)

func (k *checker) headings() {
	k.title()
	var titles []string
	for _, s := range k.lesson.Sections {
		switch {
		case s.Level == 3 && strings.HasPrefix(s.Number, "0."):
			k.report(s.Line, "", "%q stands in no section of level 2", s.Title)
		case s.Level != 2:
		case !slices.Contains(sectionTitles, s.Title):
			k.unknown(s.Line, unknown("section", s.Title, sectionTitles), "no lesson has a section %q", s.Title)
		case slices.Contains(titles, s.Title):
			k.report(s.Line, "", "a second section %q", s.Title)
		case len(titles) > 0 && place(s.Title) < place(titles[len(titles)-1]):
			k.report(s.Line, "", "the section %q stands after %q", s.Title, titles[len(titles)-1])
			fallthrough
		default:
			titles = append(titles, s.Title)
		}
	}
	for _, title := range sectionTitles {
		if !slices.Contains(titles, title) {
			k.report(0, "add ## "+title, "the section %q is missing", title)
		}
	}
}

func place(title string) int { return slices.Index(sectionTitles, title) }

// title wants one heading of level 1, the chapter's title, before all else.
func (k *checker) title() {
	first, ok := k.doc.root.FirstChild().(*ast.Heading)
	if !ok || first.Level != 1 || k.doc.plain(first) != k.chapter.Title {
		k.report(1, "begin with # "+k.chapter.Title, "the lesson does not begin with its title")
	}
	for n := k.doc.root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 && h != first {
			k.report(k.doc.lineOf(h), "", "a second heading of level 1")
		}
	}
}

// questions pairs each prediction with an answer further down in the same
// section of level 2.
func (k *checker) questions() {
	var open []*Block // predictions without an answer yet
	settle := func() {
		for _, b := range open {
			k.report(b.Line, "write > **Answer.** … below, before the next section of level 2", "a prediction without an answer")
		}
		open = nil
	}
	var in string // the level-2 section we are in
	asked := 0
	for s, b := range k.lesson.All() {
		if h := k.chapterSection(s); h != in {
			settle()
			in = h
		}
		switch {
		case b.Kind == Predict:
			open = append(open, b)
			if in == questionsTitle {
				asked++
			}
		case b.Kind == Answer && len(open) > 0:
			open = open[1:]
		case b.Kind == Answer:
			k.report(b.Line, "", "an answer to no prediction")
		}
	}
	settle()
	if asked < minQuestions {
		k.report(0, "", "%q holds %d predictions; %d at least", questionsTitle, asked, minQuestions)
	}
}

// chapterSection is the title of the level-2 section that s is or stands in.
func (k *checker) chapterSection(s *Section) string {
	if s == nil {
		return ""
	}
	number, _, _ := strings.Cut(s.Number, ".")
	for _, h := range k.lesson.Sections {
		if h.Number == number {
			return h.Title
		}
	}
	return ""
}
