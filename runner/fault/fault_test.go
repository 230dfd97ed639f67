package fault

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFault(t *testing.T) {
	err := fmt.Errorf("serve: %w", New("mend it", "open: %w", fs.ErrNotExist))
	assert.EqualError(t, err, "serve: open: file does not exist")
	assert.Equal(t, "mend it", Hint(err))
	assert.False(t, IsUsage(err))
	assert.ErrorIs(t, err, fs.ErrNotExist)

	assert.True(t, IsUsage(fmt.Errorf("run: %w", Usage("", "no such word"))))
	for _, err := range []error{nil, errors.New("plain")} {
		assert.Empty(t, Hint(err))
		assert.False(t, IsUsage(err))
	}
}
