package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// examined is what [Translate] asks when its reader does not.
var examined = []string{
	"ECONNREFUSED", "10061", "0x8007274D", "-2147014835", "111@linux", "0x20000016",
	"WSAECONNREFUSED", "ConnectionRefused",
	"61", "12", "-2", "econnreset@windows", "EPIPE",
	"WSAHOST_NOT_FOUND", "STATUS_CONNECTION_ABORTED", "1225@win32",
	"ECONREFUSED", "111@windows",
}

// Translate looks errors up by the names and numbers that systems give them:
// one failure has many, and one number means many failures.
func Translate(_ context.Context, out io.Writer) error {
	_ = translate(out, examined) // two of them are unknown, as the reader sees
	return nil
}

// TranslateArgs is [Translate] for the queries of a reader. The error is that
// of the first query that the table has nothing of, an [*UnknownError].
func TranslateArgs(ctx context.Context, out io.Writer, args []string) error {
	if len(args) == 0 {
		return Translate(ctx, out)
	}
	return translate(out, args)
}

func translate(out io.Writer, queries []string) (unknown error) {
	told := map[*Entry]bool{}
	for _, query := range queries {
		matches, err := Lookup(query)
		var nothing *UnknownError
		switch {
		case errors.As(err, &nothing):
			fmt.Fprintf(out, "reader: %s\ntable: nothing; %s\n", query, nothing.Hint())
			if unknown == nil {
				unknown = err
			}
		case len(matches) == 1 && !told[matches[0].Entry]:
			fmt.Fprintf(out, "reader: %s\n%s", query, describe(matches[0].Entry))
		default:
			fmt.Fprintf(out, "reader: %s\n%s", query, enumerate(matches))
		}
		if len(matches) == 1 {
			told[matches[0].Entry] = true
		}
	}
	return unknown
}

// enumerate lists what a query may mean. A reader who knows the system asks
// for less: 61@darwin.
func enumerate(matches []Match) string {
	var text strings.Builder
	for _, m := range matches {
		fmt.Fprintf(&text, "table: %s\n", m)
		if len(matches) > 1 {
			fill(&text, "", m.Meaning, " ")
			fill(&text, "whose", m.judgement(), " ")
		}
	}
	return text.String()
}

// String is one line: on which systems it is so, and which entry that is.
func (m Match) String() string {
	var systems, names []string
	for _, c := range m.As {
		systems = append(systems, string(c.System))
		if c.Name != "" && c.Name != m.Name && !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	where := strings.Join(systems, ", ")
	if len(systems) > 3 {
		where = fmt.Sprintf("%s, %s and %d more", systems[0], systems[1], len(systems)-2)
	}
	if len(names) == 0 {
		return where + ": " + m.Name
	}
	return fmt.Sprintf("%s: %s (%s)", where, m.Name, strings.Join(names, ", "))
}
