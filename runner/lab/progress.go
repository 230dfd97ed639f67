package lab

// A Progress is how far a student is with a lab.
type Progress struct {
	Tests   int  // that there are
	Started bool // there is a folder to work in
	Checked bool // and it has been checked
	Passed  int  // in the last check
	Solved  bool // every test has passed, in the last check or before
}

// Progress looks at the student's folder, in or above the working directory.
func (b *Bench) Progress() Progress {
	p := Progress{Tests: len(b.Lab.Tests)}
	path, err := b.find("")
	if err != nil {
		return p // not started
	}
	p.Started = true
	h := b.recall(path)
	if last := h.last(); last != nil {
		p.Checked, p.Passed = true, last.passed()
		p.Solved = last.solved() || !h.Solved.IsZero()
	}
	return p
}
