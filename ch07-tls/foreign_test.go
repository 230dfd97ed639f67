package securestream

import (
	"os"
	"os/exec"
	"testing"
)

// requireAll names the variable that, when not empty, turns every skip into a
// failure.
const requireAll = "SOCKBOOK_REQUIRE_ALL"

// lacking skips, or fails where everything is required.
func lacking(t *testing.T, what string) {
	t.Helper()
	if os.Getenv(requireAll) != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// foreign is the path of a program that no one here wrote.
func foreign(t *testing.T, name, remedy string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		lacking(t, "no "+name+" on this machine; "+remedy)
	}
	return path
}
