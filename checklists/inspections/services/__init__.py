"""Acts on inspections: a record arrives, a file arrives, a person decides between parts of a check."""

from checklists.inspections.services.arriving import media_arrived
from checklists.inspections.services.deciding import DecisionDraft, decide
from checklists.inspections.services.submitting import submit_inspection

__all__ = ["DecisionDraft", "decide", "media_arrived", "submit_inspection"]
