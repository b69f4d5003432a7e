"""Pure rules of sources: targets and limits, addresses, networks."""

from device_checks.sources.errors import GrabFailed
from device_checks.sources.rules.targets import Grabbed, GrabbedFrame, Limits, SourceKind, Target

__all__ = ["GrabFailed", "Grabbed", "GrabbedFrame", "Limits", "SourceKind", "Target"]
