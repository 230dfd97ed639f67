package reader

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/runner/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lesson is the one that the runner's own tests read.
func lesson(t *testing.T) *reading {
	t.Helper()
	source, err := os.ReadFile("../testdata/lesson.md")
	require.NoError(t, err)
	l, err := chapters.ParseLesson(source)
	require.NoError(t, err)
	return &reading{lesson: l, chapter: &chapters.Chapter{Number: 1, Files: fstest.MapFS{"README.md": {Data: source}}}}
}

func TestFind(t *testing.T) {
	r := lesson(t)
	for name, want := range map[string]int{
		"1": 0, "2": 1, "2.1": 2, "2.2": 3, "4": 5, " 4 ": 5,
		"first-steps": 0, "FIRST-STEPS": 0, "first": 0, "The length": 2, "the end of": 3,
		"the-end": 5, // the slug, before a title that begins so
	} {
		got, err := r.find(name)
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
	}
	for name, h := range map[string]string{
		"9":           "the sections go from 1 to 4",
		"2.9":         "the sections go from 1 to 4",
		"framng":      "did you mean 2 Framing?",
		"lenght":      "did you mean 2.1 The length comes first?",
		"first-stesp": "did you mean 1 First steps?",
		"zzzzzz":      "the sections go from 1 to 4",
		"":            "the sections go from 1 to 4",
	} {
		_, err := r.find(name)
		require.Error(t, err, name)
		assert.True(t, fault.IsUsage(err))
		assert.Equal(t, h, fault.Hint(err), name)
	}
}

func TestFindWithoutSections(t *testing.T) {
	r := &reading{lesson: &chapters.Lesson{}, chapter: &chapters.Chapter{Number: 3}}
	_, err := r.find("1")
	assert.Equal(t, "this lesson has no sections", fault.Hint(err))
}

func TestSections(t *testing.T) {
	r := lesson(t)
	assert.Equal(t, []string{"1\tFirst steps", "2\tFraming", "2.1\tThe length comes first", "2.2\tThe end of a frame", "3\tWhere it breaks", "4\tThe end"}, Sections(r.chapter))
	assert.Empty(t, Sections(&chapters.Chapter{Files: fstest.MapFS{}}))
}

func TestHeading(t *testing.T) {
	assert.Equal(t, "### 4.2 The `listen` queue", heading(&chapters.Section{Level: 3, Number: "4.2", Heading: "### The `listen` queue"}))
	assert.Equal(t, "## 4 Framing", heading(&chapters.Section{Level: 2, Number: "4", Heading: "Framing\n-------"}))
}
