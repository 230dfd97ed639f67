package trace

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// short shows a value, with at most so many bytes of each string.
func (v Value) short(text int) string {
	switch v.Kind {
	case String:
		return shortText(v, text)
	case List:
		return "[" + strings.Join(shortAll(v.Items, text), ", ") + "]"
	case Struct:
		if a, ok := v.Address(); ok {
			return a
		}
		return v.structure(text)
	case Apply:
		return v.Raw
	}
	switch {
	case v.Path != "":
		return "fd " + v.Text
	case strings.HasPrefix(v.Raw, "0x") || strings.HasPrefix(v.Raw, "<unfinished"):
		return "…" // a place in memory, or nothing known
	}
	word, _, _ := strings.Cut(v.Raw, " /*")
	return shortFlags(word)
}

func shortAll(fields []Field, text int) []string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Value.short(text)
	}
	return all
}

// shortText quotes a string as Go does, and cuts it where a letter ends. Of a
// TLS record it shows what is never encrypted and never random.
func shortText(v Value, text int) string {
	s, cut := v.Text, v.Cut
	if isRecord(s) {
		text = min(text, recordStart)
	}
	if len(s) > text {
		for s = s[:text]; s != "" && !utf8.ValidString(s) && utf8.ValidString(v.Text); {
			s = s[:len(s)-1]
		}
		cut = true
	}
	if s = strconv.Quote(s); cut {
		s += "…"
	}
	return s
}

// recordStart is the type and the version of a TLS record (RFC 8446 section
// 5.1).
const recordStart = 3

func isRecord(s string) bool {
	return len(s) > recordStart && 20 <= s[0] && s[0] <= 23 && s[1] == 3 && s[2] <= 4
}

// shortFlags leaves out the prefix of every flag that the first has too:
// SOCK_STREAM|SOCK_CLOEXEC is SOCK_STREAM|CLOEXEC. A prefix ends with its first
// underscore, but for epoll's, which has none.
func shortFlags(word string) string {
	prefix, _, ok := strings.Cut(word, "_")
	switch {
	case strings.HasPrefix(word, "EPOLL") && !strings.HasPrefix(word, "EPOLL_"):
		prefix = "EPOLL"
	case ok && !strings.Contains(prefix, "|"):
		prefix += "_"
	default:
		return word
	}
	return strings.ReplaceAll(word, "|"+prefix, "|")
}

// boring are the fields of a structure that say nothing, or what others say.
var boring = []string{"msg_namelen", "msg_iovlen", "msg_controllen", "iov_len", "cmsg_len", "cmsg_level", "data"}

// structure shows what a structure holds, and the names only where they say
// more than the values.
func (v Value) structure(text int) string {
	var parts []string
	for _, f := range v.Items {
		if slices.Contains(boring, f.Name) || f.Value.Raw == "NULL" || f.Name == "msg_flags" && f.Value.Raw == "0" {
			continue
		}
		part := f.Value.short(text)
		switch f.Name {
		case "", "iov_base", "msg_iov", "msg_name", "msg_control", "cmsg_type", "cmsg_data", "events", "fd":
		default:
			part = f.Name + "=" + part
		}
		parts = append(parts, part)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
