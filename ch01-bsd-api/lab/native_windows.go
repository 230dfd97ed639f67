package byhand

// Native is the layout of this system.
var Native = Windows
