"""What a blueprint asks for, and how papers are made of it: pure, and the same again from the same seed."""

from courses.papers.rules.tables import BlueprintDraft, BlueprintRow, MarkingRules, Slot

__all__ = ["BlueprintDraft", "BlueprintRow", "MarkingRules", "Slot"]
