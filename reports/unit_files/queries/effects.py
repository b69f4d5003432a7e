"""What an item of the three defences would change, before it is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reports.unit_files.queries.defences import items_on
from reports.unit_files.queries.measures import tallies
from reports.unit_files.rules.defences import DefenceItemDraft, Tally, bar_of, check_item
from server.core import clock
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.reach import number_within_reach, units_within_reach

#: As many units are counted; a trial must not look at a whole province.
MOST_UNITS = 200


def effect_of(actor: Actor, draft: DefenceItemDraft) -> list[str]:
    """How the first units within reach stand today with the item in force and with the draft, in sentences.

    Nothing is kept; some 10 queries. Raises DefenceItemInvalid.
    """
    check_item(draft)
    units, day = list(units_within_reach(actor).order_by(number_within_reach(actor)).limit(MOST_UNITS)), clock.today()
    current = next((row for row in items_on(day) if row.code == draft.code), None)
    before = _stood(current.measure, current.settings, units, day) if current else "不计入"
    after = _stood(draft.measure, draft.settings, units, day) if draft.is_counted else "不计入"
    return [f"管辖范围内 {len(units)} 个单位，按今天的数据：", f"现行：{before}", f"改定后：{after}"]


def _stood(measure: str, settings: Mapping[str, Any], units: Sequence[Unit], day: date) -> str:
    found = tallies(measure, settings, units, day) if units else {}
    total: Tally = bar_of(list(found.values()))
    whole = sum(tally.met == tally.required for tally in found.values())
    rate = "无要求" if total.percent is None else f"达标 {total.met}/{total.required}（{total.percent}%）"
    return f"{len(found)} 个单位有要求，其中 {whole} 个全部达标；{rate}"
