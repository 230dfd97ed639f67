package chapters

// A Verb is a command of the runner, as far as a lesson may quote it. The
// runner's tests hold its commands against this list.
type Verb struct {
	Name    string
	Chapter bool     // it follows a chapter: runner ch02 run; the others stand alone: runner doctor
	Words   []string // what may follow it, where that is a fixed set
	Flags   []string // "--check", or "--listen ADDR" if it has a value
}

// Verbs are the runner's commands.
var Verbs = []Verb{
	{Name: "read", Chapter: true},
	{Name: "list", Chapter: true},
	{Name: "run", Chapter: true},
	{Name: "serve", Chapter: true, Flags: []string{"--listen ADDR"}},
	{Name: "dial", Chapter: true},
	{Name: "lab", Chapter: true, Words: []string{"start", "check", "hint", "status", "solution"}},
	{Name: "trace", Chapter: true},
	{Name: "wire", Chapter: true},
	{Name: "doctor"},
	{Name: "sync", Flags: []string{"--check"}},
	{Name: "completion", Words: []string{"bash", "zsh", "fish", "powershell"}},
}
