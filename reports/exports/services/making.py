"""Makes the file of an export: rows go through a batch at a time, so memory does not grow with the list."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from reports.documents.rules import TableReport
from reports.documents.services import render_report
from reports.exports.errors import TooManyRows
from reports.exports.models import Export
from reports.exports.queries.rows import PERMISSIONS, rows_of_list
from reports.exports.rules import COLUMNS, MOST_PDF_ROWS, MOST_ROWS, TITLES, Column, cell_of
from reports.exports.services.workbook import Cell, write_workbook
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import ShouwangError
from server.core.events import record_event
from server.core.files import files
from server.core.ids import new_id
from server.core.permissions import Actor
from server.web.signin.queries import actor_by_account

Cells = list[Cell]


def make_export(id: UUID) -> None:
    """Write the file and say that it is there; run twice, or killed half-way, it ends with one whole file.

    Rows are those that whoever asked reaches when it is made. A list that is too long ends as failed, and says so.
    """
    export = Export.get_or_none(Export.id == id)
    if export is None or export.state in {"ready", "failed"}:
        return
    actor = actor_by_account(export.account_id)
    try:
        actor.check(PERMISSIONS[export.subject])
        _make(actor, export)
    except ShouwangError as error:
        _fail(actor, export, error)


def _make(actor: Actor, export: Export) -> None:
    total, batches = rows_of_list(actor, export.subject, export.filters)
    most = MOST_PDF_ROWS if export.form == "pdf" else MOST_ROWS
    if total is not None and total > most:
        raise TooManyRows(_too_many(most), most=most)
    _note(export, 0, total)
    columns = [column for column in COLUMNS[export.subject] if column.on_paper or export.form != "pdf"]
    draft = files().incoming / f"export-{new_id().hex}"
    try:
        counting = _Counting(export, total, most)
        lines = counting.lines(batches, columns)
        if export.form == "xlsx":
            write_workbook(draft, TITLES[export.subject], columns, lines)
        elif export.form == "csv":
            _write_csv(draft, columns, lines)
        else:
            _write_pdf(draft, export, columns, list(lines), actor.name)
        _finish(actor, export, draft, counting.done)
    finally:
        draft.unlink(missing_ok=True)


class _Counting:
    """Turns rows into cells and notes, batch by batch, how far it is."""

    def __init__(self, export: Export, total: int | None, most: int) -> None:
        self._export, self._total, self._most = export, total, most
        self.done = 0

    def lines(self, batches: Iterator[list[dict[str, Any]]], columns: list[Column]) -> Iterator[Cells]:
        for batch in batches:
            if self.done + len(batch) > self._most:
                raise TooManyRows(_too_many(self._most), most=self._most)
            for row in batch:
                yield [cell_of(column, row) for column in columns]
            self.done += len(batch)
            _note(self._export, self.done, self._total)


def _too_many(most: int) -> str:
    return f"超过 {most} 行，请缩小筛选范围" + ("，或改用 XLSX、CSV" if most == MOST_PDF_ROWS else "")


def _write_csv(path: Path, columns: list[Column], lines: Iterator[Cells]) -> None:
    """UTF-8 with its mark, without which a Chinese Excel reads it as GBK."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.heading for column in columns])
        for cells in lines:
            writer.writerow(["" if cell is None else cell for cell in cells])


def _write_pdf(path: Path, export: Export, columns: list[Column], lines: list[Cells], made_by: str) -> None:
    report = TableReport(
        id=export.id,
        title=TITLES[export.subject],
        made_at=clock.now(),
        made_by=made_by,
        headings=tuple(column.heading for column in columns),
        widths=tuple(column.width for column in columns),
        rows=tuple(tuple("" if cell is None else str(cell) for cell in cells) for cells in lines),
    )
    path.write_bytes(render_report(report))


def _finish(actor: Actor, export: Export, draft: Path, rows: int) -> None:
    with open(draft, "rb+") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    byte_count = draft.stat().st_size
    files().adopt(draft, sha256)
    with database.atomic():
        current = lock_row(Export.select().where(Export.id == export.id))
        if current is None or current.state == "ready":
            return
        Export.update(
            state="ready",
            file_sha256=sha256,
            byte_count=byte_count,
            rows_done=rows,
            rows_total=rows,
            finished_at=clock.now(),
        ).where(Export.id == export.id).execute()
        details = {"subject": export.subject, "form": export.form, "rows": rows, "sha256": sha256}
        record_event(actor, "export.made", subject=export, details=details)


def _fail(actor: Actor, export: Export, error: ShouwangError) -> None:
    with database.atomic():
        said = str(error) or error.title
        Export.update(state="failed", problem=said[:200], finished_at=clock.now()).where(
            (Export.id == export.id) & (Export.state != "ready")
        ).execute()
        record_event(actor, "export.failed", subject=export, details={"code": error.code})


def _note(export: Export, done: int, total: int | None) -> None:
    """How far it is, for who waits; no act, so no event."""
    with database.atomic():
        Export.update(state="running", rows_done=done, rows_total=total).where(
            (Export.id == export.id) & (Export.state != "ready")
        ).execute()
