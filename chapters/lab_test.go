package chapters

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/lab"
)

func TestLabs(t *testing.T) {
	root := os.DirFS(moduleRoot(t))
	for _, c := range Catalogue {
		t.Run(c.Dir, func(t *testing.T) { none(t, CheckLab(root, Catalogue, &c)) })
	}
}

// A lab's tests can tell right from wrong: they all refuse the skeleton and
// take the solution, and each planted wrong answer is caught by the tests that
// it names, which say what they are there to say.
func TestLabProofs(t *testing.T) {
	root := moduleRoot(t)
	for _, c := range Catalogue {
		l, err := c.Lab()
		if err != nil {
			continue // TestLabs reports it
		}
		wrong, _ := l.Wrongs(os.DirFS(filepath.Join(root, c.Dir, "lab"))) // likewise
		t.Run(c.Dir+"/skeleton", func(t *testing.T) {
			t.Parallel()
			for _, r := range results(t, l, l.Skeleton(), lab.CheckOptions{}) {
				assert.NotEqual(t, lab.Passed, r.State, "%s passes though nothing is written", r.Test)
			}
		})
		t.Run(c.Dir+"/solution", func(t *testing.T) {
			t.Parallel()
			for _, r := range results(t, l, l.Solution(), lab.CheckOptions{Race: canRace(t)}) {
				assert.Equal(t, lab.Passed, r.State, "%s refuses our solution: %s %v", r.Test, r.Shows, r.Details)
			}
		})
		t.Run(c.Dir, func(t *testing.T) {
			t.Parallel()
			p, err := l.Proof(t.Context(), wrong)
			require.NoError(t, err)
			t.Cleanup(p.Close)
			for i, w := range wrong {
				t.Run(w.Name, func(t *testing.T) {
					t.Parallel()
					r, err := p.Check(t.Context(), i)
					require.NoError(t, err)
					assert.Empty(t, r.Notes)
					caught(t, &w, r.Results)
				})
			}
		})
	}
}

func results(t *testing.T, l *lab.Lab, sources map[string][]byte, o lab.CheckOptions) []lab.Result {
	t.Helper()
	r, err := l.CheckSources(t.Context(), sources, o)
	require.NoError(t, err)
	require.Nil(t, r.Problem, "%+v", r.Problem)
	assert.Empty(t, r.Notes)
	return r.Results
}

// caught holds the results of a wrong answer against what it says of itself.
func caught(t *testing.T, w *lab.Wrong, results []lab.Result) {
	for _, name := range w.CaughtBy {
		i := slices.IndexFunc(results, func(r lab.Result) bool { return r.Test == name })
		assert.Equal(t, lab.Failed, results[i].State, "%s does not catch what %q", name, w.Belief)
		if name == w.CaughtBy[0] {
			assert.Contains(t, results[i].Shows, w.Says, "what %s shows", name)
		}
	}
}

// canRace reports whether the race detector can be linked here.
func canRace(t *testing.T) bool {
	_, err := exec.LookPath("gcc")
	if err != nil && os.Getenv(requireAll) != "" {
		t.Fatal("no gcc for the race detector")
	}
	return err == nil
}
