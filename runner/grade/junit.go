package grade

import (
	"encoding/xml"
	"io"
	"time"
)

// The elements of JUnit's XML that its readers agree on: a suite is a
// submission. A test that could not run is an error, one that did not pass a
// failure.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     float64      `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Time      float64     `xml:"time,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string       `xml:"name,attr"`
		ClassName string       `xml:"classname,attr"`
		Time      float64      `xml:"time,attr"`
		Failure   *junitReason `xml:"failure"`
		Error     *junitReason `xml:"error"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

func junit(w io.Writer, grades []Grade) error {
	all := junitSuites{}
	for i := range grades {
		s := junitOne(&grades[i])
		all.Suites = append(all.Suites, s)
		all.Tests, all.Failures, all.Errors = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors
		all.Time += s.Time
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
	s := junitSuite{Name: Line(g.Submission), Time: g.Seconds, Timestamp: g.At.UTC().Format(time.DateOnly + "T" + time.TimeOnly)}
	tests := g.Tests
	if len(tests) == 0 { // no lab: a submission that nobody sees is lost
		tests = []Test{{Name: "submission", State: notRun}}
	}
	for _, t := range tests {
		c := junitCase{Name: t.Name, ClassName: s.Name, Time: t.Seconds}
		switch {
		case t.State == notRun:
			c.Error = &junitReason{Line(g.Problem), string(t.State), bounded(g.Problem)}
			s.Errors++
		case t.State != "passed":
			c.Failure = &junitReason{Line(t.Shows), string(t.State), bounded(t.Shows)}
			s.Failures++
		}
		s.Cases = append(s.Cases, c)
		s.Tests++
	}
	return s
}
