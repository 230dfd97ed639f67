// Package cli is the runner's command line: which words there are, what they
// may be followed by, and which package does the work.
package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/progress"
	"sockbook/runner/tty"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// A Program is the runner with everything it uses.
type Program struct {
	Name      string // how the reader calls it: "go run ./runner"
	Catalogue []chapters.Chapter
	Console   *tty.Console
	Book      *progress.Book
	Dir       string // the working directory
}

// Run does what args say and returns the status to exit with. What went wrong
// is on the standard error by then.
func (p *Program) Run(ctx context.Context, args []string) int {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p.Console.Out.OnFailure(stop) // nobody reads: whatever is running can end

	root := p.root()
	root.SetArgs(p.spelled(args))
	err := root.ExecuteContext(ctx)
	if p.Console.Out.Failed() {
		err = p.Console.Out.Err() // what followed from it is no news
	}
	if err == nil {
		return exitDone
	}
	p.report(err)
	if fault.IsUsage(err) {
		return exitUsage
	}
	return exitFailed
}

// errReported is a failure that the reader has been told of.
var errReported = errors.New("reported")

// report tells the reader of err, or of each error that it joins.
func (p *Program) report(err error) {
	if err == errReported {
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			p.report(err)
		}
		return
	}
	fmt.Fprintf(p.Console.Err, "runner: %v\n", err)
	if h := fault.Hint(err); h != "" {
		fmt.Fprintf(p.Console.Err, "hint: %s\n", h)
	}
}

// spelled writes a chapter's name as its command is called, however the reader
// wrote it, and puts a "help" that comes late first.
func (p *Program) spelled(args []string) []string {
	if len(args) == 0 {
		return []string{} // cobra takes nil for os.Args
	}
	if strings.HasPrefix(args[0], "__") { // a shell's question
		return args
	}
	c, err := chapters.Find(p.Catalogue, args[0])
	if err == nil {
		args = append([]string{command(c)}, shielded(args[1:])...)
	}
	if i := slices.Index(args, "help"); i == 1 || i == 2 && args[1] != "dial" { // dial's may be a text to send
		return append([]string{"help"}, slices.Delete(slices.Clone(args), i, i+1)...)
	}
	return args
}

// shielded puts a "--" in front of the first negative number, which is a
// question to an example: no command here has a flag that is a digit. Flags
// come before it, and what follows a flag may be its value.
func shielded(args []string) []string {
	if len(args) == 0 || !slices.Contains([]string{"run", "trace", "wire"}, args[0]) {
		return args
	}
	for i := 2; i < len(args) && args[i] != "--"; i++ {
		if negative.MatchString(args[i]) && !strings.HasPrefix(args[i-1], "-") {
			return slices.Insert(slices.Clone(args), i, "--")
		}
	}
	return args
}

var negative = regexp.MustCompile(`^-\d`)

// command is the name of a chapter's command: "ch02".
func command(c *chapters.Chapter) string { return fmt.Sprintf("ch%02d", c.Number) }

// base is the program's name without its folder, as a shell completes it.
func (p *Program) base() string {
	if strings.Contains(p.Name, " ") { // go run ./runner
		return "runner"
	}
	return strings.TrimSuffix(filepath.Base(p.Name), ".exe")
}

func (p *Program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   p.base(),
		Short: "Read the chapters of the Socket Workbook and run their examples",
		Long: "Runner reads the chapters of the Socket Workbook and runs their examples.\n" +
			"Alone, it shows the table of contents and how far you are.",
		Args:          p.noSuchCommand,
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: p.Name}, // what is shown can be typed
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(*cobra.Command, []string) error {
			return p.contents()
		},
	}
	root.SetIn(p.Console.In)
	root.SetOut(p.Console.Out)
	root.SetErr(p.Console.Err)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fault.Usage(cmd.CommandPath()+" --help", "%w", err)
	})
	root.AddGroup(&cobra.Group{ID: "chapters", Title: "Chapters:"}, &cobra.Group{ID: "rest", Title: "Beside the chapters:"})
	for i := range p.Catalogue {
		root.AddCommand(p.chapter(&p.Catalogue[i]))
	}
	root.AddCommand(p.doctor(), p.grade(), p.sync(), p.completion(root))
	root.SetHelpCommand(p.help(root))
	root.SetUsageTemplate(usage)
	root.Example = verbs(root)
	hideHelpFlags(root)
	return root
}
