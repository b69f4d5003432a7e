"""The phone's fixtures, here too."""

from tests.api.mobile.conftest import empty_store, enrol, visit

__all__ = ["empty_store", "enrol", "visit"]
