"""How long a camera that does not answer is left alone."""

from __future__ import annotations

from datetime import timedelta

PATIENT = 6  # failures in a row before a camera is asked less often
FIRST_PAUSE = timedelta(hours=2)
LONGEST_PAUSE = timedelta(hours=23)  # each camera is asked every day


def pause_after(failures: int) -> timedelta | None:
    """None while it is asked as the plan says; then ever longer, up to a day."""
    if failures < PATIENT:
        return None
    doublings = min(failures - PATIENT, 5)
    return min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
