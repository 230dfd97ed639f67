package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// hostNames are strings on which three judges differ, or might.
var hostNames = []string{
	"www.example.com", "WWW.Example.COM", "example.com.", "b\u00fccher.example",
	"host_1.example", "-host.example", "a..example", "two words",
	strings.Repeat("a", 63) + ".example", strings.Repeat("a", 64) + ".example",
	strings.Repeat("a.", 126) + "a", strings.Repeat("a.", 127) + "a",
	"192.0.2.1", "192.0.2.010", "127.1", "0x7f.1", "2130706433", "256.0.0.1",
	"::1", "[::1]", "fe80::1%3", "192.0.2.1:80", "00:1A:7D:DA:71:13", "",
}

// Hostname shows what a host's name may be: for UWP's HostName, for Go and for
// getaddrinfo(3). Then it provokes the resolver's errors, from a name server
// of its own.
func Hostname(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "One name, three judges. What UWP does with ? is inferred.")
	fmt.Fprintf(out, "%-22s %-13s %-14s %s\n", "", "UWP", "Go", "getaddrinfo")
	for _, name := range hostNames {
		fmt.Fprintf(out, "%-22s %-13s %-14s %s\n", abridged(name), byUWP(name), byGo(ctx, name), byGetaddrinfo(name))
	}
	fmt.Fprintln(out, "The reasons.")
	for _, name := range hostNames {
		h, err := ParseHostName(name)
		var refused *HostNameError
		switch {
		case errors.As(err, &refused):
			fmt.Fprintf(out, "uwp: %s: %s\n", abridged(name), refused.Problem)
		case h.Canonical != h.Raw:
			fmt.Fprintf(out, "uwp: %s: canonical %s\n", abridged(name), h.Canonical)
		}
	}
	fmt.Fprintln(out, "The name is well-formed, and the name server fails.")
	for _, fail := range dnsFailures {
		if err := showDNSFailure(ctx, out, fail); err != nil {
			return err
		}
	}
	return nil
}

// byUWP is the kind of a name, or that it is refused, with a question mark if
// Microsoft does not document that.
func byUWP(name string) string {
	h, err := ParseHostName(name)
	var refused *HostNameError
	if errors.As(err, &refused) {
		if refused.Documented {
			return "refused"
		}
		return "refused ?"
	}
	if documentedForm(h) {
		return h.Kind.String()
	}
	return h.Kind.String() + " ?"
}

// documentedForm tells the forms that Microsoft's documentation of HostName
// gives as examples from those that we suppose.
func documentedForm(h HostName) bool {
	switch h.Kind {
	case Ipv4:
		return true
	case Ipv6:
		return !strings.Contains(h.Raw, "%")
	case DomainName:
		return strings.EqualFold(h.Raw, h.Canonical)
	}
	return false
}

// abridged is the name, or its beginning and its length.
func abridged(name string) string {
	switch n := len([]rune(name)); {
	case n == 0:
		return `""`
	case n > 22:
		return fmt.Sprintf("%.5s…, %d bytes", name, len(name))
	}
	return name
}
