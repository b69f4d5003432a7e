"""Sums over the tallies and what waits to be added to them, in one statement: one moment for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.units.registry.queries.search import Condition, rows_of

ALL = Condition("1 = 1")


def sums(
    agency_numbers: Sequence[int],
    name: str,
    columns: str,
    *,
    where: Condition = ALL,
    join: str = "",
) -> list[tuple[Any, ...]]:
    """Rows of ``columns`` and how many hazards, for a slice under agencies; ``t`` is the tally. Groups that have none
    are left out."""
    numbers = ",".join(str(int(number)) for number in agency_numbers)
    return rows_of(
        Condition(
            f"SELECT {columns}, sum(t.hazards) FROM ("  # noqa: S608 - numbers and names of columns, all our own
            "SELECT agency_number, slot, state, source, grade, hazards FROM hazard_tally "
            f"WHERE agency_number IN ({numbers}) AND slice = '{name}' "
            "UNION ALL SELECT agency_number, slot, state, source, grade, hazards FROM hazard_tally_change "
            f"WHERE agency_number IN ({numbers}) AND slice = '{name}') AS t {join} "
            f"WHERE {where.sql} GROUP BY {columns} HAVING sum(t.hazards) <> 0",
            where.parameters,
        )
    )
