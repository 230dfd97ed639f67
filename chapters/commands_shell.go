package chapters

import "strings"

// A shellLine is a line on its way into commands, and those into words.
type shellLine struct {
	commands [][]string
	words    []string
	word     strings.Builder
	inWord   bool
}

// shellCommands splits a line as a shell does, as far as lessons need: words
// in quotes are one, ; | & and their doubles part commands, # begins a comment,
// and redirections are not among the words.
func shellCommands(line string) [][]string {
	var s shellLine
	var quote, last rune
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			s.word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, s.inWord = r, true
		case r == ' ' || r == '\t':
			s.endWord()
		case strings.ContainsRune(";|()", r), r == '&' && last != '>': // 2>&1
			s.endCommand()
		case r == '#' && !s.inWord:
			s.endCommand()
			return s.commands
		default:
			s.inWord = true
			s.word.WriteRune(r)
		}
		last = r
	}
	s.endCommand()
	return s.commands
}

func (s *shellLine) endWord() {
	if s.inWord {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
	s.inWord = false
}

func (s *shellLine) endCommand() {
	s.endWord()
	if words := withoutRedirections(s.words); len(words) > 0 {
		s.commands = append(s.commands, words)
	}
	s.words = nil
}

// withoutRedirections drops "> file", ">file" and "2>&1". A word such as
// <addr> stands for one of the reader's choice and stays.
func withoutRedirections(words []string) []string {
	var kept []string
	for i := 0; i < len(words); i++ {
		operator := strings.TrimLeft(words[i], "0123456789")
		switch {
		case strings.Trim(operator, "<>") == "" && operator != "":
			i++ // the file
		case strings.HasPrefix(operator, ">"):
		case strings.HasPrefix(operator, "<") && !strings.HasSuffix(operator, ">"):
		default:
			kept = append(kept, words[i])
		}
	}
	return kept
}
