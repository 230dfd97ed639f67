package doctor

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// report is one of a machine on which some of everything is missing.
func report() *Report {
	return &Report{System: "Test OS", Arch: "riscv64", Findings: []Finding{
		{Name: "Go", Group: Needed, Use: "labs", OK: true, Detail: "1.25"},
		{Name: "private namespaces", Group: Examples, Use: "networks", By: "ch01 backlog", Detail: "refused", Remedy: "sudo sysctl -w a=1"},
		{Name: "raw sockets in them", Group: Examples, Use: "raw sockets", By: "ch05", Detail: "refused", Remedy: "sudo sysctl -w a=1"},
		{Name: "strace", Group: Examples, Use: "calls", By: "ch02 strace; trace", Detail: "there is no program strace", Remedy: "apt-get install strace", absent: true},
		{Name: "gcc", Group: Examples, Use: "C", By: "ch02 shapes", Detail: "there is no program gcc", Remedy: "apt-get install gcc libc6-dev", absent: true},
		{Name: "curl", Group: Beside, Use: "HTTP", By: "ch08 lesson", Detail: "there is no program curl", Remedy: "apt-get install curl", absent: true},
		{Name: "ncat", Group: Beside, Use: "anything", By: "ch02 lesson", Detail: "ncat: out of order", Remedy: "apt-get install ncat"},
		{Name: "wine", Group: Tests, Use: "Winsock", By: "ch02 peers", OK: true, Detail: "8.0"},
	}}
}

func TestShow(t *testing.T) {
	c, out := console(nil)
	report().Show(c)
	assert.Equal(t, `
  Test OS, riscv64

  What every reader needs

  ✓ Go                   1.25            labs

  What examples use; one that cannot do without is skipped, and says why

  ✗ private namespaces   missing         networks
      for ch01 backlog
  ✗ raw sockets in them  missing         raw sockets
      for ch05
      refused
      sudo sysctl -w a=1
  ✗ strace               missing         calls
      for ch02 strace; trace
      apt-get install strace
  ✗ gcc                  missing         C
      for ch02 shapes
      apt-get install gcc libc6-dev

      All of these programs: apt-get install strace gcc libc6-dev

  Beside the examples: what else the lessons show, and other languages

  ○ curl                 missing         HTTP
  ○ ncat                 missing         anything
      ncat: out of order
      apt-get install ncat

      apt-get install curl

  Only the workbook's own tests use these

  ✓ wine                 8.0             Winsock

  Reading and the labs have all they need. Of what examples use, 4 things are
  missing.

`, out.String())
}

// What several remedies install one command installs, whatever the manager.
func TestTogether(t *testing.T) {
	for _, manager := range []string{"sudo apt-get install", "dnf install", "sudo pacman -S", "brew install", "sudo pkg install"} {
		c, out := console(nil)
		s := &sheet{console: c}
		s.together("All: ", 2, []Finding{
			{Remedy: manager + " one two", absent: true},
			{Remedy: manager + " two three", absent: true},
			{Remedy: "xcode-select --install", absent: true},
			{Remedy: manager + " four"},
			{OK: true},
		})
		assert.Equal(t, "\n      All: "+manager+" one two three\n", out.String())
	}
	c, out := console(nil)
	s := &sheet{console: c}
	s.together("All: ", 2, []Finding{{Remedy: "brew install one", absent: true}})
	assert.Empty(t, out.String(), "one is no more than its own remedy")

	c, out = console(nil)
	s = &sheet{console: c}
	s.group(Tests, []Finding{
		{Name: "one", Group: Tests, Remedy: "winget install A.One", absent: true},
		{Name: "two", Group: Tests, Detail: "there is no program two", Remedy: "winget install A.Two", absent: true},
	})
	assert.Contains(t, out.String(), "      winget install A.One\n")
	assert.Contains(t, out.String(), "      winget install A.Two\n")
	assert.NotContains(t, out.String(), "A.One A.Two")
}

// A program gets what a person gets.
func TestJSON(t *testing.T) {
	c, out := console(nil)
	r := report()
	require.NoError(t, r.JSON(c))
	var back Report
	require.NoError(t, json.Unmarshal(out.Bytes(), &back))
	for i := range r.Findings {
		r.Findings[i].absent = false
	}
	assert.Equal(t, *r, back)
}

// What only tests use is no reason to worry, and what every reader needs is.
func TestVerdict(t *testing.T) {
	of := func(missing ...Group) *Report {
		r := &Report{}
		for _, g := range groups {
			r.Findings = append(r.Findings, Finding{Group: g, OK: true})
		}
		for _, g := range missing {
			r.Findings = append(r.Findings, Finding{Group: g})
		}
		return r
	}
	for _, tt := range []struct {
		missing []Group
		fit     bool
		want    string
	}{
		{nil, true, "Everything is here."},
		{[]Group{Tests, Beside}, true, "Everything that reading, the examples and the labs use is here."},
		{[]Group{Examples, Tests}, true, "Reading and the labs have all they need. Of what examples use, one thing is missing."},
		{[]Group{Needed, Needed, Examples}, false, "Of what every reader needs, 2 things are missing. Begin there."},
	} {
		r := of(tt.missing...)
		assert.Equal(t, tt.want, r.verdict())
		assert.Equal(t, tt.fit, r.Fit(), tt.want)
	}
}

// Whatever is there takes one line of a window of 80 columns, and nothing is
// wider than its window.
func TestShowFits(t *testing.T) {
	for _, columns := range []string{"80", "40"} {
		c, out := console(map[string]string{"COLUMNS": columns})
		r := &Report{System: "Test OS", Arch: "riscv64"}
		for _, check := range all(c) {
			r.Findings = append(r.Findings, Finding{Name: check.name, Group: check.group, Use: check.use, By: check.by, OK: true, Detail: "in a namespace"})
		}
		r.Show(c)
		if columns == "80" {
			assert.Equal(t, len(r.Findings), strings.Count(out.String(), "in a namespace"))
			assert.LessOrEqual(t, strings.Count(out.String(), "\n"), len(r.Findings)+17)
		}
		for i := range r.Findings {
			r.Findings[i].OK = false
		}
		r.Show(c)
		for line := range bytes.Lines(out.Bytes()) {
			assert.LessOrEqual(t, utf8.RuneCount(line)-1, c.Width(), "%s", line)
		}
	}
}
