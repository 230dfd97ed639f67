package sockerrors

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
)

// tableJSON has a line for each entry, so that grep finds one.
//
//go:embed table.json
var tableJSON []byte

// A parsed table is the file and what is looked up in it.
type parsed struct {
	Rows          []row          `json:"entries"`
	Disagreements []Disagreement `json:"disagreements"`

	entries []*Entry
	numbers map[int64][]Match
	names   map[string][]Match // in lower case
	loose   map[string][]Match // folded
}

// A row is an entry as the file has it.
type row struct {
	Name    string           `json:"name"` // where none of the others is one
	Winsock string           `json:"winsock"`
	Code    int64            `json:"code"`
	POSIX   string           `json:"posix"`
	Near    string           `json:"near"`
	Kind    string           `json:"kind"`
	Fault   string           `json:"fault"`
	Advice  string           `json:"advice"`
	Family  Family           `json:"family"`
	Meaning string           `json:"meaning"`
	Note    string           `json:"note"`
	Errno   map[System]int64 `json:"errno"`

	DotNet   string   `json:"dotnet"`
	Rust     string   `json:"rust"`
	UWP      *member  `json:"uwp"`
	HRESULT  *member  `json:"hresult"`
	Win32    *win32   `json:"win32"`
	NTStatus []member `json:"ntstatus"`
	HErrno   *member  `json:"h_errno"`
	EAI      *struct {
		Name          string
		Glibc, Darwin int64
	} `json:"eai"`

	MapsTo map[string]string   `json:"maps_to"`
	Folds  map[string][]string `json:"folds"`
	Seen   []string            `json:"seen"`

	Others []struct {
		System System
		Name   string
		Number *int64
	} `json:"codes"`
	Texts map[string]string `json:"texts"`
}

type member struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
}

type win32 struct {
	Name string `json:"name"`
	Code int64  `json:"code"`
}

// table reads the file when the first look-up needs it.
var table = sync.OnceValue(func() *parsed {
	t := &parsed{numbers: map[int64][]Match{}, names: map[string][]Match{}, loose: map[string][]Match{}}
	if err := t.read(tableJSON); err != nil {
		panic(fmt.Sprintf("table.json: %v", err)) // the file is part of the program
	}
	return t
})

var (
	kernels = []System{Linux, LinuxMIPS, Darwin, FreeBSD, NetBSD, OpenBSD, Illumos}

	// errnoSystems are those whose name for an error is POSIX's.
	errnoSystems = append(kernels[:len(kernels):len(kernels)], UCRT, GoWindows)
)

func (r row) entry() *Entry {
	e := &Entry{
		POSIX: r.POSIX, Near: r.Near, Meaning: r.Meaning, Note: r.Note, Texts: r.Texts,
		Family: r.Family, MapsTo: r.MapsTo, Folds: r.Folds, Seen: r.Seen,
	}
	e.Name = r.name()
	e.Kind, _ = kindNamed(r.Kind)
	e.verdict = verdictOf{Fault(r.Fault), Advice(r.Advice)}
	for _, system := range errnoSystems {
		if n, ok := r.Errno[system]; ok {
			e.Codes = append(e.Codes, Code{system, r.POSIX, n, true, Defined})
		}
	}
	e.Codes = slices.Concat(e.Codes, r.windowsCodes(), r.resolverCodes(), r.otherCodes())
	if r.Rust != "" {
		e.Codes = append(e.Codes, Code{System: Rust, Name: r.Rust, Basis: Source})
	}
	return e
}
