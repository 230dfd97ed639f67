package doctor

import (
	"bufio"
	"os"
	"runtime"
	"strings"
)

// command is what installs a program here, "" if we do not know.
func (p packages) command() string {
	return p.on(runtime.GOOS, family(release()), sudo())
}

// on is the command of a system and, of Linux, a family of distributions; sudo
// comes before what only root may do.
func (p packages) on(system, family, sudo string) string {
	managers := map[string][2]string{
		"darwin":  {"brew install", p.brew},
		"windows": {"winget install", p.winget},
		"freebsd": {sudo + "pkg install", p.pkg},
		"debian":  {sudo + "apt-get install", p.apt},
		"fedora":  {sudo + "dnf install", p.dnf},
		"arch":    {sudo + "pacman -S", p.pacman},
	}
	if system == "linux" {
		system = family
	}
	switch m := managers[system]; {
	case m[1] != "":
		return m[0] + " " + m[1]
	case system == "darwin":
		return p.mac
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
