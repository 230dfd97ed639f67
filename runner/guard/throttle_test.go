package guard

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestThrottle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out terminal
		log := NewThrottle(&out, 3, 3)
		for n := range 10 {
			fmt.Fprintf(log, "line %d\n", n)
		}
		assert.Equal(t, "line 0\nline 1\nline 2\n", out.shown())
		time.Sleep(time.Second)
		assert.Equal(t, "… and 7 more lines in that second\n", out.shown(), "said when the second is over, though nothing follows")

		fmt.Fprintf(log, "another\n")
		time.Sleep(time.Minute)
		assert.Equal(t, "another\n", out.shown(), "a second has its own lines")
	})
}

// At the end what was left out is said, once.
func TestThrottleFlush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out terminal
		log := NewThrottle(&out, 1, 1)
		log.Flush()
		assert.Empty(t, out.shown())
		for range 3 {
			fmt.Fprintln(log, "line")
		}
		log.Flush()
		log.Flush()
		time.Sleep(time.Hour)
		assert.Equal(t, "line\n… and 2 more lines in that second\n", out.shown())
	})
}

// A flood is never more than most lines a second, and one about the rest; and
// no line is forgotten.
func TestThrottleUnderAFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out terminal
		log := NewThrottle(&out, 20, 20)
		for range 5000 {
			fmt.Fprintln(log, "line")
			time.Sleep(time.Millisecond)
		}
		log.Flush()
		text := out.shown()
		assert.Equal(t, 5*20, strings.Count(text, "line\n"))
		assert.Equal(t, 5, strings.Count(text, "… and 980 more lines"))
	})
}

// Who makes a noise hides nobody else.
func TestThrottleIsFair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out terminal
		log := NewThrottle(&out, 100, 2)
		for n := range 50 {
			fmt.Fprintf(log, "server: 14:07:02 192.0.2.1:%d: refused\n", 1000+n)
			fmt.Fprintf(log, "server: 14:07:02 [::ffff:192.0.2.1]:%d: refused\n", 1000+n)
		}
		fmt.Fprintf(log, "server: 14:07:02 192.0.2.2:1000: finished\n")
		fmt.Fprintf(log, "server: 14:07:02 [fe80::1%%eth0]:1000: finished\n")
		fmt.Fprintf(log, "server: 14:07:02 path: mmsg\n")
		log.Flush()
		assert.Equal(t, "server: 14:07:02 192.0.2.1:1000: refused\nserver: 14:07:02 [::ffff:192.0.2.1]:1000: refused\n"+
			"server: 14:07:02 192.0.2.2:1000: finished\nserver: 14:07:02 [fe80::1%eth0]:1000: finished\nserver: 14:07:02 path: mmsg\n"+
			"… and 98 more lines in that second\n", out.shown())
	})
}
