//go:build !linux

package bsdapi

import "testing"

// private needs Linux's namespaces; what is tested in one says so itself.
func private(t *testing.T, test func(t *testing.T)) { test(t) }
