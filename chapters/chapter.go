// Package chapters is the table of contents of the workbook: what a chapter
// is, which chapters there are, and the checks that keep their lessons true.
//
// It renders nothing and prints nothing. The runner shows what is described
// here; the tests of this package prove it.
package chapters

import (
	"context"
	"io"
	"io/fs"
	"net"

	"sockbook/chapters/lab"
)

// A Chapter is one row of the table of contents: a lesson and the doors of
// the package that the lesson explains.
type Chapter struct {
	Number   int    // 2
	Dir      string // "ch02-stream": the folder, below the module's root
	Package  string // "stream": the Go package in that folder
	Title    string // "Stream sockets"
	Promise  string // one sentence: what a reader can do afterwards
	Files    fs.FS  // README.md, the .go sources and lab/, embedded
	Examples []Example

	// Address is where the echo server listens unless it is told otherwise, and
	// Form what an address is, "a path". If both are empty, it is HOST:PORT, and
	// port 70 and the chapter's number on loopback.
	Address, Form string

	// Listen binds the chapter's echo server, Dial its echo client.
	Listen func(ctx context.Context, addr string) (Server, error)
	Dial   func(ctx context.Context, addr string) (Client, error)
}

// A Server is the chapter's echo server, bound and ready.
type Server interface {
	Addr() net.Addr
	Serve(ctx context.Context) error // until ctx ends; then drains and returns nil
	Close() error                    // closes everything and waits
}

// A Client is the chapter's echo client, connected.
type Client interface {
	// Echo sends msg and returns what came back for it.
	Echo(ctx context.Context, msg []byte) ([]byte, error)
	Close() error
}

// An Example is a program of a chapter that a reader can run by name.
type Example struct {
	Name  string // "halfclose"
	Brief string // one line, for the list
	Run   ExampleFunc

	// Network is where the example runs; the zero value is the machine itself.
	Network Network

	// Asked, if set, runs it with what the reader wrote after its name; Args is
	// how a usage line calls that, "[QUERY…]".
	Asked AskedFunc
	Args  string
}

// A Network says which network an example sees.
type Network int

const (
	// Shared is the machine's own.
	Shared Network = iota
	// Private is a user and network namespace of the example's own, where it
	// may do as root does and reach nobody. Without one it is skipped.
	Private
	// PreferPrivate is a namespace where the system gives one, and otherwise
	// the machine itself: what the example then lacks, it says.
	PreferPrivate
)

// An ExampleFunc writes what happens, a line at a time, to out. It returns
// when the story is told or ctx ends.
//
// out may be used by several goroutines at once, and each Write is shown as
// one piece: a line printed by one fmt.Fprintf is never cut by another. A
// line that begins with a party's name and a colon ("server: ", "client: ")
// is that party's.
//
// An example that needs what this machine lacks returns an error for which
// errors.Is(err, errors.ErrUnsupported) holds. Where a command would help, the
// error has a method Hint() string that gives it.
type ExampleFunc func(ctx context.Context, out io.Writer) error

// An AskedFunc is an [ExampleFunc] that answers its reader's own arguments, of
// which there is at least one.
type AskedFunc func(ctx context.Context, out io.Writer, args []string) error

// Lesson is the chapter's README.md.
func (c *Chapter) Lesson() ([]byte, error) { return fs.ReadFile(c.Files, "README.md") }

// Lab is the chapter's exercise. The error of a chapter that has none is
// fs.ErrNotExist.
func (c *Chapter) Lab() (*lab.Lab, error) {
	files, err := fs.Sub(c.Files, "lab")
	if err != nil {
		return nil, err
	}
	return lab.Open(files, "sockbook/"+c.Dir+"/lab")
}

// Example returns the example of that name, or nil.
func (c *Chapter) Example(name string) *Example {
	for i := range c.Examples {
		if c.Examples[i].Name == name {
			return &c.Examples[i]
		}
	}
	return nil
}
