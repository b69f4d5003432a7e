"""行政处罚决定书 before it is made: what the latest notice intends, for whoever prepares, reviews or decides."""

from __future__ import annotations

from uuid import UUID

from reports.documents.rules import DocumentKind, LegalForm, Verification
from reports.penalties.errors import CaseEnded
from reports.penalties.models import PenaltyAct, PenaltyCase
from reports.penalties.queries.cases import act_rows, case_within_reach, is_of_a_unit, standing_of
from reports.penalties.queries.papers.decisions import decision_facts
from reports.penalties.queries.papers.parts import Sheet
from reports.penalties.queries.responsible import responsible_persons
from reports.penalties.queries.terms import articles_named, terms_on
from server.core import clock
from server.core.errors import NotFound
from server.core.ids import new_id
from server.core.permissions import Actor

#: What a notice says of the penalty, and a decision repeats.
_CHOSEN = ("facts", "reasons", "is_warning", "fine_fen", "grade", "factors")


def decision_draft(case: PenaltyCase) -> LegalForm:
    """The decision as it would read today, with no number, no token and no identity number in full.

    Raises CaseEnded, NoticeMissing, TextMissing.
    """
    rows = act_rows([case.id])[case.id]
    standing = standing_of(case, rows)
    with articles_named(terms_on()):
        if standing.ended:
            raise CaseEnded()
        notice = next(row for row in rows if row.id == standing.told.id)
    act = PenaltyAct(
        id=new_id(),
        case_id=case.id,
        position=rows[-1].position + 1,
        kind="decision",
        acted_on=clock.today(),
        at=clock.now(),
        details={
            **{name: notice.details[name] for name in _CHOSEN},
            "responsible": responsible_persons(case.unit_id),
        },
    )
    nobody = Verification(document_id=act.id, url="", token="")
    return decision_facts(Sheet(act, DocumentKind.PENALTY_DECISION, "", nobody, draft=True))


def case_to_draft(actor: Actor, id: UUID) -> PenaltyCase:
    """A case whose drafts the actor may read: the agencies', never the unit's. Raises NotFound."""
    if is_of_a_unit(actor):
        raise NotFound()
    return case_within_reach(actor, id)
