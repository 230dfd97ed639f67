package grade

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A class of two hundred, a tenth of it hostile, is graded as each deserves:
//
//	go test -run '^$' -bench Class -benchtime 1x ./runner/grade
func BenchmarkClass(b *testing.B) {
	const students = 200
	c := newClass(b)
	neighbour := filepath.Join(c.dir, "student-001", "toy.go")
	attacks := hostiles(neighbour, "127.0.0.1:1")
	names := sorted(attacks)
	want := make(map[string]int)
	for i := range students {
		name := fmt.Sprintf("student-%03d", i)
		switch {
		case i%10 == 0:
			h := attacks[names[i/10%len(names)]]
			c.hand(name, h.imports, h.decls, "if n == 0 { return 0 }\n"+h.double)
			want[name] = 1
		case i%10 < 5:
			c.hand(name, "", "", "return n + n")
			want[name] = 2
		case i%10 < 9:
			c.hand(name, "", "", "return 3 * n")
			want[name] = 1
		default:
			c.hand(name, "", "", "return none")
			want[name] = 0
		}
	}
	for b.Loop() {
		o := c.options()
		o.Fresh = true
		got := make(map[string]int)
		for name, g := range c.grade(o) {
			got[name] = g.Score
		}
		assert.Equal(b, want, got)
	}
	b.ReportMetric(float64(students)*float64(b.N)/b.Elapsed().Seconds(), "submissions/s")
}
