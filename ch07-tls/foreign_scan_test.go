package securestream

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A foreignScan is what of sslscan's report is looked at.
type foreignScan struct {
	Protocols []struct {
		Kind    string `xml:"type,attr"`
		Version string `xml:"version,attr"`
		Enabled string `xml:"enabled,attr"`
	} `xml:"ssltest>protocol"`
	Compression struct {
		Supported string `xml:"supported,attr"`
	} `xml:"ssltest>compression"`
	Heartbleed []struct {
		Vulnerable string `xml:"vulnerable,attr"`
	} `xml:"ssltest>heartbleed"`
	Ciphers []struct {
		Name     string `xml:"cipher,attr"`
		Strength string `xml:"strength,attr"`
	} `xml:"ssltest>cipher"`
}

// TestForeignScan has sslscan try every version there ever was.
func TestForeignScan(t *testing.T) {
	sslscan := foreign(t, "sslscan", "apt-get install sslscan")
	s := newForeignSetting(t)
	addr := foreignServer(t, &tls.Config{Certificates: []tls.Certificate{s.server}})
	ctx, stop := context.WithTimeout(t.Context(), foreignTime)
	defer stop()
	file := filepath.Join(t.TempDir(), "scan.xml")
	text, err := exec.CommandContext(ctx, sslscan, "--no-colour", "--xml="+file, addr).CombinedOutput()
	require.NoError(t, err, "%s", text)
	report, err := os.ReadFile(file)
	require.NoError(t, err)
	var scan foreignScan
	require.NoError(t, xml.Unmarshal(report, &scan))
	var enabled []string
	for _, p := range scan.Protocols {
		if p.Enabled == "1" {
			enabled = append(enabled, p.Kind+" "+p.Version)
		}
	}
	assert.ElementsMatch(t, []string{"tls 1.2", "tls 1.3"}, enabled, "the two versions that are not broken")
	assert.NotEqual(t, "1", scan.Compression.Supported, "compression tells lengths (CRIME); not every sslscan can ask")
	assert.NotEmpty(t, scan.Ciphers)
	for _, c := range scan.Ciphers {
		assert.Contains(t, []string{"strong", "acceptable"}, c.Strength, c.Name)
	}
	for _, h := range scan.Heartbleed {
		assert.Equal(t, "0", h.Vulnerable)
	}
}

// What testssl.sh finds, and what it comes from. Nothing else may be found.
var foreignAllowed = map[string]string{
	"engine_problem":        "the scanner's own openssl",
	"cert_chain_of_trust":   "a private authority, which no browser knows",
	"cert_expirationStatus": "certificates live for a day",
	"cert_notAfter":         "the same, in other words",
	"cert_revocation":       "one that lives for a day need not be revoked",
	"TLS_session_ticket":    "good for a week, but its key is changed every day (crypto/tls, SetSessionTicketKeys)",
	"LUCKY13":               "by the name of the cipher, not by trying: CBC over TLS 1.2, for which crypto/tls has countermeasures",
}

// TestForeignTestssl takes a minute, and so is run where everything is.
func TestForeignTestssl(t *testing.T) {
	if os.Getenv(requireAll) == "" {
		t.Skip("testssl.sh takes a minute; SOCKBOOK_REQUIRE_ALL=1")
	}
	testssl, err := exec.LookPath("testssl") // Debian's name for it
	if err != nil {
		testssl = foreign(t, "testssl.sh", "apt-get install testssl.sh")
	}
	s := newForeignSetting(t)
	addr := foreignServer(t, &tls.Config{Certificates: []tls.Certificate{s.server}})
	t.Parallel()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	file := filepath.Join(t.TempDir(), "scan.json")
	// It exits with the number of its findings.
	text, _ := exec.CommandContext(ctx, testssl, "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "min",
		"--jsonfile", file, "-p", "-S", "-U", addr).CombinedOutput()
	report, err := os.ReadFile(file)
	require.NoError(t, err, "%s", text)
	var found []struct{ ID, Severity, Finding string }
	require.NoError(t, json.Unmarshal(report, &found), "%s", report)
	weights := make(map[string]string)
	for _, f := range found {
		weights[f.ID] = f.Severity
		if !slices.Contains([]string{"OK", "INFO", "DEBUG"}, f.Severity) {
			assert.Contains(t, foreignAllowed, f.ID, "%s: %s", f.Severity, f.Finding)
		}
	}
	for _, tried := range []string{"SSLv3", "TLS1_3", "heartbleed", "RC4"} {
		assert.Equal(t, "OK", weights[tried], tried)
	}
}
