package chapters

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// declaration finds a top-level declaration in a Go file.
func declaration(source []byte, name string) (string, error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var all []string
	for _, d := range tree.Decls {
		for _, declared := range declares(d) {
			if declared == name {
				from, to := extent(d)
				return string(source[files.Position(from).Offset:files.Position(to).Offset]), nil
			}
			all = append(all, declared)
		}
	}
	return "", unknown("declaration", name, all)
}

// declares lists the names that a declaration brings in.
func declares(d ast.Decl) []string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []string{d.Name.Name}
		}
		return []string{receiver(d.Recv.List[0].Type) + "." + d.Name.Name}
	case *ast.GenDecl:
		var names []string
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			}
		}
		return names
	}
	return nil
}

// receiver is the name of a method's type, pointer and type parameters off.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// extent is where a declaration begins and ends, its comments included: the
// one above it, and the one that ends its last line.
func extent(d ast.Decl) (from, to token.Pos) {
	from, to = d.Pos(), d.End()
	var above, after *ast.CommentGroup
	switch d := d.(type) {
	case *ast.FuncDecl:
		above = d.Doc
	case *ast.GenDecl:
		above = d.Doc
		if !d.Lparen.IsValid() {
			after = comment(d.Specs[0])
		}
	}
	if above != nil {
		from = above.Pos()
	}
	if after != nil {
		to = max(to, after.End())
	}
	return from, to
}

func comment(s ast.Spec) *ast.CommentGroup {
	switch s := s.(type) {
	case *ast.TypeSpec:
		return s.Comment
	case *ast.ValueSpec:
		return s.Comment
	}
	return nil
}
