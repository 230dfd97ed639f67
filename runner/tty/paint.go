package tty

import (
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"
)

// The colours are the sixteen that every terminal lets its user choose, so
// that they can be read on a dark ground and on a light one.
const (
	bold  = "1"
	faint = "2"
	red   = "31"
	green = "32"
)

func (c *Console) paint(code, s string) string {
	if !c.Colour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + Reset
}

// Reset is the escape sequence that ends every colour.
const Reset = "\x1b[0m"

// Escape is the length of the escape sequence for a colour at the start of s,
// 0 if there is none.
func Escape(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	return 1 + strings.IndexByte(s, 'm')
}

// Bold, Dim, Good and Bad show s so where there is colour, and as it is where
// there is none.
func (c *Console) Bold(s string) string { return c.paint(bold, s) }
func (c *Console) Dim(s string) string  { return c.paint(faint, s) }
func (c *Console) Good(s string) string { return c.paint(green, s) }
func (c *Console) Bad(s string) string  { return c.paint(red, s) }

// The looks of parties: of the sixteen colours those that can be told from a
// dark ground and from a light one in the themes that terminals come with.
// Blue cannot be seen on many a dark one, and bright green, yellow and cyan on
// no light one. An underline makes as many again.
const (
	lookServer = "36" // cyan
	lookClient = "33" // yellow
	lookKernel = "35" // magenta
	lookGreen  = "32"
	lookBlue   = "94"
	lookRed    = "91"
	lookPink   = "95"
	lookCable  = underline + "32"
	lookRose   = underline + "91"
	lookTeal   = underline + "36"

	underline = "4;"
)

// looks are whose. Parties that meet in an example differ, and one that plays
// the same role in several looks the same in all.
var looks = byName(map[string]string{
	lookServer: "server",
	lookClient: "client",
	lookKernel: "kernel",
	lookGreen:  "application go host lamp listener near service table",
	lookBlue:   "activator asker broker first giver left parent sender uwp writer",
	lookRed:    "attacker bystander filtered forger linux pipe reset stranger",
	lookPink:   "filter heir poller printer reader receiver unconnected",
	lookCable:  "net network relay router self unread wire",
	lookRose:   "caller everything full group other ratio speaker",
	lookTeal:   "child far libc openssl right second taker tshark",
})

func byName(names map[string]string) map[string]string {
	looks := make(map[string]string)
	for look, list := range names {
		for _, name := range strings.Fields(list) {
			looks[name] = look
		}
	}
	return looks
}

// others are for parties that nobody has thought of here.
var others = []string{lookGreen, lookBlue, lookRed, lookPink, lookCable, lookRose, lookTeal}

// Party shows s in the colour of the named party of an example: "client 2" and
// "second client" are both a client.
func (c *Console) Party(name, s string) string {
	role := strings.TrimRight(name, " 0123456789")
	role = role[strings.LastIndexByte(role, ' ')+1:]
	look, ok := looks[role]
	if !ok {
		h := fnv.New32a()
		fmt.Fprint(h, role)
		look = others[h.Sum32()%uint32(len(others))]
	}
	if strings.IndexFunc(s, unicode.IsLetter) < 0 {
		look = strings.TrimPrefix(look, underline) // a bar beside the text
	}
	return c.paint(look, s)
}
