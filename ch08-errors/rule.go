package sockerrors

// winsockBase is what Winsock 1.1 added to the errnos of 4.3BSD, so that its
// codes would not be taken for those of the C library.
const winsockBase = 10000

// An Exception is a code of Winsock that is not 10000 and the errno.
type Exception struct {
	*Entry
	Errno int64 // the system's, if it has one
	Has   bool
}

// Exceptions lists where the rule WSA = 10000 + errno leads astray on a
// system, among the codes that Winsock took from BSD. For Linux these are
// most: above 34, its numbers are its own.
func Exceptions(system System) []Exception {
	var exceptions []Exception
	for _, e := range fromBSD() {
		errno, ok := e.Number(system)
		code, _ := e.Number(Winsock)
		if !ok || code != winsockBase+errno {
			exceptions = append(exceptions, Exception{e, errno, ok})
		}
	}
	return exceptions
}

// fromBSD are the codes that Winsock 1.1 took over, used or not.
func fromBSD() []*Entry {
	var entries []*Entry
	for _, e := range Entries() {
		if e.Family == FamilyBSD {
			entries = append(entries, e)
		}
	}
	return entries
}
