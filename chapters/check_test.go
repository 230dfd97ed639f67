package chapters

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const fakeLesson = "ch09-fake/README.md"

// fakeModule is testdata/module, in memory, so that a test can spoil it.
func fakeModule(t *testing.T) fstest.MapFS {
	t.Helper()
	root := os.DirFS("testdata/module")
	module := make(fstest.MapFS)
	require.NoError(t, fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, file)
		module[file] = &fstest.MapFile{Data: data}
		return err
	}))
	return module
}

func TestCheckFindsNothingWrong(t *testing.T) {
	assert.Empty(t, Check(fakeModule(t), fakeCatalogue, &fakeCatalogue[2]))
}

// A spoiling replaces old in the lesson by new; the one problem that follows
// is said to be on the line that holds at, "" for none.
type spoiling struct {
	old, new string
	at       string
	text     string
	fix      string
}

func (s spoiling) check(t *testing.T) {
	t.Helper()
	module := fakeModule(t)
	lesson := string(module[fakeLesson].Data)
	require.Equal(t, 1, strings.Count(lesson, s.old), "%q stands in the lesson once", s.old)
	lesson = strings.Replace(lesson, s.old, s.new, 1)
	module[fakeLesson].Data = []byte(lesson)
	want := Problem{File: fakeLesson}
	if s.at != "" {
		before, _, found := strings.Cut(lesson, s.at)
		require.True(t, found, s.at)
		want.Line = 1 + strings.Count(before, "\n")
	}
	found := Check(module, fakeCatalogue, &fakeCatalogue[2])
	require.Len(t, found, 1, "%v", found)
	want.Text, want.Fix = found[0].Text, found[0].Fix
	assert.Equal(t, want, found[0], "the file and the line")
	assert.Contains(t, found[0].Text, s.text)
	assert.Contains(t, found[0].Fix, s.fix)
}

func TestCheckSections(t *testing.T) {
	for name, s := range map[string]spoiling{
		"no title":       {"# A fake chapter\n", "", "\n", "the lesson does not begin with its title", "begin with # A fake chapter"},
		"another title":  {"# A fake chapter\n", "# A chapter\n", "# A chapter", "the lesson does not begin with its title", "begin with # A fake chapter"},
		"two titles":     {"## The idea\n", "## The idea\n\n# Another\n", "# Another", "a second heading of level 1", ""},
		"missing":        {"## The lab\n", "", "", `the section "The lab" is missing`, "add ## The lab"},
		"twice":          {"## The lab\n", "## The lab\n\n## The idea\n", "## The idea\n\n## Further", `a second section "The idea"`, ""},
		"H3 too early":   {"An introduction", "### Early\n\nAn introduction", "### Early", `"Early" stands in no section of level 2`, ""},
		"no answer":      {"> **Answer.** The same.\n", "", "> **Predict.** What comes back?", "a prediction without an answer", "write > **Answer.**"},
		"answer too far": {"> **Answer.** The same.\n\n## The idea\n", "## The idea\n\n> **Predict.** More?\n\n> **Answer.** The same.\n", "> **Predict.** What comes back?", "a prediction without an answer", ""},
		"no prediction":  {"> **Predict.** What comes back?\n", "", "> **Answer.** The same.", "an answer to no prediction", ""},
		"four questions": {"> **Predict.** Five?\n\n> **Answer.** Five.\n", "", "", `"Predict, then check" holds 4 predictions; 5 at least`, ""},
		"not shown":      {"<!-- run: half-close measured -->\n```text\nclient: 5 bytes\n```\n", "", "", "no transcript shows the example half-close", "put <!-- run: half-close --> above a text fence"},
		"moved":          {"## Where it breaks\n\n## On Windows and in other languages\n", "## On Windows and in other languages\n\n## Where it breaks\n", "## Where it breaks", `the section "Where it breaks" stands after "On Windows and in other languages"`, ""},
	} {
		t.Run(name, s.check)
	}
}

func TestCheckSectionMisspelt(t *testing.T) {
	module := fakeModule(t)
	module[fakeLesson].Data = []byte(strings.Replace(string(module[fakeLesson].Data), "## The lab\n", "## The labs\n", 1))
	found := problems(Check(module, fakeCatalogue, &fakeCatalogue[2]))
	require.Len(t, found, 2)
	assert.EqualError(t, found[0], `ch09-fake/README.md: the section "The lab" is missing`)
	assert.ErrorContains(t, found[1], `no lesson has a section "The labs"`)
	assert.Equal(t, "did you mean The lab?", found[1].Fix)
}

