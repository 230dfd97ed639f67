package lab

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sockbook/chapters/lab"
	"sockbook/runner/tty"
)

// transcriptWidth is how wide a hand-out shows what a check says, in columns.
const transcriptWidth = "76"

// Transcript is what a reader sees who has written the planted wrong answer w
// and asks for a check: of one test, or with test "" all of it. chapter is the
// chapter's folder and command how the reader calls the lab.
func Transcript(ctx context.Context, l *lab.Lab, w *lab.Wrong, test, chapter, command string) (string, error) {
	cwd, err := os.MkdirTemp("", "sockbook-handout-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(cwd)
	path := filepath.Join(cwd, labsFolder, chapter)
	if err := handIn(path, l, l.Answer(w)); err != nil {
		return "", err
	}
	var out bytes.Buffer
	width := func(name string) string { return map[string]string{"COLUMNS": transcriptWidth}[name] }
	console := tty.New(strings.NewReader(""), &out, io.Discard, width, make(chan os.Signal))
	b := New(console, l, chapter, cwd, command)
	var report *lab.Report
	if test == "" {
		report, err = b.check(ctx, path, CheckOptions{})
	} else if report, err = l.CheckSources(ctx, l.Answer(w), lab.CheckOptions{Tests: []string{test}}); err == nil {
		b.Show(path, report)
	}
	switch {
	case err != nil:
		return "", err
	case report.Problem != nil:
		return "", fmt.Errorf("%s: %v %s", report.Problem.Text, report.Problem.Errors, report.Problem.Detail)
	case solved(report):
		return "", errors.New("every test passes")
	}
	return out.String(), nil
}

// handIn makes a student's folder with the given files of theirs.
func handIn(path string, l *lab.Lab, sources map[string][]byte) error {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return err
	}
	files := map[string][]byte{"go.mod": l.GoMod()}
	for _, f := range l.Files {
		files[f.Name] = f.Solution
	}
	for name, text := range sources {
		files[name] = text
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(path, name), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}
