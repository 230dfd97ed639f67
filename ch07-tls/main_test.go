package securestream

import (
	"testing"

	"sockbook/chapters/echotest"
)

func TestMain(m *testing.M) { echotest.Main(m) }

// How the tests run the examples.
var show = echotest.Show
