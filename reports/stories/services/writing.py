"""A case is drafted, revised and sent for approval."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from reports.stories.errors import NoAgencyForStory
from reports.stories.models import Story
from reports.stories.queries.desk import story_within_reach, undelivered
from reports.stories.rules import StoryDraft, check_consent, check_ready
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.attachments.errors import FileMissing
from server.units.registry.queries.lookups import unit_by_id
from server.units.registry.queries.reach import unit_within_reach


def draft_story(actor: Actor, draft: StoryDraft) -> Story:
    """Begin a case of the actor's agency; sent twice it is begun once.

    Raises NoAgencyForStory, NotFound (the unit), UnitConsentMissing, FileMissing, ResubmissionConflict.
    """
    if actor.agency_id is None:
        raise NoAgencyForStory()
    known = {"draft_hash": hash_of(draft), "author_id": actor.account_id}
    find = partial(find_resubmitted, Story, draft.id, **known)
    if earlier := find():
        return earlier
    _check(actor, draft, ())

    def create() -> Story:
        story = Story.create(
            id=draft.id,
            agency_id=actor.agency_id,
            author_person_id=actor.person_id,
            author_name=actor.name,
            created_at=clock.now(),
            **_columns(draft),
            **known,
        )
        record_event(actor, "story.drafted", subject=story, about_unit_id=story.unit_id)
        return story

    return once(create, find)[0]


def revise_story(actor: Actor, story: Story, draft: StoryDraft) -> Story:
    """Change the working copy over the version that was read; what is published stays as it is until approved anew.

    Raises Stale and what draft_story raises.
    """
    _check(actor, draft, tuple(photo["sha256"] for photo in story.photos))
    with database.atomic():
        # Whoever changed it last wrote it too: neither may approve it.
        author = {"author_id": actor.account_id, "author_person_id": actor.person_id, "author_name": actor.name}
        save_versioned(story, {**_columns(draft), **author, "state": "draft"})
        record_event(actor, "story.revised", subject=story, about_unit_id=story.unit_id)
    return story


def submit_story(actor: Actor, id: UUID) -> Story:
    """Send the copy for approval; sent twice it waits once. Raises NotFound, StoryTooThin, UnitConsentMissing, Stale."""
    story = story_within_reach(actor, id)
    if story.state in ("submitted", "approved"):
        return story
    check_ready(story.text)
    with database.atomic():
        save_versioned(story, {"state": "submitted"})
        record_event(actor, "story.submitted", subject=story, about_unit_id=story.unit_id)
    return story


def _check(actor: Actor, draft: StoryDraft, kept: tuple[str, ...]) -> None:
    if draft.unit_id is not None:
        # A colleague may mend a text about a unit that moved away since; who names one anew must reach it.
        named = Story.select().where((Story.id == draft.id) & (Story.unit_id == draft.unit_id)).exists()
        unit = unit_by_id(draft.unit_id) if named else unit_within_reach(actor, draft.unit_id)
        check_consent(draft, unit.name)
    missing = undelivered(actor, {photo.sha256 for photo in draft.photos} - set(kept))
    problems = [
        FieldProblem(f"photos.{place}.sha256", FileMissing.title, FileMissing.code)
        for place, photo in enumerate(draft.photos)
        if photo.sha256 in missing
    ]
    if problems:
        raise FileMissing(fields=problems, missing=sorted(missing))


def _columns(draft: StoryDraft) -> dict[str, Any]:
    return {
        **{name: value for name, value in vars(draft).items() if name not in ("id", "photos")},
        "photos": [{"sha256": photo.sha256, "caption": photo.caption} for photo in draft.photos],
    }
