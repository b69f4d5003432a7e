"""Wire shapes of marks, results, regrades and statistics."""
