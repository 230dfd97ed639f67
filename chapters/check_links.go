package chapters

import (
	"errors"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// links checks where every link and image leads, without following those that
// leave the repository.
func (k *checker) links() {
	for _, r := range k.doc.references {
		// The runner renders a lesson block by block; a definition that
		// stands in another block would be out of sight.
		k.report(k.definition(string(r.Label())), "write [text](address) where the link is", "the link definition [%s]", r.Label())
	}
	_ = ast.Walk(k.doc.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			k.link(n, string(n.Destination))
		case *ast.Image:
			k.link(n, string(n.Destination))
		case *ast.AutoLink:
			k.link(n, string(n.URL(k.doc.source)))
		}
		return ast.WalkContinue, nil
	})
}

// definition is the line on which a link's label is defined.
func (k *checker) definition(label string) int {
	for i, line := range lines(string(k.doc.source)) {
		if before, _, ok := strings.Cut(line, "]:"); ok && strings.EqualFold(strings.TrimLeft(before, " ["), label) {
			return i + 1
		}
	}
	return 0
}

func (k *checker) link(n ast.Node, to string) {
	line := k.doc.lineOf(n)
	u, err := url.Parse(to)
	switch {
	case err != nil:
		k.report(line, "", "the link %s: %v", to, errors.Unwrap(err))
	case u.IsAbs() || u.Host != "":
		if u.Scheme != "https" || u.Host == "" {
			k.report(line, "link to an https:// address", "the link %s is not https", to)
		}
	case u.Path == "":
		k.anchor(line, to, u.Fragment, k.parsedLesson)
	default:
		k.repositoryFile(line, to, u)
	}
}

// repositoryFile checks a link to a file of the repository, which is relative to the
// folder of the page.
func (k *checker) repositoryFile(line int, to string, u *url.URL) {
	file := path.Join(path.Dir(k.file), u.Path)
	if !fs.ValidPath(file) || path.IsAbs(u.Path) {
		k.report(line, "", "the link %s leaves the repository", to)
		return
	}
	info, err := fs.Stat(k.root, file)
	if err != nil {
		err := unknown("file", u.Path, filesBeside(k.root, file, u.Path))
		k.unknown(line, err, "the link %s: there is no such file", to)
		return
	}
	if u.Fragment == "" {
		return
	}
	if info.IsDir() || path.Ext(file) != ".md" {
		k.report(line, "link to the file alone", "the link %s: only a heading of a Markdown file keeps its place", to)
		return
	}
	source, err := fs.ReadFile(k.root, file)
	if err != nil {
		k.report(line, "", "the link %s: %v", to, err)
		return
	}
	k.anchor(line, to, u.Fragment, parseLesson(file, unixLines(source)))
}

func (k *checker) anchor(line int, to, fragment string, in *parsedLesson) {
	all := slices.Sorted(maps.Values(in.slugs))
	if !slices.Contains(all, fragment) {
		k.unknown(line, &Unknown{Near: Nearest(fragment, all)}, "the link %s: %s has no such heading", to, in.file)
	}
}
