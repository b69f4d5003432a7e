"""Alarm lines: what they send, whether they are heard, their tests, and the screen that rings."""
