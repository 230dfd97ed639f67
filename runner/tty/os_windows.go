package tty

import (
	"errors"

	"golang.org/x/sys/windows"
)

// understandsEscapes asks the console to take escape sequences for what they
// are; one older than Windows 10 cannot. TERM is seldom set here.
func understandsEscapes(fd int, term string) bool {
	if term == "dumb" {
		return false
	}
	h := windows.Handle(fd)
	var mode uint32
	if windows.GetConsoleMode(h, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(h, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}

func forget(fd int) { _ = windows.FlushConsoleInputBuffer(windows.Handle(fd)) }

// hungUp reports whether a write failed because nobody reads any more.
func hungUp(err error) bool {
	return errors.Is(err, windows.ERROR_BROKEN_PIPE) || errors.Is(err, windows.ERROR_NO_DATA)
}
