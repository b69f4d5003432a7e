"""Who reads papers and files of cases of accountability: those who may see the cases, never the unit's own people."""

from __future__ import annotations

from typing import Any

from peewee import SQL

from reports.accountability.rules import REPLY_SUBJECT, SUBJECT
from reports.documents.queries.documents import narrow_readers
from reports.documents.rules import DocumentKind
from server.core.permissions import Actor
from server.units.attachments.models import Attachment
from server.units.attachments.queries import guard_attachments


def guard_accountability() -> None:
    """Have documents and attachments ask here."""
    narrow_readers([DocumentKind.DISCIPLINE_PROPOSAL], _papers_shown)
    for subject in (SUBJECT, REPLY_SUBJECT):
        guard_attachments(subject, _may_read_file)


def _papers_shown(actor: Actor) -> Any | None:
    return None if actor.may("accountability.view") else SQL("1 = 0")


def _may_read_file(actor: Actor, _file: Attachment) -> bool:
    return actor.may("accountability.view")
