package trace

import "strings"

// poll learns from a call on an epoll instance. Go's runtime has one of its
// own, which it wakes up through an eventfd or, in older releases, a pipe; the
// first descriptor put into it is that. An instance of the program's own is a
// party of the story.
func (f *Follower) poll(s *Step) {
	c := &s.Call
	if strings.HasPrefix(c.Name, "epoll_create") {
		s.on = &socket{}
		f.sockets["epoll "+c.Result.Text] = s.on
		return
	}
	s.on = f.socket("epoll " + c.arg(0).Text)
	if c.Name != "epoll_ctl" {
		if s.on.Role == "" {
			f.become(s.on, Poller)
		}
		return
	}
	target := c.arg(2).Path
	if s.on.Role == "" {
		role := Poller
		if strings.HasPrefix(target, "anon_inode:[eventfd") || strings.HasPrefix(target, "pipe:") {
			role = Runtime
		}
		f.become(s.on, role)
	}
	if s.on.Role == Runtime && strings.HasPrefix(target, "socket:") {
		switch c.arg(1).Raw { // a duplicate has a registration of its own
		case "EPOLL_CTL_ADD":
			f.socket(target).polled++
		case "EPOLL_CTL_DEL":
			f.socket(target).polled--
		}
	}
}
