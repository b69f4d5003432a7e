"""Pure rules of patrols: when, how fast, in what order, and how time is counted."""
