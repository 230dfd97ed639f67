package tty

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// look is the escape sequence of a party's colour.
func look(c *Console, party string) string {
	painted := c.Party(party, "x")
	return painted[:strings.IndexByte(painted, 'x')]
}

// A role looks the same however many play it, in every example.
func TestPartyByRole(t *testing.T) {
	c, _ := console("", nil)
	c.Colour = true
	for _, name := range []string{"client 2", "client 10", "open client", "second client 3"} {
		assert.Equal(t, look(c, "client"), look(c, name), name)
	}
	assert.NotEqual(t, look(c, "client"), look(c, "server"))
	assert.Equal(t, "\x1b[4;36mtshark:\x1b[0m", c.Party("tshark", "tshark:"))
	assert.Equal(t, "\x1b[36m│\x1b[0m", c.Party("tshark", "│"), "a bar is not underlined")
	assert.NotEmpty(t, look(c, "7"))
	assert.NotEmpty(t, look(c, ""))
	assert.Equal(t, look(c, "nobody-knows"), look(c, "nobody-knows"))
}

// What cannot be seen on a light ground, or on a dark one, is no party's
// colour: white and black, blue on dark, and on light what is bright and green,
// yellow or cyan.
func TestLegible(t *testing.T) {
	c, _ := console("", nil)
	c.Colour = true
	unseen := regexp.MustCompile(`\x1b\[(?:\d+;)?(?:30|34|37|90|92|93|96|97)m`)
	for party := range looks {
		assert.NotRegexp(t, unseen, look(c, party), party)
	}
	for _, code := range others {
		assert.NotRegexp(t, unseen, c.paint(code, "x"))
	}
}

var (
	shown   = regexp.MustCompile("(?s)<!-- run: ([^\n]*)-->\n```text\n(.*?)```")
	speaker = regexp.MustCompile(`(?m)^((?:[a-z]+ )?(?:client|server)|[a-z][a-z0-9-]*)(?: \d+)?: `)
)

// Parties that meet in an example of the lessons have colours of their own.
func TestPartiesDiffer(t *testing.T) {
	c, _ := console("", nil)
	c.Colour = true
	lessons, err := filepath.Glob("../../ch0*-*/README.md")
	require.NoError(t, err)
	met := 0
	for _, path := range lessons {
		lesson, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, run := range shown.FindAllStringSubmatch(string(lesson), -1) {
			roles := make(map[string]string) // by their look
			for _, m := range speaker.FindAllStringSubmatch(run[2], -1) {
				role := m[1][strings.LastIndexByte(m[1], ' ')+1:]
				look := look(c, role)
				if other, ok := roles[look]; ok && other != role {
					t.Errorf("%s, %s: %s looks like %s", path, run[1], role, other)
				}
				roles[look] = role
			}
			met = max(met, len(roles))
		}
	}
	assert.Greater(t, met, 4, "there are lessons to look at")
}
