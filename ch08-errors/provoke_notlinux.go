//go:build !linux

package sockerrors

import "runtime"

// systemThemes are the provocations made of raw system calls. They are written
// for Linux; its numbers, and often its choice of error, are its own.
func systemThemes() []theme { return nil }

// unobtainable says what this system was not asked for.
var unobtainable = []absence{
	{"the rest", "provoked with Linux's own system calls; this is " + runtime.GOOS},
}
