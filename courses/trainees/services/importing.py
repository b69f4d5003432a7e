"""Taking trainees from a workbook: all of it or nothing. The workbook holds identity numbers, so it is not kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from courses.trainees.models import Trainee, TraineeImport
from courses.trainees.queries.identities import people_of_identities
from courses.trainees.queries.membership import is_trained
from courses.trainees.rules import AUDIENCE_WORDS, NewPerson, TraineeDraft
from courses.trainees.rules.workbook import COLUMNS, MOST_ROWS, SHEET, TraineeRows
from courses.trainees.services.entering import write_trainee
from server.core import clock
from server.core.database import database
from server.core.errors import Conflict, RuleViolation
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.people.models import Person
from server.units.people.queries import people_by_id
from server.units.registry.models import Unit
from server.units.registry.queries.reach import units_within_reach
from server.units.spreadsheets.rules import MOST_ERRORS, CellError, Row
from server.units.spreadsheets.services.reading import read_rows
from server.units.spreadsheets.services.writing import open_workbook


@dataclass
class _Wish:
    """What one row asks for; ``known`` is somebody of the unit who is in the house already."""

    row: Row
    said: dict[str, Any]
    unit_id: UUID
    known: UUID | None = None
    is_new: bool = True


class _RowRefused(Exception):
    """A row of a workbook whose rules another row or the register broke; undoes what was written before it."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.code)
        self.error = error


def import_trainees(actor: Actor, content: bytes, *, dry_run: bool) -> TraineeImport:
    """Enter the trainees of a workbook, or, with any error or on a dry run, change nothing.

    A person is recognised by unit and identity number or telephone; whoever is of the audience already is passed
    over, so that the same workbook sent again finds nothing to do. Raises Forbidden, NotAWorkbook, TooManyRows.
    Source: JN-3.4a.
    """
    actor.check("trainee.edit")
    rows, errors = read_rows(BytesIO(content), SHEET, COLUMNS, MOST_ROWS)
    wishes: list[_Wish] = []
    if not errors:
        wishes, errors = _plan(actor, rows)
    wanted = [wish for wish in wishes if wish.is_new]
    if not errors and not dry_run:
        try:
            return _write(actor, content, wanted)
        except _RowRefused as refused:
            errors = [refused.error]
    with database.atomic():
        attempt = _attempt(actor, content, 0 if errors else len(wanted), errors, dry_run=dry_run)
        _tell(actor, "trainees.import_checked", attempt)
    return attempt


def _write(actor: Actor, content: bytes, wanted: list[_Wish]) -> TraineeImport:
    with database.atomic():
        take_turn(actor)
        for wish in wanted:
            _enter(actor, wish)
        attempt = _attempt(actor, content, len(wanted), [], dry_run=False)
        _tell(actor, "trainees.imported", attempt)
    return attempt


def _enter(actor: Actor, wish: _Wish) -> None:
    said = wish.said
    person = NewPerson(new_id(), said["name"], said["post"], said["phone"], wish.unit_id)
    draft = TraineeDraft(
        new_id(),
        said["audience"],
        said["from_on"] or clock.today(),
        person_id=wish.known,
        person=None if wish.known else person,
    )
    try:
        write_trainee(actor, draft, said["identity_number"])
    except (Conflict, RuleViolation) as error:
        raise _RowRefused(CellError(wish.row.number, "", "", error.detail, error.code)) from error


def _plan(actor: Actor, rows: list[Row]) -> tuple[list[_Wish], list[CellError]]:
    reader = TraineeRows()
    read = [(row, said) for row in rows if (said := reader.read(row))]
    units = _units_by_name(actor, {said["unit"] for _, said in read})
    wishes = []
    for row, said in read:
        ids = units.get(said["unit"], [])
        if len(ids) == 1:
            wishes.append(_Wish(row, said, ids[0]))
        else:
            reader.complain(row, "unit", "有多个同名单位" if ids else "没有这个单位，或不在管辖范围内", "unknown_unit")
    _recognise(wishes)
    seen: dict[tuple[Any, ...], int] = {}
    for wish in wishes:
        key = (wish.unit_id, wish.said["identity_number"] or wish.said["phone"], wish.said["audience"])
        if key in seen:
            reader.complain(wish.row, "name", f"与第 {seen[key]} 行重复", "doubled_trainee")
        seen.setdefault(key, wish.row.number)
    return wishes, sorted(reader.errors, key=lambda error: error.row)


def _units_by_name(actor: Actor, names: set[str]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    wanted = sorted(names)
    for start in range(0, len(wanted), 400):
        for unit in units_within_reach(actor).where(Unit.name.in_(wanted[start : start + 400])):
            found[unit.name].append(unit.id)
    return found


def _recognise(wishes: list[_Wish]) -> None:
    """Who is in the house already, and of the audience already."""
    holders = people_of_identities(wish.said["identity_number"] for wish in wishes if wish.said["identity_number"])
    people = people_by_id(holders.values())
    by_phone: dict[tuple[UUID, str, str], UUID] = {}
    for unit_id in {wish.unit_id for wish in wishes}:
        for person in Person.select().where((Person.unit_id == unit_id) & Person.phone.is_null(False)):
            by_phone[unit_id, person.name, person.phone] = person.id
    for wish in wishes:
        holder = people.get(holders.get(wish.said["identity_number"], UUID(int=0)))
        if holder and (holder.unit_id, holder.name) == (wish.unit_id, wish.said["name"]):
            wish.known = holder.id
        elif holder is None:
            wish.known = by_phone.get((wish.unit_id, wish.said["name"], wish.said["phone"] or ""))
    known = (
        {(row.person_id, row.audience) for row in Trainee.select().where(is_trained(clock.today()))}
        if wishes
        else set()
    )
    for wish in wishes:
        wish.is_new = (wish.known, wish.said["audience"].value) not in known


def _attempt(actor: Actor, content: bytes, created: int, errors: list[CellError], *, dry_run: bool) -> TraineeImport:
    return TraineeImport.create(
        id=new_id(),
        account_id=actor.account_id,
        at=clock.now(),
        workbook_sha256=hashlib.sha256(content).hexdigest(),
        dry_run=dry_run,
        created=created,
        updated=0,
        errors=[error.as_row() for error in errors[:MOST_ERRORS]],
    )


def _tell(actor: Actor, kind: str, attempt: TraineeImport) -> None:
    details = {"created": attempt.created, "errors": len(attempt.errors), "sha256": attempt.workbook_sha256}
    record_event(actor, kind, subject=attempt, details=details)


def write_template() -> bytes:
    """An empty workbook with headings, choices and explanations."""
    with open_workbook() as (output, book):
        sheet, text = book.add_worksheet(SHEET), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, column.heading + ("*" if column.required else ""), bold)
        place = next(place for place, column in enumerate(COLUMNS) if column.field == "audience")
        sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": list(AUDIENCE_WORDS)[:6]})
        page = book.add_worksheet("填写说明")
        page.set_column(0, 1, 30)
        for line, column in enumerate(COLUMNS):
            page.write_string(line, 0, column.heading)
            page.write_string(line, 1, column.explanation)
    return output.getvalue()
