"""When a model case may be sent for approval and published."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from reports.stories.errors import StoryTooThin, UnitConsentMissing
from server.core.errors import FieldProblem

STATES = ("draft", "submitted", "returned", "approved")
LEAST_TEXT = 50  # characters: less is no experience to learn from


@dataclass(frozen=True)
class StoryPhoto:
    """A delivered picture by its hash, with what it shows."""

    sha256: str
    caption: str


@dataclass(frozen=True)
class StoryDraft:
    id: UUID
    title: str
    summary: str
    text: str
    unit_id: UUID | None
    consented: bool
    consent_note: str
    photos: tuple[StoryPhoto, ...]


def check_consent(draft: StoryDraft, unit_name: str) -> None:
    """Refuse a unit's name without its recorded consent, wherever it stands.

    Without consent the unit may still be noted, for the bureau's own eyes. Raises UnitConsentMissing.  Source: JN-3.4c.
    """
    if draft.unit_id is None or (draft.consented and draft.consent_note):
        return
    if draft.consented:
        problem = FieldProblem("consent_note", "请写明谁在何时以何种方式同意", UnitConsentMissing.code)
        raise UnitConsentMissing(fields=[problem])
    texts = {"title": draft.title, "summary": draft.summary, "text": draft.text}
    texts |= {f"photos.{place}.caption": photo.caption for place, photo in enumerate(draft.photos)}
    named = [field for field, text in texts.items() if unit_name in text]
    if named:
        problems = [FieldProblem(field, UnitConsentMissing.title, UnitConsentMissing.code) for field in named]
        raise UnitConsentMissing(fields=problems)


def check_ready(text: str) -> None:
    """Raises StoryTooThin."""
    if len("".join(text.split())) < LEAST_TEXT:
        raise StoryTooThin(fields=[FieldProblem("text", f"至少 {LEAST_TEXT} 个字", StoryTooThin.code)])
