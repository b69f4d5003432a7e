"""Times of sessions, what becomes of answers, and the rescue file. Pure."""
