package byhand

import "encoding/binary"

// Native is the layout of this system.
var Native = Layout{"this Linux", binary.NativeEndian, false, 2, 10, 1, 108, true}
