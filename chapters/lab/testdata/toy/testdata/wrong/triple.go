// Takes three for two.
//
// Replaces: toy.go
// Caught by: TestDouble
// Says: not twice the number

package toy

import "strings"

func Double(n int) int { return 3 * n }

type Shouter struct{}

func (Shouter) Shout(s string) (string, error) { return strings.ToUpper(s), nil }
