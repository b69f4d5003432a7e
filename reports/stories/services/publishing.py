"""A leader approves and it is in the feed; it is taken off at once; readings are counted without names."""

from __future__ import annotations

from uuid import UUID

from reports.stories.errors import OwnStory, StoryNotPublished, StoryNotSubmitted, StoryReviewed
from reports.stories.models import Story, StoryReading, StoryReview, StoryVersion
from reports.stories.queries.desk import live_version, story_within_reach
from reports.stories.queries.feed import published_version
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import Forbidden
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import once


def review_story(actor: Actor, id: UUID, *, version: int, approved: bool, opinion: str) -> Story:
    """Publish the copy that was read, or return it with what to mend; the same again is the same review.

    ``version`` is that of the copy: one changed since is not approved unread. A published case is superseded.
    Raises NotFound, OwnStory, StoryNotSubmitted, StoryReviewed.  Source: JN-3.4c.
    """
    story = story_within_reach(actor, id)
    same_person = actor.person_id is not None and actor.person_id == story.author_person_id
    if same_person or actor.account_id == story.author_id:
        raise OwnStory()
    with database.atomic():
        story = lock_row(Story.select().where(Story.id == id))
        if earlier := StoryReview.get_or_none((StoryReview.story_id == id) & (StoryReview.story_version == version)):
            if (earlier.by_account_id, earlier.approved, earlier.opinion) != (actor.account_id, approved, opinion):
                raise StoryReviewed()
            return story
        if story.state != "submitted" or story.version != version:
            raise StoryNotSubmitted(version=story.version)
        StoryReview.create(
            id=new_id(),
            story_id=id,
            story_version=version,
            approved=approved,
            opinion=opinion,
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
        )
        save_versioned(story, {"state": "approved" if approved else "returned"})
        if approved:
            _publish(story)
        else:
            _tell_returned(story)
        record_event(
            actor, "story.reviewed", subject=story, about_unit_id=story.unit_id, details={"approved": approved}
        )
    return story


def unpublish_story(actor: Actor, id: UUID, reason: str) -> Story:
    """Take a published case off every phone's feed at once; taken off twice it is taken off once.

    Those who write and those who approve may. Raises NotFound, Forbidden, StoryNotPublished (it never was).
    """
    story = story_within_reach(actor, id)
    if not (actor.may("story.edit") or actor.may("story.approve")):
        raise Forbidden(permission="story.edit")
    with database.atomic():
        lock_row(Story.select(Story.id).where(Story.id == id))
        version = live_version(id)
        if version is None:
            if not StoryVersion.select().where(StoryVersion.story_id == id).exists():
                raise StoryNotPublished()
            return story
        _end(version, actor.account_id, reason)
        record_event(actor, "story.unpublished", subject=story, about_unit_id=story.unit_id)
    return story


def note_reading(reading_id: UUID, story_id: UUID) -> None:
    """Count one reading of what is published; told twice it counts once. Who read it is kept nowhere.

    Raises NotFound.
    """
    version = published_version(story_id)

    def create() -> StoryReading:
        reading = StoryReading.create(id=reading_id, version_id=version.id, on_day=clock.today())
        record_event(SYSTEM, "story.read", subject=version)  # the system's: the log names no reader either
        return reading

    if not StoryReading.select().where(StoryReading.id == reading_id).exists():
        once(create, lambda: StoryReading.get_or_none(StoryReading.id == reading_id))


def _publish(story: Story) -> None:
    if earlier := live_version(story.id):
        _end(earlier, None, "由新版本代替")
    last = StoryVersion.select().where(StoryVersion.story_id == story.id).count()
    StoryVersion.create(
        id=new_id(),
        story_id=story.id,
        number=last + 1,
        agency_id=story.agency_id,
        title=story.title,
        summary=story.summary,
        text=story.text,
        unit_id=story.unit_id if story.consented else None,
        photos=story.photos,
        live=True,
        published_at=clock.now(),
    )


def _end(version: StoryVersion, account_id: UUID | None, reason: str) -> None:
    changes = {"live": None, "ended_at": clock.now(), "ended_reason": reason, "ended_by": account_id}
    StoryVersion.update(**changes).where(StoryVersion.id == version.id).execute()


def _tell_returned(story: Story) -> None:
    if story.author_person_id:
        notify(
            kind="story_returned",
            key=f"story_returned:{story.id}:{story.version}",
            text=f"典型经验“{story.title}”已退回修改",
            subject_type="story",
            subject_id=story.id,
            person_id=story.author_person_id,
        )
