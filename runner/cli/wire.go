package cli

import (
	"context"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/wire"
)

func (p *Program) wire(c *chapters.Chapter) *cobra.Command {
	v := &wire.View{Console: p.Console}
	cmd := p.beneath(c, &v.Timeout, func(ctx context.Context, e *chapters.Example, args []string) error {
		return v.Show(ctx, c, e, args...)
	})
	cmd.Use = "wire EXAMPLE"
	cmd.Short = "Run an example and draw its packets as they pass"
	cmd.Long = "Wire runs an example in a network of its own, which takes no root, and draws its\n" +
		"packets as a ladder: the client left, the server right, each pair of ends with\n" +
		"its number, TCP's numbers counted from where the connection began. What the\n" +
		"example prints stands in between, behind a »."
	example := cmd.Args
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("pcap") && v.File == "" {
			return fault.Usage("--pcap echo.pcapng", "--pcap is empty")
		}
		if v.Force && v.File == "" {
			return fault.Usage("--pcap FILE --force", "--force is about the file of --pcap, and there is none")
		}
		return example(cmd, args)
	}
	cmd.Flags().BoolVar(&v.All, "all", false, "show windows, options and TTLs too, and what the kernel sends on its own account")
	cmd.Flags().StringVar(&v.File, "pcap", "", "write the packets to `FILE`, as pcapng, for Wireshark, tshark or tcpdump -r")
	cmd.Flags().BoolVar(&v.Force, "force", false, "let --pcap replace a file")
	return cmd
}
