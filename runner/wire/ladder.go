package wire

import (
	"context"
	"fmt"
	"strings"

	"sockbook/chapters/wire"
	"sockbook/runner/stage"
)

// A ladder shows events one by one.
type ladder struct {
	view    *View
	place   *stage.Beneath
	file    *file
	stop    context.CancelCauseFunc
	follow  *wire.Follower
	packets int
	kernel  int // rows that the kernel's own account was folded into
	shown   int
	hidden  int // lines beyond maxLines
	undrawn int // packets that the ladder knows nothing of
}

func newLadder(v *View, b *stage.Beneath, f *file, stop context.CancelCauseFunc) *ladder {
	return &ladder{view: v, place: b, file: f, stop: stop, follow: wire.NewFollower()}
}

// event takes what has happened next.
func (l *ladder) event(e wire.Event) {
	rows := l.follow.Follow(e)
	if e.Packet != nil {
		l.packets++
		if len(rows) == 0 {
			l.undrawn++
		}
		if err := l.file.write(e); err != nil {
			l.stop(err)
		}
	}
	l.draw(rows)
}

func (l *ladder) draw(rows []wire.Row) {
	for i := range rows {
		r := &rows[i]
		if r.Kernel && !l.view.All {
			if r.Title == nil {
				l.kernel++
			}
			continue
		}
		for _, line := range r.Draw(min(l.place.Width(), widest), l.view.All) {
			l.line(r, line)
		}
	}
}

// widest is a ladder whose rungs an eye can follow.
const widest = 90

func (l *ladder) line(r *wire.Row, line string) {
	if l.shown++; l.shown > maxLines {
		l.hidden++
		if l.hidden == 1 && l.file == nil {
			l.stop(errTooMuch)
		}
		return
	}
	party := ""
	line = stage.Visible(line)
	switch {
	case r.Printed || r.Gap > 0:
		line = l.view.Console.Dim(line)
	case r.Title != nil:
		line = l.view.Console.Bold(line)
	default:
		party = "client"
		if r.Back {
			party = "server"
		}
		line = l.rung(r, party, line)
	}
	l.place.Put(party, line)
}

// rung paints a rung in the colour of the end that it comes from, and what is
// unusual about it as such.
func (l *ladder) rung(r *wire.Row, party, line string) string {
	console := l.view.Console
	before, after, found := strings.Cut(line, "("+r.Mark+")")
	if r.Mark == "" || !found {
		return console.Party(party, line)
	}
	return console.Party(party, before) + console.Bad("("+r.Mark+")") + console.Party(party, after)
}

// end shows what is left, and returns a sentence on what there was and what is
// missing.
func (l *ladder) end(lost int) string {
	l.draw(l.follow.Flush())
	var parts []string
	if l.packets == 0 {
		parts = append(parts, "no packet passed on the example's own network")
	}
	if l.kernel > 0 {
		parts = append(parts, fmt.Sprintf("folded: %s of the kernel's own (see --all)", counted(l.kernel, "packet")))
	}
	if l.undrawn > 0 {
		parts = append(parts, fmt.Sprintf("not drawn: %s, neither IP nor ARP", counted(l.undrawn, "packet")))
	}
	if l.hidden > 0 {
		parts = append(parts, fmt.Sprintf("not shown: %s more", counted(l.hidden, "line")))
	}
	if lost > 0 {
		parts = append(parts, fmt.Sprintf("lost: %s that came faster than they were read", counted(lost, "packet")))
	}
	return strings.Join(parts, "; ")
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// joined are the sentences that there are.
func joined(sentences ...string) string {
	var all []string
	for _, s := range sentences {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, "; ")
}
