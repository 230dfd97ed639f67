package grade

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/lab"
)

// A merit is what a submission must come to: no fewer points than least, no
// more than most, none for the tests named, and of the first of those a text
// that contains shows.
type merit struct {
	least, most int
	lost        []string
	shows       string
}

// A class of two hundred, a tenth of it hostile and the others spread over the
// workbook's labs with right answers, unwritten ones and planted wrong ones, is
// graded as each deserves:
//
//	go test -run '^$' -bench Class -benchtime 1x ./runner/grade
func BenchmarkClass(b *testing.B) {
	const students, attackers = 200, 20
	b.Setenv("INSTRUCTOR_TOKEN", "hunter2")
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	defer ln.Close()
	c := newClass(b)
	c.courses, err = everything()
	require.NoError(b, err)
	labs := c.courses[1:]
	neighbour := filepath.Join(c.dir, "001 "+labs[1].Name, labs[1].Lab.Students()[0].Name)
	attacks := hostiles(neighbour, ln.Addr().String())
	names := sorted(attacks)
	shares := make([][]answer, len(labs))
	for i := range labs {
		shares[i] = answers(b, &labs[i], students/len(labs)+1)
	}
	want := make(map[string]merit)
	for i := range students {
		if i%(students/attackers) == 0 {
			name := names[i/(students/attackers)%len(names)]
			h := attacks[name]
			name = fmt.Sprintf("%03d %s", i, name)
			c.hand(name, h.imports, h.decls, "if n == 0 { return 0 }\n"+h.double)
			want[name] = merit{1, 1, []string{"TestDouble"}, h.shows}
			continue
		}
		at := i % len(labs)
		name := fmt.Sprintf("%03d %s", i, labs[at].Name)
		c.give(name, &labs[at], shares[at][0].files)
		want[name], shares[at] = shares[at][0].merit, shares[at][1:]
	}
	require.FileExists(b, neighbour)
	for b.Loop() {
		o := c.options()
		o.Fresh, o.Timeout = true, 4*time.Second
		got := c.grade(o)
		require.Len(b, got, students)
		for name, must := range want {
			check(b, must, got[name])
		}
	}
	b.ReportMetric(float64(students)*float64(b.N)/b.Elapsed().Seconds(), "submissions/s")
}

func check(b *testing.B, must merit, g Grade) {
	b.Helper()
	assert.True(b, must.least <= g.Score && g.Score <= must.most, "%s has %d points, not %d to %d: %s", g.Submission, g.Score, must.least, must.most, why(&g))
	passed := 0
	for _, t := range g.Tests {
		if t.State == lab.Passed {
			passed++
			assert.NotContains(b, must.lost, t.Name, "%s", g.Submission)
		}
		if len(must.lost) > 0 && t.Name == must.lost[0] {
			assert.Contains(b, t.Shows, must.shows, "%s: %s", g.Submission, t.Name)
		}
	}
	assert.Equal(b, passed, g.Score, g.Submission)
}

// An answer is what a student hands in, and what that must come to.
type answer struct {
	files map[string][]byte
	merit
}

// answers are n answers to a lab: the right one, one that is not written, one
// that does not compile, and planted wrong ones from all over the lab.
func answers(b *testing.B, c *Course, n int) []answer {
	b.Helper()
	l, most := c.Lab, len(c.Lab.Tests)
	broken := l.Solution()
	broken[l.Students()[0].Name] = []byte("package nothing\nfunc\n")
	all := []answer{{l.Solution(), merit{most, most, nil, ""}}, {l.Skeleton(), merit{}}, {broken, merit{}}}
	wrong, err := l.Wrongs(os.DirFS(filepath.Join("..", "..", c.Dir, "lab")))
	require.NoError(b, err)
	if len(wrong) == 0 {
		return slices.Repeat(all, n/len(all)+1)[:n]
	}
	planted := n - len(all)
	for i := range planted {
		w := &wrong[i*len(wrong)/planted]
		all = append(all, answer{l.Answer(w), merit{0, most - len(w.CaughtBy), w.CaughtBy, ""}})
	}
	return all
}

// give adds a submission of files.
func (c *class) give(name string, to *Course, files map[string][]byte) {
	c.t.Helper()
	dir := filepath.Join(c.dir, name)
	require.NoError(c.t, os.MkdirAll(dir, 0o777))
	for file, text := range files {
		require.NoError(c.t, os.WriteFile(filepath.Join(dir, file), text, 0o666))
	}
	require.NoError(c.t, os.WriteFile(filepath.Join(dir, "go.mod"), to.Lab.GoMod(), 0o666))
}
