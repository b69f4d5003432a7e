"""Acts on blueprints, and the making of papers."""

from courses.papers.errors import BlueprintShort
from courses.papers.services.making import PaperWish, make_papers

__all__ = ["BlueprintShort", "PaperWish", "make_papers"]
