package sockerrors

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// showMerged lists what becomes one in a program's vocabulary: whoever reads
// the one name cannot tell which it was.
func showMerged(out io.Writer) {
	codes := map[string][]string{} // by Rust's name for them
	for _, e := range Entries() {
		for _, program := range slices.Sorted(maps.Keys(e.Folds)) {
			if errnos := e.Folds[program]; len(errnos) > 1 {
				fmt.Fprintf(out, "  %-10s %s: %s\n", program, strings.Join(errnos, ", "), e.Name)
			}
		}
		for _, c := range e.On(Rust) {
			codes[c.Name] = append(codes[c.Name], e.Name)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(codes)) {
		if len(codes[kind]) > 1 {
			fmt.Fprintf(out, "  %-10s %s: %s\n", Rust, strings.Join(codes[kind], ", "), kind)
		}
	}
}
