//go:build !linux && !darwin && !windows

package byhand

// Native is the layout of this system, if it is FreeBSD.
var Native = FreeBSD
