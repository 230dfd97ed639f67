//go:build !unix

package doctor

import "context"

// runsPrograms has nothing to ask: a file is a program by its name.
func runsPrograms(context.Context, string) error { return nil }

// openFiles has nothing to ask: a process may have as many sockets as there is
// memory for.
func openFiles(context.Context) (string, error) { return "no limit", nil }
