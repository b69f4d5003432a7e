"""Whether a camera's picture shows what it should: pure checks, their thresholds, and how good these are."""
