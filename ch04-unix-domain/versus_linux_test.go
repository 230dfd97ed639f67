package unixdomain

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Every way is measured in both respects. How fast each is depends on the
// machine; that a Unix socket is no slower than TCP hardly does.
func TestVersus(t *testing.T) {
	text := showAlone(t, Versus)
	for _, w := range ways {
		row := regexp.MustCompile(`(?m)^` + w.name + ` +█+ +([0-9.]+) +\S+`)
		rows := row.FindAllStringSubmatch(text, -1)
		require.Len(t, rows, 2, "%s in round trips and in bytes", w.name)
		for _, r := range rows {
			ratio, err := strconv.ParseFloat(r[1], 64)
			require.NoError(t, err)
			switch w.name {
			case yardstick:
				assert.Equal(t, 1.0, ratio)
			case "unix stream":
				assert.Greater(t, ratio, 0.7, "less work than TCP:\n%s", text)
			default:
				assert.Positive(t, ratio)
			}
		}
	}
	assert.Contains(t, text, "Linux", "figures without the machine say nothing")
}

// The longest bar and the ratios follow from the figures.
func TestDrawBars(t *testing.T) {
	all := []figures{{"pipe", time.Microsecond, 3 << 20}, {yardstick, 4 * time.Microsecond, 1 << 20}}
	var out bytes.Buffer
	drawTrips(&out, all)
	inOrder(t, out.String(), "pipe         "+strings.Repeat("█", 24)+"  4.00", "1µs", "TCP          ██████ ", "1.00", "4µs")
	out.Reset()
	drawRates(&out, all)
	inOrder(t, out.String(), "pipe         "+strings.Repeat("█", 24)+"  3.00", "3 MiB/s", "TCP          ████████ ", "1.00", "1 MiB/s")
}

// Every way delivers what is put in: the ends are those of one connection, and
// no byte is left over.
func TestWaysCarry(t *testing.T) {
	err := onStage(func(s stage) error {
		for _, w := range ways {
			left, right, err := w.open(s)
			require.NoError(t, err, w.name)
			for _, e := range []struct{ from, to end }{{left, right}, {right, left}} {
				require.NoError(t, e.from.write([]byte(w.name)))
				got := make([]byte, len(w.name))
				require.NoError(t, e.to.read(got))
				assert.Equal(t, w.name, string(got))
			}
			left.close()
			right.close()
			_, err = os.Lstat(s.path("versus"))
			require.ErrorIs(t, err, os.ErrNotExist, "a path is free for the next time")
		}
		return nil
	})
	require.NoError(t, err)
}

// A datagram that was lost ends the measurement: nobody waits for it for ever.
func TestLostDatagramIsReported(t *testing.T) {
	left, right, err := openUDP("")
	require.NoError(t, err)
	defer left.close()
	defer right.close()
	require.ErrorIs(t, left.read(make([]byte, 1)), unix.EAGAIN)
}
