"""The phone's fixtures, here too."""

from tests.api.mobile.conftest import enrol, visit

__all__ = ["enrol", "visit"]
