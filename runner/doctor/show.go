package doctor

import (
	"encoding/json"
	"fmt"
	"strings"

	"sockbook/runner/tty"
)

// Show prints the report for a person.
func (r *Report) Show(console *tty.Console) {
	out := console.Out
	fmt.Fprintf(out, "\n  %s\n\n", console.Bold(r.System+", "+r.Arch))
	missing := 0
	for _, f := range r.Findings {
		mark := console.Good("✓")
		if !f.OK {
			mark = console.Bad("✗")
			missing++
		}
		fmt.Fprintf(out, "  %s %-22s %-16s %s\n", mark, f.Name, short(f), console.Dim(f.Use))
		if f.OK {
			continue
		}
		fmt.Fprintf(out, "      %s\n", f.Detail)
		if f.Remedy != "" {
			fmt.Fprintf(out, "      %s\n", console.Bold(f.Remedy))
		}
	}
	if missing == 0 {
		fmt.Fprintf(out, "\n  Everything is here.\n\n")
		return
	}
	fmt.Fprintf(out, "\n  %d of %d are missing. An example that cannot do without one is skipped,\n  and says why.\n\n", missing, len(r.Findings))
}

// short is what stands beside a check's name.
func short(f Finding) string {
	if !f.OK {
		return "missing"
	}
	return f.Detail
}

// JSON prints the report for a program.
func (r *Report) JSON(console *tty.Console) error {
	enc := json.NewEncoder(console.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// firstLine is the first line of a text that has something on it.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
