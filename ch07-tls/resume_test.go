package securestream

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/echotest"
)

func TestResume(t *testing.T) {
	text := echotest.Show(t, Resume)
	visits := strings.Split(text, "client: VerifyConnection is called")
	require.Len(t, visits, 4, "called at every visit")
	assert.Contains(t, visits[0], "VerifyPeerCertificate is called", "the first visit is a full handshake")
	assert.NotContains(t, visits[1], "VerifyPeerCertificate is called", "a resumed one checks no certificate")
	assert.Contains(t, visits[2], "VerifyPeerCertificate is called", "the restarted server does not know the ticket")

	found := regexp.MustCompile(`wire: (\w+), about (\d+) bytes from the client, about (\d+) from the server`).FindAllStringSubmatch(text, -1)
	require.Len(t, found, 3)
	var kinds []string
	var client, server []int
	for _, f := range found {
		kinds = append(kinds, f[1])
		sent, err := strconv.Atoi(f[2])
		require.NoError(t, err)
		client = append(client, sent)
		sent, err = strconv.Atoi(f[3])
		require.NoError(t, err)
		server = append(server, sent)
	}
	assert.Equal(t, []string{"full", "resumed", "full"}, kinds)
	assert.Less(t, server[1], server[0]-300, "no certificate and no signature from the server")
	assert.Greater(t, client[1], client[0], "the ticket makes the client's first message longer")
}

func TestRotate(t *testing.T) {
	text := echotest.Show(t, Rotate)
	assert.Contains(t, text, "client: 64 connections, 64 echoed, 0 lost\n")
	assert.Contains(t, text, "client: among them certificate 1: true, certificate 3: true\n")
	assert.True(t, strings.HasSuffix(text, "the connection kept still echoes, certificate 1\n"), "what is open keeps what it was opened with")
}

func TestCost(t *testing.T) {
	text := echotest.Show(t, Cost)
	rates := make(map[string]float64)
	for _, f := range regexp.MustCompile(`(?m)^  (.+?) +\d+  (\d+\.\d+)  ▇+$`).FindAllStringSubmatch(text, -1) {
		part, err := strconv.ParseFloat(f[2], 64)
		require.NoError(t, err)
		rates[f[1]] = part
	}
	require.Len(t, rates, 6, "%s", text)
	assert.Less(t, rates["full handshake"], 1.0, "a handshake costs more than none")
	assert.Less(t, rates["resumed"], 1.0)
}
