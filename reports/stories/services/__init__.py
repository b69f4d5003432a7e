"""Acts on model cases."""

from reports.stories.services.publishing import note_reading, review_story, unpublish_story
from reports.stories.services.writing import draft_story, revise_story, submit_story

__all__ = ["draft_story", "note_reading", "review_story", "revise_story", "submit_story", "unpublish_story"]
