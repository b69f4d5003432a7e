"""Who reads papers and files of cases: the bureau all, a unit what reached it, others decisions that were served.

Source: 行政处罚法 arts. 50, 61; JN-2.3.3b.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL, fn

from reports.deliveries.queries import served_documents
from reports.documents.models import Document
from reports.documents.queries.documents import narrow_readers
from reports.documents.rules import DocumentKind
from reports.penalties.models import PenaltyAct
from reports.penalties.queries.cases import (
    act_rows,
    acts_shown,
    case_within_reach,
    decisions_shown,
    is_of_a_unit,
)
from reports.penalties.queries.pages import seen_by_unit
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.attachments.models import Attachment
from server.units.attachments.queries import guard_attachments

FILES = "penalty_act"
_NOTICES = (DocumentKind.PENALTY_NOTICE,)
_HEARINGS = (DocumentKind.HEARING_NOTICE, DocumentKind.HEARING_RECORD)
_DECISIONS = (DocumentKind.PENALTY_DECISION, DocumentKind.NO_PENALTY_DECISION)
_INSIDE = (
    DocumentKind.CASE_FILING,
    DocumentKind.LEGAL_REVIEW,
    DocumentKind.CRIME_TRANSFER,
    DocumentKind.CASE_CLOSING,
    DocumentKind.CASE_FILE,
)


def guard_cases() -> None:
    """Have documents and attachments ask here."""
    narrow_readers(_NOTICES, _notices_shown)
    narrow_readers(_HEARINGS, _to_parties)
    narrow_readers(_DECISIONS, read_when_served)
    narrow_readers(_INSIDE, _to_bureau)
    guard_attachments(FILES, _may_read_file)


def _is_bureau(actor: Actor) -> bool:
    return actor.may("penalty.view") and not is_of_a_unit(actor)


def _to_bureau(actor: Actor) -> Any | None:
    return None if _is_bureau(actor) else SQL("1 = 0")


def _to_parties(actor: Actor) -> Any | None:
    return None if actor.may("penalty.view") else SQL("1 = 0")


def read_when_served(actor: Actor) -> Any | None:
    """Until they are served such papers bind nobody outside of the bureau, and nobody there reads them."""
    return None if _is_bureau(actor) else Document.id.in_(served_documents())


def _notices_shown(actor: Actor) -> Any | None:
    """To the unit from the day it received that one: a receipt is of the notice right before it."""
    if _is_bureau(actor):
        return None
    if not actor.may("penalty.view"):
        return SQL("1 = 0")
    notice, receipt, later = PenaltyAct.alias("notice"), PenaltyAct.alias("receipt"), PenaltyAct.alias("later")
    between = later.select(later.id).where(
        (later.case_id == notice.case_id)
        & (later.kind == "notice")
        & (later.position > notice.position)
        & (later.position < receipt.position)
    )
    of_it = (receipt.case_id == notice.case_id) & (receipt.kind == "receipt") & (receipt.position > notice.position)
    received = notice.select(notice.id).join(receipt, on=of_it).where((notice.kind == "notice") & ~fn.EXISTS(between))
    return Document.id.in_(served_documents()) | Document.subject_id.in_(received)


def _may_read_file(actor: Actor, file: Attachment) -> bool:
    """Files of acts that the reader's page of the case shows."""
    if not actor.may("penalty.view"):
        return False
    if not is_of_a_unit(actor):
        return True
    act = PenaltyAct.get_or_none(PenaltyAct.id == file.subject_id)
    try:
        case = case_within_reach(actor, act.case_id) if act else None
    except NotFound:
        return False
    if case is None:
        return False
    shown = acts_shown(act_rows([case.id])[case.id], decisions_shown(actor, [case.id]).get(case.id))
    return any(row.id == file.subject_id for row in seen_by_unit(shown))
