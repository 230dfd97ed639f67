package sockerrors

// facilityWin32 is what an HRESULT that stands for a Win32 or Winsock code
// begins with: failure, facility 7 (HRESULT_FROM_WIN32 in winerror.h). The
// code is its lower half.
const facilityWin32 = 0x80070000

// windowsCodes are the names and numbers that Windows and what runs on it give
// the row.
func (r row) windowsCodes() []Code {
	var codes []Code
	if r.Winsock != "" {
		codes = append(codes, Code{Winsock, r.Winsock, r.Code, true, Defined})
	}
	if r.Win32 != nil && r.Win32.Code == r.Code {
		codes = append(codes, Code{Win32, r.Win32.Name, r.Code, true, Defined})
	}
	if r.Winsock != "" {
		codes = append(codes, Code{HRESULT, "", facilityWin32 | r.Code, true, Computed})
	}
	if r.DotNet != "" {
		codes = append(codes, Code{DotNet, r.DotNet, r.Code, true, Source})
	}
	if r.UWP != nil {
		basis := Inferred
		if r.Family == FamilyUWP {
			basis = Defined // the entry is the member itself, not its translation
		}
		codes = append(codes, Code{UWP, r.UWP.Name, r.UWP.Value, true, basis})
	}
	if r.HRESULT != nil {
		codes = append(codes, Code{HRESULT, r.HRESULT.Name, r.HRESULT.Value, true, Inferred})
	}
	if r.Win32 != nil && r.Win32.Code != r.Code {
		codes = append(codes,
			Code{Win32, r.Win32.Name, r.Win32.Code, true, Inferred},
			Code{HRESULT, r.Win32.Name, facilityWin32 | r.Win32.Code, true, Inferred})
	}
	for _, s := range r.NTStatus {
		codes = append(codes, Code{NTStatus, s.Name, s.Value, true, Source})
	}
	return codes
}

// resolverCodes are those of getaddrinfo(3), which are small and negative in
// glibc, positive on macOS, and Winsock's own on Windows.
func (r row) resolverCodes() []Code {
	var codes []Code
	if r.EAI != nil {
		codes = append(codes,
			Code{EAIGlibc, r.EAI.Name, r.EAI.Glibc, true, Defined},
			Code{EAIWindows, r.EAI.Name, r.Code, true, Defined})
		if r.EAI.Darwin != 0 {
			codes = append(codes, Code{EAIDarwin, r.EAI.Name, r.EAI.Darwin, true, Defined})
		}
	}
	if r.HErrno != nil {
		codes = append(codes, Code{HErrno, r.HErrno.Name, r.HErrno.Value, true, Defined})
	}
	return codes
}

// otherCodes are those that a program, a protocol or a language has beside the
// systems'. WinINet's are Win32 codes, and so HRESULTs too.
func (r row) otherCodes() []Code {
	var codes []Code
	for _, o := range r.Others {
		c := Code{System: o.System, Name: o.Name, Basis: Inferred}
		switch {
		case o.Name == r.Name:
			c.Basis = Defined // the entry is the code itself, not its translation
		case o.System == Libuv, o.System == Python, o.System == Node, o.System == Golang, o.System == Chromium:
			c.Basis = Source // which says what it stands for
		}
		if o.Number != nil {
			c.Number, c.HasNumber = *o.Number, true
		}
		codes = append(codes, c)
		if o.System == WinINet {
			codes = append(codes, Code{HRESULT, o.Name, facilityWin32 | c.Number, true, Inferred})
		}
	}
	return codes
}