func TestCheckFences(t *testing.T) {
	wide := strings.Repeat("─", 73)
	for name, s := range map[string]spoiling{
		"drifted":            {"\treturn \"hello\"\n", "\treturn \"goodbye\"\n", "```go\n// Echo", "the fence has drifted from fake.go Echo:\n--- the lesson\n+++ the source\n@@ -1,4 +1,4 @@\n // Echo answers.\n func Echo() string {\n-\treturn \"goodbye\"\n+\treturn \"hello\"\n }\n", "go run ./runner sync"},
		"drifted file":       {"print(\"hello\")\n", "print(\"hi\")\n", "```python", "the fence has drifted from peers/echo.py:\n", "go run ./runner sync"},
		"unknown name":       {"code: fake.go Echo -->", "code: fake.go Ehco -->", "```go\n// Echo", `fake.go: no declaration "Ehco"`, "did you mean Echo?"},
		"unknown file":       {"code: peers/echo.py", "code: peers/ehco.py", "```python", `no file "peers/ehco.py"`, "did you mean peers/echo.py?"},
		"wrong language":     {"```python", "```ruby", "```ruby", `a fence for peers/echo.py has the language "ruby"`, "write ```python"},
		"go without source":  {"<!-- code: fake.go Server.Serve -->\n", "", "```go\nfunc (s", "a go fence without a source", "write ```go illustrative"},
		"nested go":          {"```go illustrative", "```go", "  ```go\n  var", "a go fence without a source", ""},
		"c without source":   {"```c illustrative", "```c", "```c\n", "a c fence without a source", "write ```c illustrative"},
		"text without run":   {"```\nclient ----- ", "```text\nclient ----- ", "```text\nclient -----", "a text fence without a run directive", "put <!-- run: EXAMPLE --> above it"},
		"unknown example":    {"<!-- run: echo -->\n```text\nclient: hello", "<!-- run: ehco -->\n```text\n```\n\n<!-- run: echo -->\n```text\nclient: hello", "```text\n```", `no example "ehco"`, "did you mean echo?"},
		"run not in text":    {"```text\nclient: 5", "```\nclient: 5", "```\nclient: 5", `the transcript of half-close has the language ""`, "write ```text"},
		"wide drawing":       {"client ----- hello ----> server", wide, wide, "a drawing 73 columns wide; 72 at most", ""},
		"wide with tabs":     {"client ----- hello ----> server", strings.Repeat("\t", 9) + "x", "\t\t\t\t\t\t\t\t\tx", "a drawing 73 columns wide", ""},
		"never closed":       {"## Further reading\n", "## Further reading\n\n```sh\nls\n", "```sh\nls", "a fence that is never closed", ""},
		"indented code":      {"## Further reading\n", "## Further reading\n\n    ls\n", "    ls", "code by indentation", "put it in a fence"},
		"directive in list":  {"- A list with a fence.\n", "- A list with a fence.\n\n  <!-- code: fake.go Echo -->\n", "  <!-- code: fake.go Echo -->", "<!-- code: fake.go Echo --> stands inside another block", ""},
		"directive orphaned": {"## The lab\n", "## The lab\n\n<!-- code: fake.go Echo -->\n", "<!-- code: fake.go Echo -->\n\n## Further", "<!-- code: fake.go Echo --> stands above no fence", "directly above its fence"},
		"directive refused":  {"<!-- code: fake.go Server.Serve -->", "<!-- code: fake.go Server Serve -->", "<!-- code: fake.go Server Serve -->", "a code directive is", ""},
	} {
		t.Run(name, s.check)
	}
}

func TestCheckLinks(t *testing.T) {
	for name, s := range map[string]spoiling{
		"dead file":        {"(fake.go)", "(fak.go)", "An introduction", "the link fak.go: there is no such file", "did you mean fake.go"},
		"dead anchor":      {"(#the-idea)", "(#the-ideas)", "An introduction", "the link #the-ideas: ch09-fake/README.md has no such heading", "did you mean the-idea?"},
		"anchor elsewhere": {"(README.md#the-idea)", "(README.md#nothing)", "[a folder]", "the link README.md#nothing: ch09-fake/README.md has no such heading", ""},
		"anchor in code":   {"(fake.go)", "(fake.go#L4)", "An introduction", "the link fake.go#L4: only a heading of a Markdown file keeps its place", ""},
		"outside":          {"(fake.go)", "(../../fake.go)", "An introduction", "the link ../../fake.go leaves the repository", ""},
		"absolute":         {"(fake.go)", "(/fake.go)", "An introduction", "the link /fake.go leaves the repository", ""},
		"http":             {"(https://www", "(http://www", "[the standard]", "is not https", "link to an https:// address"},
		"http, bare":       {"<https://go.dev>", "http://go.dev", "[the standard]", "the link http://go.dev is not https", ""},
		"no host":          {"<https://go.dev>", "[x](https:)", "[the standard]", "the link https: is not https", ""},
		"malformed":        {"<https://go.dev>", "[x](https://go.dev:port)", "[the standard]", `invalid port ":port" after host`, ""},
		"image":            {"<https://go.dev>", "![x](x.png)", "[the standard]", "the link x.png: there is no such file", ""},
		"no text":          {"<https://go.dev>", "and\n\n![](x.png)", "![](x.png)", "the link x.png: there is no such file", ""},
		"definition":       {"## Further reading\n", "## Further reading\n\n[Go][home]\n\n[home]: https://go.dev\n", "[home]: ", "the link definition [home]", "write [text](address)"},
	} {
		t.Run(name, s.check)
	}
}

