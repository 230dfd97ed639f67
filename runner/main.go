// Command runner reads the chapters of the workbook aloud and runs their
// examples.
package main

import (
	"context"
	"os"

	"sockbook/chapters"
)

func main() {
	if status, ran := chapters.Child(chapters.Catalogue); ran {
		os.Exit(status)
	}
	c := chapters.Catalogue[0]
	if err := c.RunExample(context.Background(), c.Examples[0].Name, os.Stdout); err != nil {
		os.Exit(1)
	}
}
