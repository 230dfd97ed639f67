package chapters

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Root returns the folder of this module's sources: dir itself or the nearest
// one above it whose go.mod says module sockbook.
func Root(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := abs; ; at = filepath.Dir(at) {
		mod, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		for line := range strings.Lines(string(mod)) {
			if strings.TrimSpace(line) == "module sockbook" {
				return at, nil
			}
		}
		if at == filepath.Dir(at) {
			return "", outsideError(abs)
		}
	}
}

// An outsideError names a folder that is not within a clone of the workbook.
type outsideError string

func (e outsideError) Error() string {
	return fmt.Sprintf("%s is not in a clone of the workbook: no go.mod here or above says module sockbook", string(e))
}

func (e outsideError) Hint() string { return "change to the folder that you cloned" }
