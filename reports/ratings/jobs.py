"""What events and the clock ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from reports.ratings import services
from reports.ratings.queries.events import SOURCES, TAKEN_BACK, event_seen
from reports.ratings.services.appealing import MAKE_APPEAL
from reports.ratings.services.deciding import MAKE_DECISION
from reports.ratings.services.grading import MAKE_CERTIFICATE, REVOKE_CERTIFICATE
from reports.ratings.services.vetoes import MAKE_DOWNGRADE, REVOKE_DOWNGRADE
from server.core.jobs import Job, Schedule

Arguments = dict[str, Any]
LOWER = "ratings.lower"


def _note(arguments: Arguments) -> None:
    if seen := event_seen(UUID(arguments["event_id"])):
        services.note_veto_of_event(seen)


def _take_back(source_kind: str) -> Callable[[Arguments], None]:
    reason = {"accountability": "追责事项已撤回", "penalty": "处罚决定已撤销"}[source_kind]

    def take_back(arguments: Arguments) -> None:
        source_id = arguments.get("decision_id", arguments["subject_id"])  # an annulment is about a decision
        services.withdraw_veto_of_event(source_kind, UUID(source_id), reason)

    return take_back


def _open_yearly(arguments: Arguments) -> None:
    services.open_yearly_reviews(UUID(arguments["subject_id"]))


def _lower(_arguments: Arguments) -> None:
    services.apply_due_downgrades()


def _paper(make: Callable[[UUID], Any], name: str) -> Callable[[Arguments], None]:
    return lambda arguments: make(UUID(arguments[name])) and None


def _revoke(revoke: Callable[[UUID, str], None], name: str) -> Callable[[Arguments], None]:
    return lambda arguments: revoke(UUID(arguments[name]), arguments["reason"])


JOBS = [
    Job("ratings.note_veto", _note, on=tuple(SOURCES)),
    *(Job(f"ratings.take_back_{kind}", _take_back(kind), on=(event,)) for event, kind in TAKEN_BACK.items()),
    Job("ratings.open_yearly", _open_yearly, on=("rating_round.opened",)),
    Job(LOWER, _lower),
    Job(MAKE_DECISION, _paper(services.make_decision_paper, "decision_id")),
    Job(MAKE_DOWNGRADE, _paper(services.make_downgrade_paper, "downgrade_id")),
    Job(MAKE_APPEAL, _paper(services.make_appeal_paper, "appeal_id")),
    Job(MAKE_CERTIFICATE, _paper(services.make_certificate, "rating_id")),
    Job(REVOKE_CERTIFICATE, _revoke(services.revoke_certificate, "rating_id")),
    Job(REVOKE_DOWNGRADE, _revoke(services.revoke_downgrade_paper, "downgrade_id")),
]
SCHEDULES = [Schedule(LOWER, "5 0 * * *")]
