package wire

import "strings"

// A Record is a ladder as a lesson holds it: everything as it came, without
// what the kernel does on its own account.
type Record struct {
	follow *Follower
	text   strings.Builder
}

// NewRecord returns an empty one.
func NewRecord() *Record { return &Record{follow: NewFollower()} }

// Add draws the next event.
func (r *Record) Add(e Event) { r.draw(r.follow.Follow(e)) }

func (r *Record) draw(rows []Row) {
	for i := range rows {
		if rows[i].Kernel {
			continue
		}
		for _, line := range rows[i].Draw(Width, false) {
			r.text.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
}

// String is the ladder so far.
func (r *Record) String() string {
	r.draw(r.follow.Flush())
	return r.text.String()
}
