package peers

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"
)

func (p *peer) winePrefix() string { return filepath.Join(p.dir, "wine") }

// wineEnv keeps Wine to its prefix, away from any display, and silent.
func (p *peer) wineEnv() []string {
	if !slices.Contains(p.needs, wine) {
		return nil
	}
	return []string{"WINEPREFIX=" + p.winePrefix(), "WINEARCH=win64", "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml=", "DISPLAY="}
}

// startWine makes Wine's prefix, the directory that holds its drive C, and
// starts Wine's own processes in it.
//
// A whole prefix takes wineboot ten seconds and 700 MB, nearly all of it for
// programs that have windows and a registry. Ours need the system's DLLs: links
// to them will do. Where they do not, wineboot gets its time.
func (p *peer) startWine() error {
	loader, err := wine.find()
	if err != nil {
		return err
	}
	p.t.Cleanup(func() { _ = p.wine(context.Background(), "wineserver", "-k") }) // fails if none runs
	if err := linkPrefix(p.winePrefix(), loader); err == nil && p.wake("cmd", "/c", "exit") == nil {
		return nil
	}
	_ = p.wine(p.ctx, "wineserver", "-k")
	if err := os.RemoveAll(p.winePrefix()); err != nil {
		return err
	}
	if err := os.Mkdir(p.winePrefix(), 0o700); err != nil {
		return err
	}
	return p.wake("wineboot", "--init")
}

// wake starts a wineserver that stays (-p), and a first program. That one starts
// Wine's services, and they keep its standard output open: better /dev/null than
// the pipe on which a test waits for a client's last byte.
func (p *peer) wake(program ...string) error {
	if err := p.wine(p.ctx, "wineserver", "-p"); err != nil {
		return err
	}
	return p.wine(p.ctx, "wine64", program...)
}

func (p *peer) wine(ctx context.Context, name string, args ...string) error {
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	defer stop()
	return p.command(ctx, []string{name}, args...).Run()
}

// linkPrefix makes a prefix out of symbolic links.
func linkPrefix(prefix, loader string) error {
	system32 := filepath.Join(prefix, "drive_c", "windows", "system32")
	devices := filepath.Join(prefix, "dosdevices")
	if err := os.MkdirAll(system32, 0o700); err != nil {
		return err
	}
	if err := os.Mkdir(devices, 0o700); err != nil {
		return err
	}
	for drive, dir := range map[string]string{"c:": filepath.Join("..", "drive_c"), "z:": "/"} {
		if err := os.Symlink(dir, filepath.Join(devices, drive)); err != nil {
			return err
		}
	}
	for _, file := range systemFiles(loader) {
		if err := os.Symlink(file, filepath.Join(system32, filepath.Base(file))); err != nil {
			return err
		}
	}
	// Wine compares this with the age of its own files, and brings the prefix up
	// to date unless it says so.
	return os.WriteFile(filepath.Join(prefix, ".update-timestamp"), []byte("disable\n"), 0o600)
}

// systemFiles lists Wine's own DLLs and programs, seen from its loader.
func systemFiles(loader string) []string {
	if real, err := filepath.EvalSymlinks(loader); err == nil {
		loader = real
	}
	for _, dir := range []string{"../lib/wine", "../lib64/wine", "../lib/*/wine", "../*/wine"} {
		pattern := filepath.Join(filepath.Dir(loader), dir, "x86_64-windows", "*")
		if files, _ := filepath.Glob(pattern); len(files) > 0 { // fails only for a bad pattern
			return files
		}
	}
	return nil
}
