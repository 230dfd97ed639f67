package grade

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"

	"sockbook/chapters/lab"
)

// The elements and attributes of JUnit's XML that its two schemas both allow,
// Ant's, https://github.com/windyroad/JUnit-Schema, which needs all of them,
// and that of Jenkins, junit-10.xsd of https://github.com/jenkinsci/xunit-plugin.
// A suite is a submission. A test that could not run is an error, one that did
// not pass a failure.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		ID         int             `xml:"id,attr"`
		Package    string          `xml:"package,attr"`
		Name       string          `xml:"name,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Timestamp  string          `xml:"timestamp,attr"` // UTC; a zone is not allowed
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       seconds         `xml:"time,attr"`
		Properties junitProperties `xml:"properties"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`
	}
	junitProperties struct {
		All []junitProperty `xml:"property"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name      string       `xml:"name,attr"`
		ClassName string       `xml:"classname,attr"`
		Time      seconds      `xml:"time,attr"`
		Failure   *junitReason `xml:"failure"`
		Error     *junitReason `xml:"error"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// Seconds are a decimal without an exponent, which neither schema has.
type seconds float64

func (s seconds) MarshalText() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(s), 'f', 3, 64), nil
}

func junit(w io.Writer, grades []Grade) error {
	all := junitSuites{}
	for i := range grades {
		s := junitOne(&grades[i])
		s.ID = i
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitOne(g *Grade) junitSuite {
	s := junitSuite{
		Package: orDash(g.Lab), Name: Shown(g.Submission), Hostname: "localhost",
		Timestamp: g.At.UTC().Format(time.DateOnly + "T" + time.TimeOnly), Time: seconds(g.Seconds),
		Properties: junitProperties{[]junitProperty{{"score", strconv.Itoa(g.Score)}, {"max_score", strconv.Itoa(g.Max)}}},
		Out:        bounded(strings.Join(g.Notes, "\n")),
	}
	tests := g.Tests
	if len(tests) == 0 { // no lab: a submission that nobody sees is lost
		tests = []Test{{Name: "submission", State: notRun}}
	}
	for _, t := range tests {
		c := junitCase{Name: t.Name, ClassName: s.Name, Time: seconds(t.Seconds)}
		switch {
		case t.State == notRun:
			c.Error = &junitReason{Line(g.Problem), string(t.State), bounded(g.Problem)}
			s.Errors++
		case t.State != lab.Passed:
			c.Failure = &junitReason{Line(t.Shows), string(t.State), bounded(t.Shows)}
			s.Failures++
		}
		s.Cases = append(s.Cases, c)
		s.Tests++
	}
	return s
}
