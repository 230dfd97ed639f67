package securestream

import "errors"

// missing says that this machine lacks what an example needs, and, where a
// command would help, which. errors.Is(err, errors.ErrUnsupported) holds.
type missing struct{ what, remedy string }

func (m missing) Error() string        { return m.what }
func (m missing) Hint() string         { return m.remedy }
func (m missing) Is(target error) bool { return target == errors.ErrUnsupported }
