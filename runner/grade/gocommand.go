package grade

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"sockbook/runner/fault"
)

// goEnv asks the go command for its folders: away from the working directory,
// where a submission's go.mod or go.work could name another Go to use.
func (r *run) goEnv(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOCACHE")
	cmd.Dir = r.base
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local", "GO111MODULE=off", "GOWORK=off", "GOFLAGS=")
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && len(exit.Stderr) > 0 {
			err = errors.New(Line(string(exit.Stderr)))
		}
		return fault.New("install Go 1.25 or later: https://go.dev/dl/", "the go command does not run, and grading compiles: %w", err)
	}
	r.goRoot, r.goCache, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(string(out)), "\r", ""), "\n")
	return nil
}

// provide makes a cache for the go command if it has none that it can write to,
// as without a home directory: what one submission compiles of the standard
// library the next need not.
func (r *run) provide() error {
	probe := filepath.Join(r.goCache, filepath.Base(r.base))
	if filepath.IsAbs(r.goCache) && os.MkdirAll(probe, 0o777) == nil {
		return os.Remove(probe)
	}
	r.goCache = filepath.Join(r.base, "cache")
	return errors.Join(os.Mkdir(r.goCache, 0o700), os.Setenv("GOCACHE", r.goCache))
}
