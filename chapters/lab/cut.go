package lab

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// The comments around what the student writes. The text after the first
// becomes the student's TODO.
const (
	beginMark = "// BEGIN SOLUTION"
	endMark   = "// END SOLUTION"
)

// todo is how the panic of a function begins that is still to be written.
const todo = "TODO: "

// Cut takes the solution out of a file. Each region between the two marks
// becomes a TODO; in a function also a panic that names it, so that the file
// compiles and each test that comes there fails. Imports that only the regions
// used go with them. missing lists the functions, in order; without a region
// the file is returned as it is.
func Cut(source []byte) (skeleton []byte, missing []string, err error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	open := 0 // the line of the region we are in
	for i, line := range slices.Collect(bytes.Lines(source)) {
		text := string(bytes.TrimSpace(line))
		switch begins := strings.HasPrefix(text, beginMark); {
		case begins && open > 0:
			return nil, nil, fmt.Errorf("line %d: a region begins inside the one of line %d", i+1, open)
		case begins:
			open = i + 1
			name := enclosing(files, tree, open)
			out.WriteString(placeholder(text, name))
			if name != "" {
				missing = append(missing, name)
			}
		case text == endMark && open == 0:
			return nil, nil, fmt.Errorf("line %d: a region ends that has not begun", i+1)
		case text == endMark:
			open = 0
		case open == 0:
			out.Write(line)
		}
	}
	if open > 0 {
		return nil, nil, fmt.Errorf("line %d: a region that does not end", open)
	}
	if bytes.Equal(out.Bytes(), source) {
		return source, nil, nil
	}
	skeleton, err = withoutUnused(out.Bytes())
	return skeleton, slices.Compact(missing), err
}

// placeholder stands where a region was; function is "" outside one.
func placeholder(begin, function string) string {
	what := strings.TrimLeft(strings.TrimPrefix(begin, beginMark), ": ")
	text := strings.TrimSpace("// "+todo+what) + "\n"
	if function != "" {
		text += fmt.Sprintf("panic(%q)\n", todo+function+" is not written yet")
	}
	return text
}

// enclosing names the function that a line is in, "" if it is in none.
func enclosing(files *token.FileSet, tree *ast.File, line int) string {
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if ok && files.Position(f.Pos()).Line < line && line < files.Position(f.End()).Line {
			return functionName(f)
		}
	}
	return ""
}

// functionName is "Write", or "Reader.Next" for a method.
func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name + "." + f.Name.Name
	}
	return f.Name.Name
}

// withoutUnused drops the imports that nothing uses and formats the file.
func withoutUnused(source []byte) ([]byte, error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	used := make(map[string]bool)
	ast.Inspect(tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok {
				used[id.Name] = true
			}
		}
		return true
	})
	lines := slices.Collect(bytes.Lines(source))
	for _, d := range tree.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			continue
		}
		left := len(g.Specs)
		for _, s := range g.Specs {
			if !used[importName(s.(*ast.ImportSpec))] {
				lines[files.Position(s.Pos()).Line-1] = nil
				left--
			}
		}
		if left == 0 {
			first, last := files.Position(g.Pos()).Line, files.Position(g.End()).Line
			clear(lines[first-1 : last])
		}
	}
	return format.Source(bytes.Join(lines, nil))
}

// importName is the name by which a file knows a package of the standard
// library.
func importName(s *ast.ImportSpec) string {
	if s.Name != nil {
		return s.Name.Name
	}
	p, _ := strconv.Unquote(s.Path.Value) // the parser has read it
	return path.Base(p)
}
