package lab

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"sockbook/chapters/confine"
)

// buildTime is what compiling may take. The first check on a machine compiles
// the standard library too.
const buildTime = 5 * time.Minute

// build compiles the tests into w.binary.
func (w *workspace) build(ctx context.Context, race bool) *Problem {
	ctx, stop := context.WithTimeout(ctx, buildTime)
	defer stop()
	out, err := w.compile(ctx, race, "test -c -vet=off", w.module+"_test")
	if err == nil {
		return w.built()
	}
	return w.diagnose(ctx, err, out)
}

// compile has a subcommand of the go command make w.binary of the package in
// w.dir, in which the packages with a harness get to know the secret. It asks
// nothing of a network. out is what the command printed.
func (w *workspace) compile(ctx context.Context, race bool, subcommand string, harnessed ...string) (out string, err error) {
	link := "-ldflags=-s -w"
	one, other := halves(w.secret)
	for _, path := range harnessed {
		link += " -X " + path + ".check_one=" + one + " -X " + path + ".check_other=" + other
	}
	// Without optimization a traceback names the line: of an endless loop that
	// was optimized it may say line 1. Nobody debugs it, which saves a tenth of
	// the time.
	args := append(strings.Fields(subcommand), "-trimpath", "-gcflags=-N -l -dwarf=false", link, "-o", w.binary)
	if race {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, ".")...)
	cmd.Dir = w.dir
	cmd.Env = w.toolEnv(race)
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	if err = runFamily(ctx, cmd); err == nil {
		err = w.identify()
	}
	return printed.String(), err
}

// halves splits a secret: a digit of it is the sum, modulo 16, of what stands
// at its place in both. Each half is random letters, and alone says nothing.
func halves(secret string) (one, other string) {
	for _, digit := range []byte(secret) {
		for {
			a, b := byte('a'+rand.N(26)), byte('a'+rand.N(26))
			if hexDigits[(a+b)%16] == digit {
				one, other = one+string(a), other+string(b)
				break
			}
		}
	}
	return one, other
}

// hexDigits are those of a secret.
const hexDigits = "0123456789abcdef"

// built looks for the binary: for a package without a Go file that the system
// takes, go test -c succeeds and makes none.
func (w *workspace) built() *Problem {
	w.clear()
	if _, err := os.Stat(w.binary); err != nil {
		return &Problem{Kind: Compile, Text: "there is nothing to compile", Hint: "each file begins with package " + w.lab.Package}
	}
	return nil
}

// runFamily runs cmd and ends it, with all that it has started, when it is
// done or ctx is.
func runFamily(ctx context.Context, cmd *exec.Cmd) error {
	cmd.WaitDelay = time.Second
	family, err := confine.Start(cmd)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { family.End() })
	err = cmd.Wait()
	stop()
	family.End()
	return err
}

// toolEnv is the environment of the go command: the reader's, but for what
// would make it look elsewhere.
func (w *workspace) toolEnv(race bool) []string {
	ours := map[string]string{
		"GO111MODULE": "on", "GOFLAGS": "", "GOWORK": "off", "GOPROXY": "off", "GOTOOLCHAIN": "local",
		"GOOS": runtime.GOOS, "GOARCH": runtime.GOARCH, "CGO_ENABLED": "0", "GOEXPERIMENT": "",
	}
	if race {
		ours["CGO_ENABLED"] = "1" // the race detector links with libc
	}
	if !usableCache() {
		ours["GOCACHE"] = filepath.Join(w.dir, "cache")
	}
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if _, ok := ours[name]; !ok {
			env = append(env, kv)
		}
	}
	for name, value := range ours {
		env = append(env, name+"="+value)
	}
	return env
}

// usableCache reports whether the go command has a place for what it compiles;
// an account without a home has none.
func usableCache() bool {
	dir := os.Getenv("GOCACHE")
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return false
		}
		dir = filepath.Join(user, "go-build")
	}
	return os.MkdirAll(dir, 0o777) == nil
}
