package page

import (
	"github.com/charmbracelet/glamour/ansi"
	"github.com/charmbracelet/glamour/styles"
)

// style is the reader's own choice, in GLAMOUR_STYLE, or ours, and how chroma
// is to write its colours. The terminal is not asked whether its ground is
// dark: some never answer.
func (r *Renderer) style() (style ansi.StyleConfig, formatter string) {
	name := r.console.Getenv("GLAMOUR_STYLE")
	chosen := styles.DefaultStyles[name]
	switch {
	case !r.console.Colour:
		style = plain()
	case chosen != nil:
		style, formatter = *chosen, "terminal256"
	default:
		style, formatter = colours(), "terminal16"
	}
	style.Document.Margin, style.CodeBlock.Margin = nil, nil // the page has its own
	return style, formatter
}

func ptr[T any](v T) *T { return &v }

// plain is glamour's style for a pipe, with the marks around code that it
// leaves out.
func plain() ansi.StyleConfig {
	s := styles.NoTTYStyleConfig
	s.Code.StylePrimitive = ansi.StylePrimitive{Prefix: "`", Suffix: "`"}
	return s
}

// colours is our style. Text keeps the terminal's own colour, and the rest is
// of the sixteen that a terminal's user chooses, so that the page can be read
// on any ground.
func colours() ansi.StyleConfig {
	s := styles.NoTTYStyleConfig
	s.Heading.StylePrimitive = ansi.StylePrimitive{BlockSuffix: "\n", Bold: ptr(true), Color: ptr("12")}
	s.H1.StylePrimitive = ansi.StylePrimitive{Underline: ptr(true)}
	s.H2.StylePrimitive = ansi.StylePrimitive{}
	s.H3.StylePrimitive = ansi.StylePrimitive{}
	s.H4.StylePrimitive = ansi.StylePrimitive{Color: ptr("6")}
	s.H5, s.H6 = s.H4, s.H4
	s.Emph = ansi.StylePrimitive{Italic: ptr(true)}
	s.Strong = ansi.StylePrimitive{Bold: ptr(true)}
	s.Strikethrough = ansi.StylePrimitive{CrossedOut: ptr(true)}
	s.Code.StylePrimitive = ansi.StylePrimitive{Color: ptr("6")}
	s.Link = ansi.StylePrimitive{Underline: ptr(true)}
	s.LinkText = ansi.StylePrimitive{Bold: ptr(true)}
	s.HorizontalRule.Format = "\n────────\n"
	s.CodeBlock.Chroma = syntax()
	return s
}

// syntax names its colours as chroma's sixteen-colour formatter knows them;
// the terminal shows its own in their place.
func syntax() *ansi.Chroma {
	const (
		green   = "#007f00"
		yellow  = "#7f7fe0"
		magenta = "#7f007f"
		cyan    = "#007f7f"
	)
	in := func(colour string) ansi.StylePrimitive { return ansi.StylePrimitive{Color: &colour} }
	return &ansi.Chroma{
		Comment:             in(green),
		CommentPreproc:      in(magenta),
		Keyword:             in(magenta),
		KeywordReserved:     in(magenta),
		KeywordNamespace:    in(magenta),
		KeywordType:         in(cyan),
		NameBuiltin:         in(cyan),
		LiteralNumber:       in(cyan),
		LiteralString:       in(yellow),
		LiteralStringEscape: in(yellow),
	}
}
