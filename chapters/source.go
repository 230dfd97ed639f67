package chapters

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Source returns the source that a code directive shows: of the file in the
// folder dir of root, the top-level declaration of that name with the comment
// above it, or without a name the whole file. A method is named as
// Server.Serve; a const, var or type in a group brings its whole group.
//
// The error is an [*Unknown] for a file or a declaration that is not there.
func Source(root fs.FS, dir, file, name string) (string, error) {
	if !fs.ValidPath(file) {
		return "", fmt.Errorf("%s lies outside the chapter", file)
	}
	source, err := fs.ReadFile(root, path.Join(dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		return "", unknown("file", file, filesBeside(root, path.Join(dir, file), file))
	}
	if err != nil {
		return "", err
	}
	source = unixLines(source)
	if name == "" {
		return ended(string(source)), nil
	}
	text, err := declaration(source, name)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return ended(text), nil
}

// ended gives a text the newline that its last line lacks.
func ended(s string) string {
	if s == "" || strings.HasSuffix(s, "\n") {
		return s
	}
	return s + "\n"
}

// filesBeside lists the files of the folder in which full should have been,
// each written as file was.
func filesBeside(root fs.FS, full, file string) []string {
	entries, _ := fs.ReadDir(root, path.Dir(full)) // no folder, no files
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, path.Join(path.Dir(file), e.Name()))
		}
	}
	return names
}
