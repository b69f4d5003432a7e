"""Pictures of cameras: what was seen, against which reference, and the faults that people confirm."""