func TestCheckCommands(t *testing.T) {
	const at = "Type `go run"
	span := func(command string) [2]string { return [2]string{"`runner doctor`", "`" + command + "`"} }
	for name, tt := range map[string]struct {
		change    [2]string
		at        string
		text, fix string
	}{
		"chapter":          {span("go run ./runner fak"), at, `runner fak: no chapter "fak"`, "did you mean fake or ch09-fake?"},
		"chapter number":   {span("go run ./runner ch03"), at, `no chapter "ch03"`, "there are: ch02-stream"},
		"verb":             {span("go run ./runner ch09 srve"), at, `runner ch09 srve: no command "srve"`, "did you mean serve?"},
		"verb, no chapter": {span("go run ./runner serve"), at, "runner serve: serve follows a chapter", "write runner ch02 serve"},
		"verb, alone":      {span("go run ./runner ch09 doctor"), at, `no command "doctor"`, ""},
		"example":          {span("go run ./runner 9 run echo ehco"), at, `no example "ehco"`, "did you mean echo?"},
		"bare runner":      {span("runner 9 run --timeout 5s ehco >out.txt"), at, `no example "ehco"`, ""},
		"flag's value":     {span("runner 9 run --timeout=5s ehco"), at, `no example "ehco"`, ""},
		"synced chapter":   {span("runner sync fake fkae"), at, `no chapter "fkae"`, "did you mean fake?"},
		"flag":             {span("go run ./runner 9 serve --lisen :1"), at, "no flag \"--lisen\"", "did you mean --listen?"},
		"flag of reading":  {span("go run ./runner 9 --fast"), at, `no flag "--fast"`, ""},
		"word":             {span("go run ./runner completion basch"), at, `no word after completion "basch"`, "did you mean bash?"},
		"folder of run":    {span("go run ./ruber ch09"), at, "there is no folder ./ruber", ""},
		"folder, no ./":    {span("go run runner ch09"), at, "runner is no folder to go", "write ./runner"},
		"folder of test":   {span("go test ./ch08-errors"), at, "there is no folder ./ch08-errors", ""},
		"folder below":     {span("go vet ./ch08-errors/..."), at, "there is no folder ./ch08-errors/...", ""},
		"flag of test":     {span("go test -rce ./ch09-fake"), at, "no flag -rce", ""},
		"test":             {span("go test -run=TestNothing ./ch09-fake"), at, "-run TestNothing chooses nothing there", ""},
		"test, elsewhere":  {span("go test -run TestEcho ./runner"), at, "-run TestEcho chooses nothing there", ""},
		"benchmark":        {span("go test -run NONE -bench Serve ./..."), at, "-bench Serve chooses nothing there", ""},
		"fuzz":             {span("go test -fuzz FuzzEcho ./ch09-fake"), at, "-fuzz FuzzEcho chooses nothing there", ""},
		"bad pattern":      {span("go test -run 'Test(' ./ch09-fake"), at, "missing closing )", ""},
		"in sh":            {[2]string{"grep hello\n", "grep hello; go run ./runner ch09 run hello\n"}, "cd ch09", `no example "hello"`, ""},
		"continued":        {[2]string{"    sync --check\n", "    snyc --check\n"}, "    snyc", `no chapter "snyc"`, ""},
		"in console":       {[2]string{"$ go run ./runner ch09 --help", "$ go run ./runner ch99"}, "$ go run ./runner ch99", `no chapter "ch99"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			spoiling{tt.change[0], tt.change[1], tt.at, tt.text, tt.fix}.check(t)
		})
	}
}

func TestCheckWithoutALesson(t *testing.T) {
	found := problems(Check(fstest.MapFS{}, fakeCatalogue, &fakeCatalogue[2]))
	require.Len(t, found, 1)
	assert.ErrorContains(t, found[0], "ch09-fake/README.md: open ch09-fake/README.md: file does not exist")
}

func TestCheckPage(t *testing.T) {
	module := fakeModule(t)
	module["README.md"] = &fstest.MapFile{Data: []byte("# A page\n\nRead [it](ch09-fake/README.md#the-idea), type `go run ./runner ch09`.\n")}
	assert.Empty(t, CheckPage(module, fakeCatalogue, "README.md"))

	module["README.md"].Data = []byte("# A page\n\nRead [it](README#x),\n\n```sh\ngo run ./runner ch10\n```\n")
	found := problems(CheckPage(module, fakeCatalogue, "README.md"))
	assert.EqualError(t, found.err(), "README.md:3: the link README#x: there is no such file\nREADME.md:6: runner ch10: no chapter \"ch10\"")

	found = CheckPage(module, fakeCatalogue, "NONE.md")
	assert.EqualError(t, found.err(), "NONE.md: open NONE.md: file does not exist")
}
