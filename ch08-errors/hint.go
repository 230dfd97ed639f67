package sockerrors

import "fmt"

// A hinted error is one that the table has been asked about.
type hinted struct {
	what string // what was being done
	Explanation
}

func (h *hinted) Error() string { return fmt.Sprintf("%s: %v", h.what, h.Err) }

func (h *hinted) Unwrap() error { return h.Err }

// Hint is what the table says, for a user who can do something about it.
func (h *hinted) Hint() string {
	whose := fmt.Sprintf("%s: %s", h.Fault.Doing(), h.Advice)
	if h.Entry == nil {
		return fmt.Sprintf("%s; it is %s", h.Kind, whose)
	}
	return fmt.Sprintf("%s: %s It is %s", h.Name, h.Entry.Meaning, whose)
}
