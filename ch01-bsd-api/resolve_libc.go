package bsdapi

import (
	"context"
	"os/exec"
	"strings"
)

// libc asks the C library, through the program getent: the first address that
// getaddrinfo(3) gives. Only for what it takes as a number, so that it asks
// nobody. Where there is no getent, it has nothing to say.
func libc(ctx context.Context, s string) string {
	text, err := exec.CommandContext(ctx, "getent", "ahosts", s).Output()
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), " ")
	return "; libc: " + first
}
