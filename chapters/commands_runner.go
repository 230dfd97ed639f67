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
	if v := verb(args[0]); v != nil && !v.Chapter {
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
	v := verb(args[0])
	if v == nil || !v.Chapter {
		err := unknown("command", args[0], verbNames(true))
		k.unknown(line, err, "%s: %v", quoted, err)
		return
	}
	k.verb(line, quoted, v, c, args[1:])
}

// helpFlags are those of every command.
var helpFlags = []string{"-h", "--help", "help"}

func verb(name string) *Verb {
	if i := slices.IndexFunc(Verbs, func(v Verb) bool { return v.Name == name }); i >= 0 {
		return &Verbs[i]
	}
	return nil
}

func verbNames(chapter bool) []string {
	var names []string
	for _, v := range Verbs {
		if v.Chapter == chapter {
			names = append(names, v.Name)
		}
	}
	return names
}

// verb checks what follows a verb; c is the chapter before it, if one is.
func (k *checker) verb(line int, quoted string, v *Verb, c *Chapter, args []string) {
	for _, word := range k.flags(line, quoted, v, args) {
		var err error
		switch {
		case v.Examples:
			_, err = c.FindExample(word)
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
