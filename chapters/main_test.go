package chapters

import (
	"flag"
	"os"
	"slices"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if addr, ok := os.LookupEnv(lingerEnv); ok {
		linger(addr)
		return
	}
	if status, ran := Child(slices.Concat(Catalogue, fakeCatalogue, []Chapter{misbehaving})); ran {
		os.Exit(status)
	}
	if _, ok := os.LookupEnv("GORACE"); !ok {
		// With -race every process that an example gets would sleep for a
		// second before it exits.
		_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // fails only on a malformed name
	}
	flag.Parse()
	_ = flag.Set("test.parallel", "8") // examples and answers wait more than they compute
	goleak.VerifyTestMain(m)
}
