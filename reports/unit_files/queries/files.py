"""A unit's file (一单位一档) as one view.  Source: JN-2.3.2c."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reports.unit_files.queries.chapters import CHAPTERS, Reader, Section, read_chapter
from reports.unit_files.queries.defences import defence_shapes
from server.core import clock
from server.core.permissions import Actor
from server.units.registry.queries.file import shape_of, unit_file
from server.units.registry.queries.reach import unit_within_reach

Json = dict[str, Any]
MOST_ROWS = 20


def file_of_unit(actor: Actor, unit_id: UUID, most: int = MOST_ROWS) -> Json:
    """The unit, its three defences, and each chapter with count, last day and newest rows.

    Some 100 queries, however long the chapters are. Raises NotFound.  Source: JN-2.3.2c, LN-aims-2.
    """
    unit = unit_within_reach(actor, unit_id)
    return {
        "unit": shape_of(unit_file(unit)),
        "as_of": clock.now(),
        "defences": defence_shapes(unit),
        "sections": sections_of(Reader(actor, unit), most),
    }


def sections_of(reader: Reader, most: int) -> list[Section]:
    """The chapters open to who reads, each with at most so many of its newest rows."""
    return [read_chapter(chapter, reader, most) for chapter in CHAPTERS if chapter.is_open_to(reader)]
