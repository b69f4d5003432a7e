"""Serving papers on people and units, with the proof of it (送达)."""
