package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing/fstest"

	"sockbook/chapters"
)

// tall is a catalogue of one chapter, with pieces that are longer and wider
// than a screen.
func tall() []chapters.Chapter {
	return []chapters.Chapter{{
		Number: 1, Dir: "ch01-tall", Package: "tall", Title: "A tall chapter", Promise: "You can read it a screen at a time.",
		Files:    fstest.MapFS{"README.md": {Data: []byte(tallLesson())}},
		Examples: []chapters.Example{{Name: "rows", Brief: "forty lines", Run: rows}},
	}}
}

func rows(_ context.Context, out io.Writer) error {
	for i := range 40 {
		fmt.Fprintf(out, "server: row %d.\n", i)
	}
	return nil
}

func tallLesson() string {
	var b strings.Builder
	b.WriteString("# A tall chapter\n\n## Source and a title that is long enough to need two lines of a terminal by itself\n\n")
	b.WriteString("Before.\n\n<!-- code: tall.go Tall -->\n```go\n")
	for i := range 60 {
		fmt.Fprintf(&b, "\tstep(%d)\n", i)
	}
	b.WriteString("```\n\nBehind it.\n\n## Headings\n\n")
	for i := range 9 {
		fmt.Fprintf(&b, "Paragraph %d.\n\n#### Heading %d\n\nOne.\nTwo.\n\n```text\na\nb\nc\nd\n```\n\n", i, i)
	}
	b.WriteString("<!-- code: short.go Short -->\n```go\nif ok {\n\treturn\n}\n```\n\n## A transcript\n\nForty lines follow.\n\n<!-- run: rows -->\n```text\n")
	for i := range 40 {
		fmt.Fprintf(&b, "server: row %d.\n", i)
	}
	b.WriteString("```\n\n## Wide\n\n```go\n\tif err := dial(ctx, \"127.0.0.1:7002\", 3*time.Second); err != nil { return err }\n```\n\n## The end\n\nThat was it.\n")
	return b.String()
}
