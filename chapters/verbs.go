package chapters

// A Verb is a command of the runner, as far as a lesson may quote it. The
// runner's tests hold its commands against this list.
type Verb struct {
	Name     string
	Chapter  bool     // it follows a chapter: runner ch02 run; the others stand alone: runner doctor
	Chapters bool     // chapters may follow it
	Examples bool     // examples may follow it
	Tests    bool     // a test of the chapter's lab may follow it
	Words    []string // what may follow it, where that is a fixed set
	Flags    []string // "--check", or "--listen ADDR" if it has a value
	Verbs    []Verb   // what it does more
}

// Verbs are the runner's commands.
var Verbs = []Verb{
	{Name: "read", Chapter: true, Flags: []string{"--from SECTION", "--no-run", "--all", "--timeout TIME"}},
	{Name: "list", Chapter: true},
	{Name: "run", Chapter: true, Examples: true, Flags: []string{"--timeout TIME"}},
	{Name: "trace", Chapter: true, Examples: true, Flags: []string{"--all", "--raw", "--timeout TIME"}},
	{Name: "wire", Chapter: true, Examples: true, Flags: []string{"--all", "--force", "--pcap FILE", "--timeout TIME"}},
	{Name: "serve", Chapter: true, Flags: []string{"--listen ADDR", "--per-address N", "--max-bytes SIZE", "--idle TIME"}},
	{Name: "dial", Chapter: true},
	{Name: "lab", Chapter: true, Verbs: []Verb{
		{Name: "start", Flags: []string{"--reset FILE"}},
		{Name: "check", Flags: []string{"--watch", "--json", "--timeout TIME"}},
		{Name: "hint", Tests: true},
		{Name: "status"},
		{Name: "solution", Flags: []string{"--give-up"}},
	}},
	{Name: "doctor", Flags: []string{"--json"}},
	{Name: "grade", Flags: []string{"--lab CHAPTER", "--format FORMAT", "--out FILE", "--jobs N", "--timeout TIME", "--fresh"}},
	{Name: "sync", Chapters: true, Flags: []string{"--check"}},
	{Name: "completion", Words: []string{"bash", "zsh", "fish", "powershell"}},
}
