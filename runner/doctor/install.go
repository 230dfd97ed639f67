package doctor

import (
	"bufio"
	"os"
	"runtime"
	"strings"
)

// command is what installs a program here, "" if we do not know.
func (p packages) command() string {
	manager, name := p.here()
	switch {
	case name != "":
		return manager + " " + name
	case runtime.GOOS == "darwin":
		return p.mac
	}
	return ""
}

// here is this system's package manager, and what it calls the program.
func (p packages) here() (manager, name string) {
	switch runtime.GOOS {
	case "darwin":
		return "brew install", p.brew
	case "windows":
		return "winget install", p.winget
	case "freebsd":
		return sudo() + "pkg install", p.pkg
	case "linux":
		switch family(release()) {
		case "debian":
			return sudo() + "apt-get install", p.apt
		case "fedora":
			return sudo() + "dnf install", p.dnf
		case "arch":
			return sudo() + "pacman -S", p.pacman
		}
	}
	return "", ""
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
