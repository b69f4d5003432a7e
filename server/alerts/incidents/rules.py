"""Plans of authorities, their contact trees, and what runs when one is started. Source: LN-18."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.alerts.incidents.errors import ContactUnreachable, EntryInTheFuture
from server.core.clock import BEIJING
from server.core.errors import FieldProblem

PLAN_KINDS = ("terror", "violence", "mass_event", "explosion", "fire", "disaster", "public_health", "other")
STATES = ("running", "ended")
TO_KINDS = ("person", "agency", "unit")
CLOCK_TOLERANCE = timedelta(minutes=10)
#: A spreadsheet would run such a cell as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Contact:
    """One leaf of the call tree: level 1 is called first; told by phone, through an account, or both."""

    level: int
    name: str
    post: str = ""
    phone: str = ""
    to_kind: str | None = None
    to_id: UUID | None = None

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "to_id": str(self.to_id) if self.to_id else None}


@dataclass(frozen=True)
class PlanDraft:
    id: UUID
    title: str
    kind: str
    text: str
    contacts: tuple[Contact, ...]

    def columns(self) -> dict[str, Any]:
        """As the row keeps it, without its id."""
        contacts = [contact.plain() for contact in self.contacts]
        return {"title": self.title, "kind": self.kind, "text": self.text, "contacts": contacts}


@dataclass(frozen=True)
class IncidentDraft:
    """A plan put into effect; ``is_drill`` runs the same engine as an exercise."""

    id: UUID
    plan_id: UUID
    title: str
    place: str
    is_drill: bool


@dataclass(frozen=True)
class EntryDraft:
    id: UUID
    happened_at: datetime
    text: str


def contact_from(plain: dict[str, Any]) -> Contact:
    """Back from JSON, or from a request."""
    return Contact(**{**plain, "to_id": UUID(str(plain["to_id"])) if plain.get("to_id") else None})


def check_contacts(contacts: Sequence[Contact]) -> None:
    """Each can be reached somehow. Raises ContactUnreachable."""
    for number, contact in enumerate(contacts):
        if (contact.to_kind is None) != (contact.to_id is None) or not (contact.phone or contact.to_id):
            raise ContactUnreachable(
                fields=[FieldProblem(f"contacts.{number}", ContactUnreachable.title, ContactUnreachable.code)]
            )


def check_moment(happened_at: datetime, now: datetime) -> None:
    """Raises EntryInTheFuture."""
    if happened_at > now + CLOCK_TOLERANCE:
        raise EntryInTheFuture(fields=[FieldProblem("happened_at", EntryInTheFuture.title, EntryInTheFuture.code)])


def say_start(title: str, place: str, is_drill: bool) -> str:
    """What those called are told; a drill says so first, so that nobody takes it for earnest."""
    return f"{'【演练】' if is_drill else ''}{title}已启动{f'，地点：{place}' if place else ''}，请按预案到位。"


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated for spreadsheet programs: a mark of its encoding first, no cell that would run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return "\ufeff" + text.getvalue()


def say_instant(moment: datetime) -> str:
    """2026-11-22 18:05:09, Beijing time."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
