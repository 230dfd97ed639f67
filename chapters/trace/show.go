package trace

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Short is the call as a reader is shown it: descriptors as "fd 5", addresses
// as Go prints them, flags without the prefix that they share; without the
// sizes of addresses and options, an option's level, and pointers.
func (c *Call) Short() string { return c.ShortIn(1 << 20) }

// ShortIn is Short in so many columns, if it can be: strings are cut first,
// then the end of what is left.
func (c *Call) ShortIn(columns int) string {
	full := c.short(1 << 20)
	n := utf8.RuneCountInString(full)
	if n <= columns {
		return full
	}
	for _, room := range []int{32, 16, 8} {
		if s := c.short(room); utf8.RuneCountInString(s) <= columns {
			return s
		}
	}
	runes := []rune(c.short(8))
	if columns = max(columns, 8); len(runes) <= columns {
		return string(runes)
	}
	return string(runes[:columns-2]) + "…)"
}

// short shows the call with at most so many bytes of each string.
func (c *Call) short(text int) string {
	args := make([]string, 0, len(c.Args))
	sized := false // the argument before is one whose size follows
	for i, v := range c.Args {
		switch {
		case sized && (isNumber(v.Raw) || v.Kind == List): // it may be missing
			sized = false
			continue
		case i == 1 && isOption(c.Name) && isLevel(c.arg(2)):
			continue
		}
		sized = c.sizeFollows(i)
		args = append(args, c.shown(i, v, text))
	}
	if c.Name == "socket" && len(args) == 3 {
		args[2] = protocol(args[2])
	}
	return c.Name + "(" + strings.Join(args, ", ") + ")"
}

// shown is one argument.
func (c *Call) shown(i int, v Value, text int) string {
	if c.Name == "setsockopt" && i == 3 && v.Kind == List && len(v.Items) == 1 {
		v = v.Items[0].Value
	}
	if c.Name == "getsockopt" && i == 3 && v.Kind == String {
		return "…" // a structure that strace does not know
	}
	return v.short(text)
}

// protocol is the third argument of socket(2). The Internet Protocol itself is
// 0, which asks for the type's own protocol.
func protocol(s string) string {
	if s == "IPPROTO_IP" {
		return "0"
	}
	return strings.TrimPrefix(s, "IPPROTO_")
}

func isOption(name string) bool { return name == "setsockopt" || name == "getsockopt" }

// isLevel reports whether an option's name tells its level: TCP_NODELAY does,
// a number does not.
func isLevel(option Value) bool {
	return option.Raw != "" && unicode.IsUpper(rune(option.Raw[0]))
}

// addressed are the calls with an address, and which argument it is.
var addressed = map[string]int{
	"bind": 1, "connect": 1, "accept": 1, "accept4": 1, "getsockname": 1, "getpeername": 1, "recvfrom": 4, "sendto": 4,
}

// sizeFollows reports whether the size of argument i, where it is in memory,
// is the argument behind it.
func (c *Call) sizeFollows(i int) bool {
	if at, ok := addressed[c.Name]; ok {
		return at == i
	}
	return isOption(c.Name) && i == 3 || strings.HasSuffix(c.Name, "v") && i == 1
}

// ShortResult is what the call returned: "0", "fd 9", "-1 EAGAIN (Resource
// temporarily unavailable)".
func (c *Call) ShortResult() string {
	switch {
	case c.Errno != "" && c.Reason != "":
		return c.Result.Raw + " " + c.Errno + " (" + c.Reason + ")"
	case c.Errno != "":
		return c.Result.Raw + " " + c.Errno
	case strings.HasPrefix(c.Reason, "flags "):
		return shortFlags(strings.TrimPrefix(c.Reason, "flags "))
	}
	return c.Result.short(0)
}
