package chapters

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// slugs gives the anchor of each heading, by GitHub's rules: lower case;
// letters, digits, hyphens and underscores kept; a space becomes a hyphen;
// everything else goes; the second of a name gets -1, the third -2.
func (d *document) slugs() map[ast.Node]string {
	found := make(map[ast.Node]string)
	seen := make(map[string]int)
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Kind() != ast.KindHeading {
			return ast.WalkContinue, nil
		}
		slug := slugify(d.plain(n))
		if again := seen[slug]; again > 0 {
			found[n] = slug + "-" + strconv.Itoa(again)
		} else {
			found[n] = slug
		}
		seen[slug]++
		return ast.WalkSkipChildren, nil
	})
	return found
}

func slugify(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Pc):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
