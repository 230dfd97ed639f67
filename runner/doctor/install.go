package doctor

import (
	"bufio"
	"os"
	"runtime"
	"strings"
)

// command is what installs a program here, "" if we do not know.
func (p packages) command() string {
	with := func(command, name string) string {
		if name == "" {
			return ""
		}
		return command + " " + name
	}
	switch runtime.GOOS {
	case "darwin":
		return with("brew install", p.brew)
	case "windows":
		return with("winget install", p.winget)
	case "linux":
		switch family(release()) {
		case "debian":
			return with(sudo()+"apt-get install", p.apt)
		case "fedora":
			return with(sudo()+"dnf install", p.dnf)
		case "arch":
			return with(sudo()+"pacman -S", p.pacman)
		}
	}
	return ""
}

func sudo() string {
	if os.Getuid() == 0 {
		return ""
	}
	return "sudo "
}

// release reads os-release(5): a Linux distribution's account of itself.
func release() map[string]string {
	fields := make(map[string]string)
	f, err := os.Open("/etc/os-release")
	if err != nil {
		return fields
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), "="); ok {
			fields[name] = strings.Trim(value, `"'`)
		}
	}
	return fields
}

// family is the distribution whose package manager this one uses.
func family(release map[string]string) string {
	for _, id := range strings.Fields(release["ID"] + " " + release["ID_LIKE"]) {
		switch id {
		case "debian", "ubuntu":
			return "debian"
		case "fedora", "rhel", "centos":
			return "fedora"
		case "arch":
			return "arch"
		}
	}
	return ""
}

// system is the operating system by its own name.
func system() string {
	name := release()["PRETTY_NAME"]
	if name == "" {
		name = runtime.GOOS
	}
	if k := kernelVersion(); k != "" {
		name += ", kernel " + k
	}
	return name
}
