package chapters

import (
	"fmt"
	"strconv"
	"strings"
)

// An Unknown error says that a name means nothing here, and what does.
type Unknown struct {
	Kind string   // "chapter", "example"
	Name string   // as it was written
	Near []string // what may have been meant, the likeliest first
	All  []string // every name there is
}

func (e *Unknown) Error() string { return fmt.Sprintf("no %s %q", e.Kind, e.Name) }

func (e *Unknown) Hint() string {
	switch {
	case len(e.Near) > 0:
		return "did you mean " + strings.Join(e.Near, " or ") + "?"
	case len(e.All) > 0:
		return "there are: " + strings.Join(e.All, ", ")
	}
	return ""
}

func unknown(kind, name string, all []string) *Unknown {
	return &Unknown{Kind: kind, Name: name, Near: Nearest(name, all), All: all}
}

// Slug is what the chapter's folder is called behind its number: "unix-domain".
func (c *Chapter) Slug() string {
	_, slug, _ := strings.Cut(c.Dir, "-")
	return slug
}

// Find returns the chapter of that name: "ch07", "ch7", "7", "tls",
// "securestream" and "ch07-tls" are the same one, in capitals or not, and so is
// the path of its folder. The error is an [*Unknown].
func Find(catalogue []Chapter, name string) (*Chapter, error) {
	plain := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/"))
	number, err := strconv.Atoi(strings.TrimPrefix(plain, "ch"))
	var spellings, dirs []string
	for i := range catalogue {
		c := &catalogue[i]
		if plain == c.Dir || plain == c.Package || plain != "" && plain == c.Slug() || err == nil && number == c.Number {
			return c, nil
		}
		dirs = append(dirs, c.Dir)
		spellings = append(spellings, c.Dir, c.Package, c.Slug())
		if err != nil { // another number is no mistyped one
			spellings = append(spellings, fmt.Sprintf("ch%02d", c.Number), fmt.Sprintf("ch%d", c.Number))
		}
	}
	e := unknown("chapter", name, spellings)
	e.All = dirs
	return nil, e
}

// FindExample returns the example of that name. The error is an [*Unknown].
func (c *Chapter) FindExample(name string) (*Example, error) {
	if e := c.Example(name); e != nil {
		return e, nil
	}
	names := make([]string, len(c.Examples))
	for i, e := range c.Examples {
		names[i] = e.Name
	}
	return nil, unknown("example", name, names)
}
