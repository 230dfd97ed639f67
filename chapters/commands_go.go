package chapters

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// goFlags are the flags of go run, build, vet and test that a lesson may
// quote, and whether the next word is their value.
var goFlags = map[string]bool{
	"-bench": true, "-benchmem": false, "-benchtime": true, "-count": true, "-cpu": true,
	"-exec": true, "-failfast": false, "-fuzz": true, "-fuzztime": true, "-list": true,
	"-o": true, "-overlay": true, "-parallel": true, "-race": false, "-run": true,
	"-short": false, "-shuffle": true, "-tags": true, "-timeout": true, "-v": false,
	"-cpuprofile": true, "-memprofile": true, "-trace": true, "-gcflags": true, "-json": false,
}

// goCommand checks the packages, the flags and the names of tests of a go
// command, and what go run hands to the runner.
func (k *checker) goCommand(line int, command string, args []string) {
	if !slices.Contains([]string{"run", "test", "build", "vet"}, command) {
		return
	}
	quoted := strings.Join(append([]string{"go", command}, args...), " ")
	var folders []string
	patterns := make(map[string]string) // -run, -bench, -fuzz
	for i := 0; i < len(args); i++ {
		name, value, joined := strings.Cut(args[i], "=")
		takes, known := goFlags[name]
		switch {
		case strings.HasPrefix(name, "-") && !known:
			k.report(line, "", "%s: no flag %s", quoted, name)
		case known:
			if takes && !joined && i+1 < len(args) {
				i++
				value = args[i]
			}
			patterns[name] = value
		case isPlaceholder(args[i]) || args[i] == "." || strings.Contains(args[i], "@"):
		default:
			folder, ok := k.folder(line, quoted, args[i])
			if ok && command == "run" && folder == "runner" {
				k.runnerCommand(line, args[i+1:])
			}
			if ok {
				folders = append(folders, folder)
			}
			if command == "run" { // what follows is the program's
				return
			}
		}
	}
	if command == "test" && len(folders) > 0 {
		k.testNames(line, quoted, folders, patterns)
	}
}

// folder checks a package pattern and returns its folder, below the root.
func (k *checker) folder(line int, quoted, pattern string) (string, bool) {
	plain := strings.ReplaceAll(pattern, "…", "...")
	if !strings.HasPrefix(plain, "./") {
		k.report(line, "write ./"+plain, "%s: %s is no folder to go", quoted, pattern)
		return "", false
	}
	folder := path.Clean(strings.TrimSuffix(strings.TrimPrefix(plain, "./"), "..."))
	info, err := fs.Stat(k.root, folder)
	if err != nil || !info.IsDir() {
		k.report(line, "", "%s: there is no folder %s", quoted, pattern)
		return "", false
	}
	return folder, true
}

// testNames checks that the patterns of go test choose something: go test
// itself is content to run nothing.
func (k *checker) testNames(line int, quoted string, folders []string, patterns map[string]string) {
	if _, ok := patterns["-bench"]; ok {
		delete(patterns, "-run") // there to choose no test
	}
	for flag, prefixes := range map[string][]string{"-run": {"Test", "Fuzz", "Example"}, "-bench": {"Benchmark"}, "-fuzz": {"Fuzz"}} {
		pattern, ok := patterns[flag]
		if !ok || isPlaceholder(pattern) && pattern != "." {
			continue
		}
		first, _, _ := strings.Cut(pattern, "/")
		re, err := regexp.Compile(first)
		if err != nil {
			k.report(line, "", "%s: %v", quoted, err)
			continue
		}
		if !slices.ContainsFunc(folders, func(folder string) bool { return k.hasTest(folder, re, prefixes) }) {
			k.report(line, "", "%s: %s %s chooses nothing there", quoted, flag, pattern)
		}
	}
}

// hasTest reports whether a test file in folder, or below it, has a function
// whose name matches and begins with one of prefixes.
func (k *checker) hasTest(folder string, re *regexp.Regexp, prefixes []string) bool {
	found := false
	_ = fs.WalkDir(k.root, folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(k.root, file)
		if err != nil {
			return nil
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		for _, d := range tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && re.MatchString(f.Name.Name) &&
				slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(f.Name.Name, p) }) {
				found = true
				return fs.SkipAll
			}
		}
		return nil
	})
	return found
}
