package chapters

import (
	"slices"
	"strings"
	"unicode"
)

// runnerCommand checks the arguments of the runner.
func (k *checker) runnerCommand(line int, args []string) {
	quoted := strings.TrimSpace("runner " + strings.Join(args, " "))
	if len(args) == 0 || isPlaceholder(args[0]) || slices.Contains(helpFlags, args[0]) {
		return
	}
	if v := verb(Verbs, args[0]); v != nil && !v.Chapter {
		k.verb(line, quoted, v, nil, args[1:])
		return
	} else if v != nil {
		k.report(line, "write runner ch02 "+args[0], "%s: %s follows a chapter", quoted, args[0])
		return
	}
	c, err := Find(k.catalogue, args[0])
	if err != nil {
		k.unknown(line, err, "%s: %v", quoted, err)
		return
	}
	args = args[1:]
	if len(args) == 0 || isPlaceholder(args[0]) {
		return
	}
	if strings.HasPrefix(args[0], "-") { // reading is what the runner does without a verb
		args = append([]string{"read"}, args...)
	}
	v := verb(Verbs, args[0])
	if v == nil || !v.Chapter {
		k.noVerb(line, quoted, args[0], chapterVerbs())
		return
	}
	args = args[1:]
	if len(v.Verbs) > 0 && len(args) > 0 && !isPlaceholder(args[0]) && !strings.HasPrefix(args[0], "-") {
		further := verb(v.Verbs, args[0])
		if further == nil {
			k.noVerb(line, quoted, args[0], v.Verbs)
			return
		}
		v, args = further, args[1:]
	}
	k.verb(line, quoted, v, c, args)
}

// helpFlags are those of every command.
var helpFlags = []string{"-h", "--help", "help"}

func verb(among []Verb, name string) *Verb {
	if i := slices.IndexFunc(among, func(v Verb) bool { return v.Name == name }); i >= 0 {
		return &among[i]
	}
	return nil
}

// chapterVerbs are those that follow a chapter.
func chapterVerbs() []Verb {
	return slices.DeleteFunc(slices.Clone(Verbs), func(v Verb) bool { return !v.Chapter })
}

func (k *checker) noVerb(line int, quoted, word string, among []Verb) {
	var names []string
	for _, v := range among {
		names = append(names, v.Name)
	}
	err := unknown("command", word, names)
	k.unknown(line, err, "%s: %v", quoted, err)
}

// verb checks what follows a verb; c is the chapter before it, if one is.
func (k *checker) verb(line int, quoted string, v *Verb, c *Chapter, args []string) {
	for i, word := range k.flags(line, quoted, v, args) {
		var err error
		switch {
		case v.Tests && i == 0:
			err = c.findTest(word)
		case v.Examples:
			var e *Example
			if e, err = c.FindExample(word); err == nil && i == 0 && e.Asked != nil {
				return // what follows is the example's own
			}
		case v.Chapters:
			_, err = Find(k.catalogue, word)
		case v.Words != nil && !slices.Contains(v.Words, word):
			err = unknown("word after "+v.Name, word, v.Words)
		}
		if err != nil {
			k.unknown(line, err, "%s: %v", quoted, err)
		}
	}
}

// flags checks the flags among args and returns the rest, without those that
// stand for a name of the reader's choice.
func (k *checker) flags(line int, quoted string, v *Verb, args []string) (words []string) {
	takes := make(map[string]bool) // whether a flag has a value
	var all []string
	for _, f := range v.Flags {
		name, value, _ := strings.Cut(f, " ")
		takes[name] = value != ""
		all = append(all, name)
	}
	for i := 0; i < len(args); i++ {
		if !strings.HasPrefix(args[i], "-") {
			if !isPlaceholder(args[i]) {
				words = append(words, args[i])
			}
			continue
		}
		name, _, joined := strings.Cut(args[i], "=")
		if _, ok := takes[name]; !ok && !slices.Contains(helpFlags, name) {
			err := unknown("flag", name, all)
			k.unknown(line, err, "%s: %v", quoted, err)
		}
		if takes[name] && !joined {
			i++
		}
	}
	return words
}

// isPlaceholder reports whether a word stands for one of the reader's choice:
// ADDR, NAME…, [TEXT…], <addr>, or dots.
func isPlaceholder(word string) bool {
	bare := strings.Trim(word, "[]<>….")
	return bare == "" || word[0] == '<' || word[0] == '[' ||
		strings.IndexFunc(bare, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}

// findTest reports a name that no test of the chapter's lab has.
func (c *Chapter) findTest(name string) error {
	l, err := c.Lab()
	if err != nil {
		return err
	}
	var names []string
	for _, t := range l.Tests {
		if t.Name == name {
			return nil
		}
		names = append(names, t.Name)
	}
	return unknown("test", name, names)
}
