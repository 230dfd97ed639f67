package grade

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A rule says what is wrong with a value of JSON, or nil.
type rule func(v any) error

func text(v any) error {
	if _, ok := v.(string); !ok {
		return fmt.Errorf("%v is no string", v)
	}
	return nil
}

func truth(v any) error {
	if _, ok := v.(bool); !ok {
		return fmt.Errorf("%v is neither true nor false", v)
	}
	return nil
}

func number(v any) error {
	if n, ok := v.(float64); !ok || n < 0 {
		return fmt.Errorf("%v is no number from 0", v)
	}
	return nil
}

func integer(v any) error {
	if n, ok := v.(float64); !ok || n < 0 || n != math.Trunc(n) {
		return fmt.Errorf("%v is no integer from 0", v)
	}
	return nil
}

func matching(pattern string) rule {
	form := regexp.MustCompile(pattern)
	return func(v any) error {
		if s, ok := v.(string); !ok || !form.MatchString(s) {
			return fmt.Errorf("%v does not match %s", v, pattern)
		}
		return nil
	}
}

func oneOf(words ...string) rule {
	return matching("^(" + strings.Join(words, "|") + ")$")
}

func listOf(each rule) rule {
	return func(v any) error {
		all, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%v is no array", v)
		}
		for i, one := range all {
			if err := each(one); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
		return nil
	}
}

// object is a rule for an object that has the fields needed, and no other than
// those and what may be there.
func object(needed, optional map[string]rule) rule {
	return func(v any) error {
		fields, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("%v is no object", v)
		}
		for name := range needed {
			if _, ok := fields[name]; !ok {
				return fmt.Errorf("there is no %s", name)
			}
		}
		for name, value := range fields {
			must := needed[name]
			if must == nil {
				must = optional[name]
			}
			if must == nil {
				return fmt.Errorf("%s is no published field", name)
			}
			if err := must(value); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	}
}

// no points are more than there are.
func inRange(object map[string]any, score, most string) error {
	if object[score].(float64) > object[most].(float64) {
		return fmt.Errorf("%s %v is more than %s %v", score, object[score], most, object[most])
	}
	return nil
}

// gradescopeRules are those of
// https://gradescope-autograders.readthedocs.io/en/latest/specs/ but for
// extra_data and leaderboard, which we do not write.
func gradescopeRules() rule {
	format := oneOf("text", "html", "simple_format", "md", "ansi")
	visibility := oneOf("hidden", "after_due_date", "after_published", "visible")
	test := object(nil, map[string]rule{
		"score": number, "max_score": number, "status": oneOf("passed", "failed"), "name": text, "name_format": format,
		"number": text, "output": text, "output_format": format, "tags": listOf(text), "visibility": visibility,
	})
	return object(nil, map[string]rule{
		"score": number, "execution_time": integer, "output": text, "output_format": format, "test_output_format": format,
		"test_name_format": format, "visibility": visibility, "stdout_visibility": visibility, "tests": listOf(test),
	})
}

// classroom50Rules are those of
// https://raw.githubusercontent.com/foundation50/classroom50/main/schemas/result-v1.schema.json
// and, of points, those of its runner.py. A test may have more fields.
func classroom50Rules() rule {
	instant := matching(`^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$`)
	some := matching(`.`)
	test := object(map[string]rule{"test-name": some, "passed": truth, "score": integer, "max-score": integer}, map[string]rule{"output": text})
	whole := object(map[string]rule{
		"schema": oneOf("classroom50/result/v1"), "classroom": some, "assignment": some, "assignment_type": oneOf("individual", "group", "team"),
		"owner": some, "submission": matching("^submit/"), "commit": some, "release": some, "review": some, "datetime": instant,
		"score": integer, "max-score": integer, "tests": listOf(test),
	}, map[string]rule{"graded_at": instant})
	return func(v any) error {
		if err := whole(v); err != nil {
			return err
		}
		top := v.(map[string]any)
		for _, t := range top["tests"].([]any) {
			if err := inRange(t.(map[string]any), "score", "max-score"); err != nil {
				return err
			}
		}
		return inRange(top, "score", "max-score")
	}
}

// kept reports whether a document keeps to rules.
func kept(t *testing.T, rules rule, document string) error {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(document), &v))
	return rules(v)
}

// An element of JUnit's XML, with what both schemas need of it and allow.
type element struct {
	attributes map[string]*regexp.Regexp
	children   []string // in this order
	needed     []string // of the children
}

