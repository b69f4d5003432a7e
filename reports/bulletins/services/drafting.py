"""Draft a bulletin from the figures of a period, and change its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from reports.bulletins.errors import BulletinElsewhere, BulletinNotDraft, SupersededUnfit
from reports.bulletins.models import Bulletin, BulletinReader
from reports.bulletins.queries.bulletins import bulletin_within_reach, period_of_row
from reports.bulletins.queries.figures import figures_of
from reports.bulletins.queries.papers import say_as_of
from reports.bulletins.queries.terms import first_year
from reports.bulletins.rules import BulletinDraft, Figures, Period, Revision, check_period
from reports.documents.rules import DocumentKind
from reports.figures.queries.scope import agency_within_reach
from reports.wording.queries import texts_on
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_by_id, contact_on


def draft_bulletin(actor: Actor, draft: BulletinDraft) -> Bulletin:
    """Draft a bulletin: its figures are counted now, its words can be changed. Sent twice it is one.

    Raises NotFound (scope), Invalid, YearTooEarly, PeriodToCome, SupersededUnfit, ResubmissionConflict.
    Source: JN-3.5b.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(Bulletin, draft.id, **known):
        return earlier
    scope = agency_within_reach(actor, draft.scope_id)
    own = agency_by_id(actor.agency_id)  # type: ignore[arg-type]  # who reads figures of an agency has one
    check_period(draft.period, first_year(), clock.today())
    check_readers(draft.reader_ids)
    if draft.supersedes_id:
        _check_superseded(actor, draft.supersedes_id)
    figures = figures_of(scope, draft.period)  # before the transaction: counting may take seconds

    def create() -> Bulletin:
        row = Bulletin.create(
            **known,
            **written(DocumentKind.BULLETIN, own, scope, draft.period, figures),
            id=draft.id,
            kind="bulletin",
            title=draft.title or f"关于{draft.period.words}单位内部治安保卫工作情况的通报",
            addressees=list(draft.addressees),
            copied_to=list(draft.copied_to),
            state="draft",
            supersedes_id=draft.supersedes_id,
            by_name=actor.name,
            created_at=clock.now(),
        )
        name_readers(row.id, draft.reader_ids)
        record_event(actor, "bulletin.drafted", subject=row)
        return row

    return once(create, lambda: find_resubmitted(Bulletin, draft.id, **known))[0]


def revise_bulletin(actor: Actor, row: Bulletin, revision: Revision) -> Bulletin:
    """Change the words of a draft over the version that was read. Raises BulletinElsewhere, BulletinNotDraft, Stale."""
    check_draft(actor, row)
    check_readers(revision.reader_ids)
    values = {name: value for name, value in vars(revision).items() if name != "reader_ids"}
    with database.atomic():
        save_versioned(row, {**values, "addressees": list(revision.addressees), "copied_to": list(revision.copied_to)})
        BulletinReader.delete().where(BulletinReader.bulletin_id == row.id).execute()
        name_readers(row.id, revision.reader_ids)
        record_event(actor, "bulletin.revised", subject=row)
    return bulletin_within_reach(actor, row.id)


def refresh_figures(actor: Actor, row: Bulletin) -> Bulletin:
    """Count a draft's figures anew; the words stay. Raises BulletinElsewhere, BulletinNotDraft, Stale."""
    check_draft(actor, row)
    figures = figures_of(agency_by_id(row.scope_id), period_of_row(row))
    with database.atomic():
        save_versioned(row, {"figures": figures.shape})
        record_event(actor, "bulletin.counted", subject=row)
    return bulletin_within_reach(actor, row.id)


def written(kind: DocumentKind, own: Agency, scope: Agency, period: Period, figures: Figures) -> dict[str, Any]:
    """The columns that follow from period and figures: a first draft of the words among them."""
    texts = texts_on(kind, clock.today())
    contact = contact_on(own, clock.today())
    words = {"period": period.words, "scope": "全市" if scope.parent_id is None else f"{scope.name}辖区"}
    as_of = say_as_of(figures.as_of)
    opening = "opening" if figures.words["found"] != "0" else "opening_quiet"  # no rates of nothing
    return {
        "agency_id": own.id,
        "scope_id": scope.id,
        "span": period.span.value,
        "year": period.year,
        "part": period.part,
        "from_on": period.first,
        "to_on": period.last,
        "opening": texts.say(f"{kind.value}.{opening}", **words, **figures.words, as_of=as_of),
        "closing": texts.say(f"{kind.value}.closing"),
        "figures": figures.shape,
        "printed_by": f"{own.name}办公室",
        "contact": f"{contact.label}，{contact.phone}" if contact else "",
    }


def check_draft(actor: Actor, row: Bulletin) -> None:
    """Raises BulletinElsewhere, BulletinNotDraft."""
    if row.agency_id != actor.agency_id:
        raise BulletinElsewhere()
    if row.state != "draft":
        raise BulletinNotDraft()


def check_readers(ids: Sequence[UUID]) -> None:
    """Raises Invalid for agencies that do not exist."""
    known = agencies_by_id(ids)
    problems = [
        FieldProblem(f"reader_ids.{number}", "没有这个机构", "unknown_agency")
        for number, id in enumerate(ids)
        if id not in known
    ]
    if problems:
        raise Invalid(fields=problems)


def name_readers(bulletin_id: UUID, ids: Sequence[UUID]) -> None:
    """Part of an act: who it is sent to."""
    for id in dict.fromkeys(ids):
        BulletinReader.create(id=new_id(), bulletin_id=bulletin_id, agency_id=id)


def _check_superseded(actor: Actor, id: UUID) -> None:
    earlier = bulletin_within_reach(actor, id)
    if earlier.agency_id != actor.agency_id or earlier.state != "issued" or earlier.kind != "bulletin":
        raise SupersededUnfit(fields=[FieldProblem("supersedes_id", SupersededUnfit.title, SupersededUnfit.code)])
