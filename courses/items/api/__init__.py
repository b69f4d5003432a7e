"""The bank of items over HTTP. Learners never come here: what they see is papers and practice."""

from courses.items.api import bank, exchange  # noqa: F401 - they register their routes
from courses.items.api.front import blueprint

__all__ = ["blueprint"]
