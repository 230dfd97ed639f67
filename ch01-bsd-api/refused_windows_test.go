package bsdapi

import "golang.org/x/sys/windows"

var refusals = []error{windows.WSAECONNREFUSED}
