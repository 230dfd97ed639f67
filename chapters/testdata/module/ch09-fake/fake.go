package fake

// Echo answers.
func Echo() string {
	return "hello"
}

// A Server serves.
type Server struct{}

func (s *Server) Serve() {}
