package trace

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"

	"sockbook/runner/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// view returns one on a console of that width, and what it shows.
func view(terminal bool, width string) (*View, *bytes.Buffer) {
	var out bytes.Buffer
	c := tty.New(strings.NewReader(""), &out, &out, func(name string) string {
		if name == "COLUMNS" {
			return width
		}
		return ""
	}, nil)
	c.Terminal = terminal
	return &View{Console: c}, &out
}

// tell shows a log and returns what is shown, and the sentence at the end.
func tell(v *View, out *bytes.Buffer, log string) (shown, folded string) {
	t := newTeller(v, func() {})
	for line := range strings.Lines(log) {
		t.line(strings.TrimSuffix(line, "\n"))
	}
	folded = t.end()
	return out.String(), folded
}

const log = `1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3<socket:[1]>
1 write(1<pipe:[9]>, "client: about to connect to a server that is not there\n", 55) = 55
1 connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 ECONNREFUSED (Connection refused)
1 write(1<pipe:[9]>, "client: \33[2J", 12) = 12
1 write(1<pipe:[9]>, " gone\n", 6) = 6
1 read(4</etc/hosts>, "", 10) = 0
1 eventfd2(0, 0) = 5<anon_inode:[eventfd]>
`

func TestTell(t *testing.T) {
	v, out := view(false, "100")
	shown, folded := tell(v, out, log)
	assert.Equal(t, `client:   socket(AF_INET, SOCK_STREAM|CLOEXEC, 0)      = fd 3
          » client: about to connect to a server that is not there
client:   connect(fd 3, 127.0.0.1:1)                   = -1 ECONNREFUSED (Connection refused)
          » client: \x1b[2J
          …  gone
`, shown)
	assert.Equal(t, "folded: 1 of its waiting, 1 elsewhere (see --all)", folded)

	v, out = view(false, "60")
	shown, _ = tell(v, out, log)
	assert.Equal(t, `client:   socket(AF_INET, SOCK_STREAM|CLOEXEC, 0) = fd 3
          » client: about to connect to a server that is not
            there
client:   connect(fd 3, 127.0.0.1:1) = -1 ECONNREFUSED
          » client: \x1b[2J
          …  gone
`, shown)

	v, out = view(true, "60")
	shown, _ = tell(v, out, log)
	assert.Contains(t, shown, "  │ client:   connect(fd 3, 127.0.0.1:1)", "a terminal has a gutter")

	v, out = view(false, "100")
	v.All = true
	shown, folded = tell(v, out, log)
	assert.Contains(t, shown, `other:    read(fd 4, "", 10)`)
	assert.Empty(t, folded)

	v, out = view(false, "100")
	v.Raw = true
	shown, folded = tell(v, out, log)
	assert.Equal(t, log, shown)
	assert.Empty(t, folded)
}

// A socket that does nothing more is told of when patience ends, and not
// before.
func TestTellIsPatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, out := view(false, "100")
		tell := newTeller(v, func() {})
		shown := func() string {
			tell.mu.Lock()
			defer tell.mu.Unlock()
			return out.String()
		}
		tell.line("1 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<socket:[1]>")
		time.Sleep(patience - time.Nanosecond)
		synctest.Wait()
		assert.Empty(t, shown())
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		assert.Equal(t, "socket:   socket(AF_INET, SOCK_STREAM, 0)              = fd 3\n", shown())
		tell.line("1 listen(3<socket:[1]>, 5) = 0")
		assert.Contains(t, shown(), "\nlistener: listen(fd 3, 5)")
		tell.end()
	})
}

func TestTellStops(t *testing.T) {
	v, out := view(false, "100")
	ended := 0
	tell := newTeller(v, func() { ended++ })
	for range maxLines + 10 {
		tell.line(`1 write(1<pipe:[9]>, "x\n", 2) = 2`)
	}
	tell.end()
	assert.Equal(t, 1, ended)
	assert.Equal(t, maxLines, strings.Count(out.String(), "\n"))
}
