package lab

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// files are what a folder has of Go files, by their names.
type files map[string]stamp

// A stamp is what is another after a file was saved.
type stamp struct {
	size int64
	at   time.Time
}

// look looks at the Go files of a folder. Of one that is not there, or a file
// that goes away meanwhile, there is nothing.
func look(path string) files {
	entries, _ := os.ReadDir(path) // the check will say what is wrong
	all := make(files)
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if info, err := os.Stat(filepath.Join(path, e.Name())); err == nil { // through a link
			all[e.Name()] = stamp{info.Size(), info.ModTime()}
		}
	}
	return all
}

// changed are the names of the files that are not as before.
func (f files) changed(before files) (names []string) {
	for name, s := range f {
		if old, ok := before[name]; !ok || old.size != s.size || !old.at.Equal(s.at) {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, ok := f[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// events tells when something happens in a folder, as far as the system does:
// see inotify(7), kqueue(2), ReadDirectoryChangesW. A folder of a network has
// no events, and of one that is replaced there are no more. stop waits for its
// end.
func events(path string) (happened <-chan struct{}, stop func()) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, func() {}
	}
	_ = w.Add(path) // if that fails there are no events
	some := make(chan struct{}, 1)
	var telling sync.WaitGroup
	telling.Go(func() {
		for open := true; open; {
			select {
			case _, open = <-w.Events:
			case _, open = <-w.Errors: // events were lost: the next look sees what they were about
			}
			select {
			case some <- struct{}{}:
			default: // it is known already
			}
		}
	})
	return some, func() {
		_ = w.Close() // it ends Events and Errors
		telling.Wait()
	}
}
