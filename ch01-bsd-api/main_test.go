package bsdapi

import (
	"testing"

	"sockbook/chapters/echotest"
)

func TestMain(m *testing.M) { echotest.Main(m) }

// How the tests run the examples. Alone runs each that starts another program:
// it would inherit what the others do not expect to be open twice.
var (
	show      = echotest.Show
	showAlone = echotest.ShowAlone
)
