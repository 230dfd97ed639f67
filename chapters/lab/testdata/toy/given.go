package toy

// Answer is there to be used.
const Answer = 42
