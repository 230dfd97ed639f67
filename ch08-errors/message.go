package sockerrors

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"unicode"
)

// inMessage finds what an error message names: by a name in it, which is the
// surest, else by words that the table knows, else by a number.
func inMessage(message string, systems []System) []Match {
	for _, find := range []func(string) []Match{byNameIn, byTextIn, byNumberIn} {
		if found := on(find(message), systems); len(found) > 0 {
			return found
		}
	}
	return nil
}

// byNameIn finds names in a message. ECONNRESET and ConnectionReset are no
// words of a language, where "unknown" and "shutdown" may be: a name counts if
// it has two capitals, and is written as its system writes it.
func byNameIn(message string) []Match {
	var found []Match
	for _, word := range words(message) {
		if strings.IndexFunc(strings.TrimLeftFunc(word, unicode.IsUpper), unicode.IsUpper) < 0 &&
			word != strings.ToUpper(word) {
			continue
		}
		for _, m := range table().names[strings.ToLower(word)] {
			m.As = slices.DeleteFunc(slices.Clone(m.As), func(c Code) bool { return c.Name != word })
			known := slices.ContainsFunc(found, func(f Match) bool { return f.Entry == m.Entry })
			if len(m.As) > 0 && !known {
				found = append(found, m)
			}
		}
	}
	return found
}

// words splits a message at what cannot be in a name.
func words(message string) []string {
	return strings.FieldsFunc(message, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// byTextIn finds the entry of which the message has words of the table, the
// longest if several: "unexpected EOF" is not "EOF".
func byTextIn(message string) []Match {
	message = strings.ToLower(message)
	var best []Match
	longest := 0
	for _, e := range Entries() {
		for _, text := range e.texts() {
			if len(text) > longest && hasWords(message, text) {
				longest, best = len(text), []Match{{e, e.here()}}
			}
		}
	}
	return best
}

// texts are the entry's, and what this system says of it, which may be in the
// reader's language.
func (e *Entry) texts() []string {
	texts := slices.Collect(maps.Keys(e.Texts))
	for _, c := range e.Codes {
		if c.HasNumber && slices.Contains(here, c.System) {
			text := strings.ToLower(syscall.Errno(c.Number).Error())
			texts = append(texts, strings.TrimRight(text, ". "))
		}
	}
	return texts
}

// hasWords tells whether the message has the text as words of its own.
func hasWords(message, text string) bool {
	inWord := func(s string, i int) bool {
		return i >= 0 && i < len(s) && ('a' <= s[i] && s[i] <= 'z' || '0' <= s[i] && s[i] <= '9')
	}
	for from := 0; ; {
		i := strings.Index(message[from:], text)
		if i < 0 {
			return false
		}
		i += from
		if !inWord(message, i-1) && !inWord(message, i+len(text)) {
			return true
		}
		from = i + 1
	}
}

// here are the codes that the entry has on this system, all if none.
func (e *Entry) here() []Code {
	codes := slices.DeleteFunc(slices.Clone(e.Codes), func(c Code) bool { return !slices.Contains(here, c.System) })
	if len(codes) == 0 {
		return e.Codes
	}
	return codes
}

// numberIn finds a number that a word before it, or its size, makes an error's:
// [Errno 111], os error 10061, (0x80072EFD), but not 127.0.0.1:10061.
var numberIn = regexp.MustCompile(`(?i)(?:(errno|winerror|alert|error|err|code|hresult|exception|closed?|port)[^\w-]{0,3}|[\s(\[=]|^)` +
	`(-?0x[0-9a-f]+|-?[0-9]+)\b(?:[^.\w]|\.\s|\.?$)`)

// systemsOfWord are those whose numbers follow a word.
var systemsOfWord = map[string][]System{
	"errno":    errnoSystems,
	"winerror": {Winsock, Win32, WinINet},
	"alert":    {TLSAlert},
}

func byNumberIn(message string) []Match {
	if httpIn(message) != "" {
		return nil
	}
	for _, hit := range numberIn.FindAllStringSubmatch(message, -1) {
		word := strings.ToLower(hit[1])
		n, ok := parseNumber(hit[2])
		if !ok || word == "port" || word == "" && n > -1000 && n < 10000 {
			continue // any number that happens to be there
		}
		if found := numbered(n, systemsOfWord[word]); len(found) > 0 {
			return found
		}
		if found := numbered(n, nil); len(found) > 0 && word != "alert" {
			return found
		}
	}
	return nil
}
