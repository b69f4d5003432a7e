"""Letters that urge bodies on, with reply and end, and visits of supervision (督办、督导)."""
