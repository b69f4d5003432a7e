"""Fonts of the documents: found, cut to static GBK faces once at set-up, and asked which characters they lack."""
