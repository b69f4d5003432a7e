"""Taking facilities from a workbook: all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.registers.rules import (
    CameraDraft,
    FacilityDraft,
    check_catalogue_id,
    check_details,
    check_facility,
    check_type,
    is_camera,
)
from device_checks.registers.services import register_facility, revise_facility
from device_checks.workbooks.models import FacilityImport
from device_checks.workbooks.queries import (
    catalogue_ids_taken,
    drafts_of,
    known_facilities,
    places_by_name,
    units_by_name,
)
from device_checks.workbooks.rules import COLUMNS, MOST_ROWS, SHEET, FacilityRows
from server.core import clock
from server.core.database import database
from server.core.errors import ShouwangError
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.spreadsheets.rules import MOST_ERRORS, CellError, Row
from server.units.spreadsheets.services.reading import read_rows


@dataclass
class _Wish:
    """What one row asks for, beside what there is."""

    row: Row
    said: dict[str, Any]
    unit_id: UUID
    known: Facility | None = None
    before: FacilityDraft | None = None
    draft: FacilityDraft | None = None

    @property
    def is_change(self) -> bool:
        return self.draft is not None and self.draft != self.before


def import_facilities(actor: Actor, content: bytes, *, dry_run: bool) -> FacilityImport:
    """Enter and revise the facilities of a workbook, or, with any error or on a dry run, change nothing.

    A facility is recognised by its unit and number; what the workbook leaves empty stays as it is. Sent again, the
    same workbook finds nothing to do. Raises Forbidden, NotAWorkbook, TooManyRows.  Source: JN-2.2.2d.
    """
    actor.check("facility.import")
    rows, errors = read_rows(BytesIO(content), SHEET, COLUMNS, MOST_ROWS)
    wishes: list[_Wish] = []
    if not errors:
        wishes, errors = _plan(actor, rows)
    sha256 = files().put(content)
    write = not errors and not dry_run
    wanted = [wish for wish in wishes if wish.is_change]
    with database.atomic():
        if write:
            _write(actor, wanted)
        attempt = FacilityImport.create(
            id=new_id(),
            account_id=actor.account_id,
            at=clock.now(),
            workbook_sha256=sha256,
            dry_run=dry_run,
            created=0 if errors else sum(wish.known is None for wish in wanted),
            updated=0 if errors else sum(wish.known is not None for wish in wanted),
            errors=[error.as_row() for error in errors[:MOST_ERRORS]],
        )
        details = {"created": attempt.created, "updated": attempt.updated, "errors": len(errors), "sha256": sha256}
        kind = "facilities.imported" if write else "facilities.import_checked"
        record_event(actor, kind, subject=attempt, details=details)
    return attempt


def _write(actor: Actor, wishes: list[_Wish]) -> None:
    for wish in wishes:
        if wish.draft is None:
            continue
        if wish.known is None:
            register_facility(actor, wish.draft)
        else:
            revise_facility(actor, wish.known, wish.draft)


def _plan(actor: Actor, rows: list[Row]) -> tuple[list[_Wish], list[CellError]]:
    reader = FacilityRows()
    read = [(row, said) for row in rows if (said := reader.read(row))]
    units = units_by_name(actor, (said["unit_id"] for _, said in read))
    wishes = []
    for row, said in read:
        ids = units.get(said["unit_id"], [])
        if len(ids) == 1:
            wishes.append(_Wish(row, said, ids[0]))
        else:
            reader.complain(
                row, "unit_id", "有多个同名单位" if ids else "没有这个单位，或不在管辖范围内", "unknown_unit"
            )
    _find_known(wishes)
    places = places_by_name(wish.unit_id for wish in wishes)
    for wish in wishes:
        _settle(reader, wish, places)
    _check_doubles(reader, wishes)
    return wishes, sorted(reader.errors, key=lambda error: error.row)


def _find_known(wishes: list[_Wish]) -> None:
    numbers: dict[UUID, set[str]] = defaultdict(set)
    for wish in wishes:
        numbers[wish.unit_id].add(wish.said["number"])
    known = known_facilities(numbers)
    drafts = drafts_of(list(known.values()))
    for wish in wishes:
        wish.known = known.get((wish.unit_id, wish.said["number"]))
        wish.before = drafts[wish.known.id] if wish.known else None


def _settle(reader: FacilityRows, wish: _Wish, places: dict[tuple[UUID, str], UUID]) -> None:
    """Make the draft of a row, or say what is wrong with it."""
    said, before = dict(wish.said), len(reader.errors)
    named = [("place_id", name) for name in [said.get("place_id")] if name]
    named += [("camera.place_ids", name) for name in said.get("camera.place_ids", ())]
    for field, name in named:
        if (wish.unit_id, name) not in places:
            reader.complain(wish.row, field, f"该单位没有登记部位“{name[:40]}”", "unknown_place")
    if wish.before and wish.before.kind != said["kind"]:
        reader.complain(wish.row, "kind", "与已登记的类别不同", "kind_differs")
    if len(reader.errors) > before:
        return
    if "place_id" in said:
        said["place_id"] = places[wish.unit_id, said["place_id"]]
    if "camera.place_ids" in said:
        said["camera.place_ids"] = tuple(sorted({places[wish.unit_id, name] for name in said["camera.place_ids"]}))
    try:
        wish.draft = _draft(wish, said)
    except ShouwangError as error:
        for problem in error.fields:
            reader.complain(wish.row, problem.field, problem.message, problem.code)


def _draft(wish: _Wish, said: dict[str, Any]) -> FacilityDraft:
    """Raises Invalid, TypeOfOtherKind, CatalogueIdInvalid."""
    own = {name: value for name, value in said.items() if "." not in name} | {"unit_id": wish.unit_id}
    besides = {name.removeprefix("camera."): value for name, value in said.items() if name.startswith("camera.")}
    told = {name.removeprefix("details."): value for name, value in said.items() if name.startswith("details.")}
    base = wish.before or FacilityDraft(id=new_id(), **own)
    check_type(said["kind"], said["type"])
    details = check_details(said["kind"], {**base.details, **told})
    camera = base.camera
    if besides or is_camera(said["kind"], said["type"]):
        camera = replace(camera or CameraDraft(), **besides)
        check_catalogue_id(camera.catalogue_id)
    draft = replace(base, **own, details=details, camera=camera)
    check_facility(draft)
    return draft


def _check_doubles(reader: FacilityRows, wishes: list[_Wish]) -> None:
    """What can only be said of a row beside the others: numbers and catalogue ids used twice or by others."""
    numbers: dict[tuple[UUID, str], int] = {}
    ids: dict[str, int] = {}
    settled = [(wish, wish.draft) for wish in wishes if wish.draft is not None]
    coded = [draft.camera.catalogue_id for _, draft in settled if draft.camera and draft.camera.catalogue_id]
    taken = catalogue_ids_taken(coded)
    for wish, draft in settled:
        key = (wish.unit_id, draft.number)
        if key in numbers:
            reader.complain(wish.row, "number", f"与第 {numbers[key]} 行重复", "doubled_facility")
        numbers.setdefault(key, wish.row.number)
        id = draft.camera.catalogue_id if draft.camera else None
        if id is None:
            continue
        if id in ids:
            reader.complain(wish.row, "camera.catalogue_id", f"与第 {ids[id]} 行重复", "doubled_catalogue_id")
        elif taken.get(id, draft.id) != draft.id:
            reader.complain(wish.row, "camera.catalogue_id", "该国标编码已登记在另一路摄像机上", "catalogue_id_taken")
        ids.setdefault(id, wish.row.number)
