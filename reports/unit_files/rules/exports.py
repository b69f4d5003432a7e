"""How much of a unit's file one paper carries."""

from __future__ import annotations

MOST_ROWS = 200  # of a chapter; how many there are in all stands above them
MOST_ATTACHED = 200
MOST_ATTACHED_BYTES = 30 * 1024 * 1024  # what more there is stands in the list with its hash
MOST_LISTED = 2000
MOST_UNFINISHED = 2  # exports of one account under way
