package cli

import (
	"context"

	"github.com/spf13/cobra"

	"sockbook/runner/doctor"
)

func (p *Program) doctor() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Find out what this machine can do, and how to get what is missing",
		Long: "Doctor finds out what this machine can do by doing it, and says of whatever\n" +
			"is missing who needs it and how to get it. Its exit status is 1 if that is\n" +
			"something every reader needs; what only some examples use is no failure.",
		GroupID:           "rest",
		Args:              none,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, release := p.Console.Interruptible(cmd.Context())
			defer release()
			report := doctor.Examine(ctx, p.Console)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if !asJSON {
				report.Show(p.Console)
			} else if err := report.JSON(p.Console); err != nil {
				return err
			}
			if !report.Fit() {
				return errReported
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print it for a program")
	return cmd
}
