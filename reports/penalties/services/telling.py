"""Who is told of a case: both responsible persons of the unit, and the officers who handle it.

Source: JN-2.2.1b.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from reports.penalties.models import PenaltyAct, PenaltyCase
from reports.penalties.queries.responsible import responsible_persons
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all

SUBJECT = "penalty_case"


def tell_responsible(case: PenaltyCase, act: PenaltyAct, text: str) -> None:
    """Tell first and joint responsible persons, each for themselves; inside the act's transaction."""
    _tell(case, act, [person["person_id"] for person in responsible_persons(case.unit_id)], text, "responsible")


def tell_officers(case: PenaltyCase, act: PenaltyAct, officers: Iterable[UUID], text: str) -> None:
    """Tell the case's officers but the one who acts; inside the act's transaction."""
    _tell(case, act, [id for id in officers if id != act.by_person_id], text, "officer")


def _tell(case: PenaltyCase, act: PenaltyAct, people: Iterable[UUID], text: str, as_what: str) -> None:
    notify_all(
        [
            NoticeDraft(
                kind=f"penalty.{act.kind}",
                key=f"penalty:{act.id}:{as_what}:{person_id}",
                text=text,
                subject_type=SUBJECT,
                subject_id=case.id,
                unit_id=case.unit_id,
                person_id=person_id,
            )
            for person_id in dict.fromkeys(people)
        ]
    )
