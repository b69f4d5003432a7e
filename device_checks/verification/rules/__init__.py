"""Look at a picture and say whether it shows what it should. No database, no network, no clock."""

from __future__ import annotations

from device_checks.verification.rules.examining import examine
from device_checks.verification.rules.findings import Box, Examination, Expectation, Finding
from device_checks.verification.rules.marking import mark
from device_checks.verification.rules.reading import BROKEN_REASONS, Frame, frame_of, read_frame
from device_checks.verification.rules.thresholds import DEFAULT_THRESHOLDS, Limit, Thresholds
from device_checks.verification.rules.views import View, view_of

__all__ = [
    "BROKEN_REASONS",
    "DEFAULT_THRESHOLDS",
    "Box",
    "Examination",
    "Expectation",
    "Finding",
    "Frame",
    "Limit",
    "Thresholds",
    "View",
    "examine",
    "frame_of",
    "mark",
    "read_frame",
    "view_of",
]