// junitRules are what https://github.com/windyroad/JUnit-Schema/blob/master/JUnit.xsd
// and junit-10.xsd of https://github.com/jenkinsci/xunit-plugin both allow. The
// first needs every attribute here but skipped and message.
func junitRules() map[string]element {
	decimal, whole, token, any := regexp.MustCompile(`^\d+\.\d{3}$`), regexp.MustCompile(`^\d+$`), regexp.MustCompile(`\S`), regexp.MustCompile(``)
	instant := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`)
	type forms = map[string]*regexp.Regexp
	return map[string]element{
		"testsuites": {children: []string{"testsuite"}},
		"testsuite": {forms{"id": whole, "package": token, "name": token, "hostname": token, "timestamp": instant, "time": decimal,
			"tests": whole, "failures": whole, "errors": whole, "skipped": whole},
			[]string{"properties", "testcase", "system-out", "system-err"}, []string{"properties", "system-out", "system-err"}},
		"properties": {children: []string{"property"}},
		"property":   {attributes: forms{"name": token, "value": any}},
		"testcase":   {forms{"name": token, "classname": token, "time": decimal}, []string{"failure", "error"}, nil},
		"failure":    {attributes: forms{"message": any, "type": any}},
		"error":      {attributes: forms{"message": any, "type": any}},
		"system-out": {}, "system-err": {},
	}
}

// A node is an element as it was read.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
}

func (n *node) keeps(rules map[string]element) error {
	name := n.XMLName.Local
	e, ok := rules[name]
	if !ok {
		return fmt.Errorf("there is no element %s", name)
	}
	if len(n.Attrs) != len(e.attributes) {
		return fmt.Errorf("%s has %d attributes and needs %d", name, len(n.Attrs), len(e.attributes))
	}
	for _, a := range n.Attrs {
		if form := e.attributes[a.Name.Local]; form == nil || !form.MatchString(a.Value) {
			return fmt.Errorf("%s %s=%q", name, a.Name.Local, a.Value)
		}
	}
	last := 0
	var seen []string
	for i := range n.Children {
		c := &n.Children[i]
		at := slices.Index(e.children, c.XMLName.Local)
		if at < last {
			return fmt.Errorf("%s has %s where it may not be", name, c.XMLName.Local)
		}
		last, seen = at, append(seen, c.XMLName.Local)
		if err := c.keeps(rules); err != nil {
			return err
		}
	}
	for _, need := range e.needed {
		if !slices.Contains(seen, need) {
			return fmt.Errorf("%s has no %s", name, need)
		}
	}
	return nil
}

// What we write is what those who read it have published, and the rules here
// do refuse what is not.
func TestPublishedRules(t *testing.T) {
	var out strings.Builder
	for _, g := range two() {
		out.Reset()
		require.NoError(t, Gradescope(&out, &g))
		assert.NoError(t, kept(t, gradescopeRules(), out.String()), g.Submission)
	}
	assert.Error(t, kept(t, gradescopeRules(), strings.Replace(out.String(), `"score"`, `"scores"`, 1)), "an unknown field")
	assert.Error(t, kept(t, gradescopeRules(), strings.Replace(out.String(), `"visible"`, `"seen"`, 1)), "an unknown word")

	for _, g := range two()[:2] {
		out.Reset()
		require.NoError(t, Classroom50(&out, &g, classroom50Environment()))
		assert.NoError(t, kept(t, classroom50Rules(), out.String()), g.Submission)
	}
	for _, change := range [][2]string{{`"owner"`, `"owners"`}, {`"max-score": 1`, `"max-score": -1`}, {`"score": 0`, `"score": 2`}, {`"submit/`, `"main/`}} {
		assert.Error(t, kept(t, classroom50Rules(), strings.Replace(out.String(), change[0], change[1], 1)), change[1])
	}

	all := written(t, "junit")
	junitKept := func(document string) error {
		var root node
		require.NoError(t, xml.Unmarshal([]byte(document), &root))
		return root.keeps(junitRules())
	}
	assert.NoError(t, junitKept(all))
	for _, change := range [][2]string{{`time="0.250"`, `time="2e-05"`}, {`<system-err></system-err>`, ``}, {` package=`, ` packet=`}, {`12:00:00"`, `12:00:00Z"`}} {
		assert.Error(t, junitKept(strings.Replace(all, change[0], change[1], 1)), change[1])
	}
}
