package chapters

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// What lessons show whole must fit on a screen.
const (
	maxFunction = 40  // lines, from func to the closing brace
	maxFile     = 150 // lines
)

// CheckSource returns what is wrong with the shape of a chapter's code: files
// and functions too long to show, and files that are not embedded. root is
// the module's folder.
func CheckSource(root fs.FS, c *Chapter) []Problem {
	var found problems
	found.embedded(c, path.Join(c.Dir, "README.md"))
	err := fs.WalkDir(root, c.Dir, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case d.IsDir(), path.Ext(file) != ".go", strings.HasSuffix(file, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		if path.Dir(file) == c.Dir {
			found.embedded(c, file)
		}
		return found.lengths(file, source)
	})
	if err != nil {
		found.add(c.Dir, 0, "", "%v", err)
	}
	return found.sorted()
}

func (p *problems) embedded(c *Chapter, file string) {
	name := strings.TrimPrefix(file, c.Dir+"/")
	if _, err := fs.Stat(c.Files, name); err != nil {
		p.add(file, 0, "name it in the go:embed line of "+c.Dir+"/doc.go", "not among the chapter's Files")
	}
}

func (p *problems) lengths(file string, source []byte) error {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, file, source, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if n := len(lines(string(source))); n > maxFile {
		p.add(file, 0, "one idea a file: split it", "%d lines; %d at most", n, maxFile)
	}
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		first, last := files.Position(f.Pos()).Line, files.Position(f.End()).Line
		if n := last - first + 1; n > maxFunction {
			p.add(file, first, "one thing a function: split it", "%s has %d lines; %d at most", f.Name.Name, n, maxFunction)
		}
	}
	return nil
}
