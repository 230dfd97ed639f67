package reader

import (
	"fmt"
	"strings"

	"sockbook/chapters"
	"sockbook/runner/fault"
)

// index is the index of the section with that slug, -1 if there is none.
func (r *reading) index(slug string) int {
	for i, s := range r.lesson.Sections {
		if s.Slug == slug {
			return i
		}
	}
	return -1
}

// find is the index of the section that a reader means by name: its number,
// its slug, or how its title begins, in capitals or not.
func (r *reading) find(name string) (int, error) {
	plain := strings.ToLower(strings.TrimSpace(name))
	for i, s := range r.lesson.Sections {
		if plain == s.Number || plain == s.Slug {
			return i, nil
		}
	}
	for i, s := range r.lesson.Sections {
		if plain != "" && strings.HasPrefix(strings.ToLower(s.Title), plain) {
			return i, nil
		}
	}
	return 0, fault.Usage(r.near(plain), "chapter %d has no section %q", r.chapter.Number, name)
}

// near is a hint at the sections that may have been meant.
func (r *reading) near(name string) string {
	var names []string
	of := make(map[string]*chapters.Section)
	for i := range r.lesson.Sections {
		s := &r.lesson.Sections[i]
		for _, n := range []string{s.Slug, s.Title} {
			names = append(names, n)
			of[n] = s
		}
		for _, word := range strings.Split(s.Slug, "-") {
			if of[word] == nil {
				names = append(names, word)
				of[word] = s
			}
		}
	}
	near := chapters.Nearest(name, names)
	if len(near) == 0 {
		n := len(r.lesson.Sections)
		if n == 0 {
			return "this lesson has no sections"
		}
		return fmt.Sprintf("the sections go from 1 to %s", r.lesson.Sections[n-1].Number)
	}
	s := of[near[0]]
	return fmt.Sprintf("did you mean %s %s?", s.Number, s.Title)
}

// Sections are the sections of a chapter's lesson, number and title, for a
// shell to complete.
func Sections(c *chapters.Chapter) []string {
	source, err := c.Lesson()
	if err != nil {
		return nil
	}
	lesson, _ := chapters.ParseLesson(source) // as in Read
	var all []string
	for _, s := range lesson.Sections {
		all = append(all, s.Number+"\t"+s.Title)
	}
	return all
}
