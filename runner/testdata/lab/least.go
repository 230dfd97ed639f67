package double

// Least is the least number that is doubled.
const Least = 0
