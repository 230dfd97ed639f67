package lab

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"sockbook/chapters/lab"
)

// ours is our solution of a function, line by line.
func (b *Bench) ours(n lab.Notice) []string {
	for _, f := range b.Lab.Files {
		if f.Name == n.File {
			lines, _ := function(f.Name, f.Solution, n.Function) // it is there: the lab was cut from it
			return slices.DeleteFunc(lines, func(line string) bool {
				line = strings.TrimSpace(line)
				return strings.HasPrefix(line, "// BEGIN SOLUTION") || line == "// END SOLUTION"
			})
		}
	}
	return nil
}

// theirs is the student's, in whichever file it is; nil if there is none. err is
// that a file cannot be parsed.
func (b *Bench) theirs(path string, n lab.Notice) (lines []string, err error) {
	names, _ := filepath.Glob(filepath.Join(path, "*.go")) // the pattern is well-formed
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") { // another package, whose functions may have the same names
			continue
		}
		lines, failed := function(filepath.Base(name), regular(name), n.Function)
		if lines != nil {
			return lines, nil
		}
		if failed != nil && (err == nil || filepath.Base(name) == n.File) {
			err = failed
		}
	}
	return nil, err
}

// function is a function of a file, "Write" or "Reader.Next", without the
// comment above it; nil if there is none.
func function(file string, source []byte, name string) ([]string, error) {
	source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && named(f) == name {
			text := source[files.Position(f.Pos()).Offset:files.Position(f.End()).Offset]
			return strings.Split(string(text), "\n"), nil
		}
	}
	return nil, nil
}

// named is a function's name, a method's behind that of its type.
func named(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + f.Name.Name
		default:
			return f.Name.Name
		}
	}
}
