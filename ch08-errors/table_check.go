package sockerrors

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// read takes the file in. What it does not know, it refuses: a misspelt advice
// would be one that nobody ever gives.
func (t *parsed) read(file []byte) error {
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(t); err != nil {
		return err
	}
	for _, r := range t.Rows {
		if err := r.check(); err != nil {
			return fmt.Errorf("%s: %w", r.name(), err)
		}
		t.add(r.entry())
	}
	return nil
}

// name is what the entry is called.
func (r row) name() string {
	name := cmp.Or(r.Winsock, r.POSIX, r.Name)
	if name == "" && r.UWP != nil {
		return r.UWP.Name
	}
	return name
}

// check reports the first word of the row that is no constant of the package.
func (r row) check() error {
	_, known := kindNamed(r.Kind)
	switch {
	case r.name() == "":
		return fmt.Errorf("a row without a name: %q", r.Meaning)
	case !known:
		return fmt.Errorf("no Kind is %q", r.Kind)
	case r.Fault != "" && !slices.Contains(faults, Fault(r.Fault)):
		return fmt.Errorf("no Fault is %q", r.Fault)
	case r.Advice != "" && !slices.Contains(advices, Advice(r.Advice)):
		return fmt.Errorf("no Advice is %q", r.Advice)
	case !slices.Contains(families, r.Family):
		return fmt.Errorf("no Family is %q", r.Family)
	}
	for _, o := range r.Others {
		if !slices.Contains(Systems, o.System) {
			return fmt.Errorf("no System is %q", o.System)
		}
	}
	for system := range r.Errno {
		if !isErrno(system) {
			return fmt.Errorf("%q has no errnos", system)
		}
	}
	return nil
}

var families = []Family{
	FamilyBSD, FamilyWin32, FamilyWinsock2, FamilyResolver, FamilyQoS, FamilyPOSIX,
	FamilyUWP, FamilyEAI, FamilyGo, FamilyTLS, FamilyClose, FamilyWinINet,
}
