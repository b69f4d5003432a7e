"""Reads of transcripts: what they say, and which of them hold."""
