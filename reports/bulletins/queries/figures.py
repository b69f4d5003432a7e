"""Figures of a period from tallies and sums: however many hazards there are, a few hundred rows are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import fn

from courses.rotations.models import Enrolment
from courses.rotations.rules import COUNTED
from courses.trainees.rules import POLICE_AUDIENCES, WORD_OF_AUDIENCE, Audience
from reports.assessments.queries.runs import approved_of, results_of
from reports.bulletins.queries.areas import area_months
from reports.bulletins.rules import ChartData, Figures, Period, TableData, change_words, percent
from reports.bulletins.rules.links import hazards_link
from reports.exports.rules import INDUSTRIES
from reports.figures.queries.board import hazard_board
from reports.figures.queries.breakdowns import hazards_by
from reports.figures.queries.scope import agencies_below
from reports.figures.queries.tallies import sums
from reports.figures.queries.work import inspection_figures, task_figures
from reports.figures.rules import MONTH, OPEN_STATES, SELF_SOURCES, month_of_slot
from reports.supervisions.models import SupervisionLetter
from reports.supervisions.rules import CLOSED, WAITING_STATES
from server.core import clock
from server.units.agencies.models import Agency
from server.units.registry.models import Unit, UnitReach
from server.units.registry.queries.search import Condition

KIND_WORDS = {"periodic": "定期", "special": "专项", "temporary": "临时", "random": "随机", "self": "自查"}
#: agency number, month, state, source, grade, hazards
Cell = tuple[int, int, str, str, str, int]


def figures_of(agency: Agency, period: Period) -> Figures:
    """All tables and charts of a bulletin about an agency's units; some ten statements over tallies and sums.

    Hazards count to the period they were found in; what became of them is as of now. Source: JN-3.5b, JN-2.1a.
    """
    below = agencies_below(agency)
    cells = _cells([agency, *below], period)
    board = hazard_board(agency)
    mine = [cell for cell in cells if cell[0] == agency.number]
    now, before = (_counts(_within(mine, one)) for one in (period, period.before))
    by_months, months_chart = area_months(agency, period)
    open_now = sum(column["total"] for column in board["columns"])
    tables = [
        _overview(agency, period, now, before),
        _by_agency(below, cells, period),
        _by_industry(agency, period),
        _by_area(agency, period),
        *by_months,
        *_work(agency, period),
        _training(agency, period),
        _letters(agency, period),
        _assessment(agency, period),
    ]
    words = {
        "found": str(now["found"]),
        "major": str(now["major"]),
        "closed": str(now["closed"]),
        "rate": percent(now["closed"], now["found"]),
        "self_found": str(now["self"]),
        "self_rate": percent(now["self"], now["found"]),
        "open": str(open_now),
        "overdue": str(board["overdue"]),
    }
    return Figures(
        as_of=clock.to_text(clock.now()),
        words=words,
        tables=tuple(table for table in tables if table.rows),
        charts=(_months(mine, period), *([months_chart] if months_chart else [])),
    )


def _cells(agencies: list[Agency], period: Period) -> list[Cell]:
    """Of the whole year up to the period, and of the period before."""
    first = min(period.before.slots[0], period.year * 12)
    where = Condition("t.slot BETWEEN ? AND ?", (first, period.slots[1]))
    numbers = list(dict.fromkeys(agency.number for agency in agencies))
    found = sums(numbers, MONTH, "t.agency_number, t.slot, t.state, t.source, t.grade", where=where)
    return [(int(number), int(slot), state, source, grade, int(n)) for number, slot, state, source, grade, n in found]


def _within(cells: Iterable[Cell], period: Period) -> list[Cell]:
    first, last = period.slots
    return [cell for cell in cells if first <= cell[1] <= last]


def _counts(cells: Iterable[Cell]) -> Counter[str]:
    found: Counter[str] = Counter()
    for _, _, state, source, grade, hazards in cells:
        found["found"] += hazards
        found["major"] += hazards if grade == "major" else 0
        found["closed"] += hazards if state == "closed" else 0
        found["open"] += hazards if state in OPEN_STATES else 0
        found["handed_over"] += hazards if state == "handed_over" else 0
        found["self"] += hazards if source in SELF_SOURCES else 0
    return found


def _overview(agency: Agency, period: Period, now: Counter[str], before: Counter[str]) -> TableData:
    lines = (
        ("发现隐患（处）", "found"),
        ("其中重大隐患（处）", "major"),
        ("已整改销号（处）", "closed"),
        ("尚未整改（处）", "open"),
        ("移送其他部门（处）", "handed_over"),
        ("单位自查和自有设备发现（处）", "self"),
    )
    rows = [(label, str(now[key]), str(before[key]), change_words(now[key], before[key])) for label, key in lines]
    links = [
        ("", *(hazards_link(agency.id, one.first, one.last, key) for one in (period, period.before)), "")
        for _, key in lines
    ]
    rows.append(("整改率", percent(now["closed"], now["found"]), percent(before["closed"], before["found"]), ""))
    return TableData(
        "overview",
        "隐患总体情况",
        ("指标", "本期", "上期", "增减"),
        tuple(rows),
        (1, 2, 3),
        note="按发现日期归入时段；整改状态为制表时的状态。",
        link="/hazards",
        links=(*links, ("",) * 4),
    )


def _by_agency(below: list[Agency], cells: list[Cell], period: Period) -> TableData:
    rows, links = [], []
    for agency in below:
        one = _counts(_within((cell for cell in cells if cell[0] == agency.number), period))
        shares = percent(one["closed"], one["found"]), percent(one["self"], one["found"])
        counts = tuple(str(one[key]) for key in _COUNTED)
        rows.append((agency.name, *counts, *shares))
        ways = (hazards_link(agency.id, period.first, period.last, key) for key in _COUNTED)
        links.append(("", *ways, "", ""))
    headings = ("机关", "发现", "重大", "已整改", "未整改", "整改率", "自查占比")
    numeric = (1, 2, 3, 4, 5, 6)
    return TableData("agencies", "各机关隐患情况", headings, tuple(rows), numeric, link="/figures", links=tuple(links))


def _by_industry(agency: Agency, period: Period) -> TableData:
    found = hazards_by(agency, "industry", period.year)
    rows = [(INDUSTRIES.get(row["key"], row["key"]), *_breakdown(row)) for row in _most_first(found)]
    return TableData(
        "industries",
        f"{period.year}年各行业隐患情况",
        ("行业", *_BREAKDOWN),
        tuple(rows),
        (1, 2, 3, 4),
        link="/figures",
        links=_of_year(agency, period, found, "industry"),
    )


def _by_area(agency: Agency, period: Period) -> TableData:
    found = hazards_by(agency, "area", period.year)
    rows = [(row["name"] or row["key"], *_breakdown(row)) for row in _most_first(found)]
    return TableData(
        "areas",
        f"{period.year}年各区县隐患情况",
        ("区县", *_BREAKDOWN),
        tuple(rows),
        (1, 2, 3, 4),
        link="/figures",
        links=_of_year(agency, period, found, "area_code"),
    )


def _of_year(agency: Agency, period: Period, found: list[dict[str, Any]], name: str) -> tuple[tuple[str, ...], ...]:
    """Ways to the rows behind a breakdown by the whole year, in the order of its rows."""
    days = date(period.year, 1, 1), date(period.year, 12, 31)
    return tuple(
        (
            "",
            *(hazards_link(agency.id, *days, key, **{name: str(row["key"])}) for key in ("found", "major", "open")),
            "",
        )
        for row in _most_first(found)
    )


_COUNTED = ("found", "major", "closed", "open")
_BREAKDOWN = ("发现", "重大", "未整改", "整改率")


def _breakdown(row: dict[str, Any]) -> tuple[str, ...]:
    return str(row["total"]), str(row["major"]), str(row["open"]), percent(row["closed"], row["total"])


def _most_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (-row["total"], row["key"]))


def _work(agency: Agency, period: Period) -> tuple[TableData, TableData]:
    months = period.first, period.last.replace(day=1)
    tasks = task_figures(agency, *months)
    names = {one.id: one.name for one in agencies_below(agency)}
    rows = tuple(
        (
            names[one["agency_id"]],
            *(str(one[key]) for key in ("due", "done_in_time", "done_late", "overdue")),
            _percent_of(one),
        )
        for one in tasks["agencies"]
        if one["due"]
    )
    headings = ("机关", "应完成", "按期完成", "逾期完成", "逾期未完成", "完成率")
    checks: Counter[str] = Counter()
    hazards: Counter[str] = Counter()
    for row in inspection_figures(agency, *months)["kinds"]:
        checks[row["kind"]] += row["inspections"]
        hazards[row["kind"]] += row["hazards"]
    lines = tuple(
        (KIND_WORDS.get(kind, kind), str(count), str(hazards[kind])) for kind, count in sorted(checks.items())
    )
    return (
        TableData("tasks", "检查任务完成情况", headings, rows, (1, 2, 3, 4, 5), link="/tasks"),
        TableData("inspections", "检查开展情况", ("检查种类", "次数", "发现隐患"), lines, (1, 2), link="/inspections"),
    )


def _percent_of(row: dict[str, Any]) -> str:
    return "—" if row["done_percent"] is None else f"{row['done_percent']}%"


def _training(agency: Agency, period: Period) -> TableData:
    """Annual rotation of the year, units' people only; one statement. Source: JN-3.4b."""
    trained = (
        Enrolment.select(Enrolment.audience, Enrolment.state, fn.COUNT(Enrolment.id))
        .join(Unit, on=(Unit.id == Enrolment.unit_id))
        .join(UnitReach, on=(UnitReach.unit_number == Unit.number))
        .where((UnitReach.agency_number == agency.number) & (Enrolment.year == period.year))
        .where(Enrolment.state.in_(COUNTED))
        .group_by(Enrolment.audience, Enrolment.state)
        .tuples()
    )
    found: dict[str, Counter[str]] = {}
    for audience, state, people in trained:
        found.setdefault(audience, Counter())[state] += people
    rows = []
    for audience in sorted(found):
        if audience in {one.value for one in POLICE_AUDIENCES}:
            continue
        one = found[audience]
        should = sum(one.values())
        done, excused = one["done"], one["excused"]
        name = WORD_OF_AUDIENCE[Audience(audience)]
        rows.append((name, str(should), str(done), str(excused), str(should - done - excused), percent(done, should)))
    headings = ("人员", "应训", "已完成", "免训", "未完成", "覆盖率")
    title = f"{period.year}年轮训覆盖情况"
    return TableData("training", title, headings, tuple(rows), (1, 2, 3, 4, 5), link="/rotations")


def _letters(agency: Agency, period: Period) -> TableData:
    """督办单 issued in the period by the agency or below it, and how they stand; one statement."""
    own = Agency.select(Agency.id).where(Agency.path.startswith(agency.path))
    issued = SupervisionLetter.issued_on.between(period.first, period.last)  # type: ignore[attr-defined]
    letters = SupervisionLetter.select(SupervisionLetter.state, SupervisionLetter.due_on).where(
        SupervisionLetter.agency_id.in_(own) & issued  # type: ignore[attr-defined]
    )
    found: Counter[str] = Counter()
    for letter in letters:
        found["all"] += 1
        found["closed"] += letter.state == CLOSED
        found["late"] += letter.state in WAITING_STATES and letter.due_on < clock.today()
    rows = (("督办单", str(found["all"]), str(found["closed"]), str(found["late"])),) if found else ()
    return TableData("letters", "督办情况", ("", "发出", "已办结", "逾期未反馈"), rows, (1, 2, 3), link="/supervisions")


def _assessment(agency: Agency, period: Period) -> TableData:
    """Ranks of the latest approved assessment of the year; three statements. Source: JN-3.5b."""
    run = approved_of(agency.id, period.year)
    results = sorted(results_of(run.id), key=lambda one: (one.rank, one.position)) if run else []
    rows = tuple(
        (str(one.rank), one.subject_name, f"{one.points_x100 / 100:g}", f"{one.full_x100 / 100:g}") for one in results
    )
    title, headings = f"{period.year}年考核结果", ("名次", "考核对象", "得分", "满分")
    return TableData("assessment", title, headings, rows, (0, 2, 3), link=f"/assessments/runs/{run.id}" if run else "")


def _months(cells: list[Cell], period: Period) -> ChartData:
    slots = range(period.year * 12, period.slots[1] + 1)
    by_month = {slot: _counts(cell for cell in cells if cell[1] == slot) for slot in slots}
    labels = tuple(f"{int(month_of_slot(slot)[5:])}月" for slot in slots)
    series = tuple(
        (name, tuple(float(by_month[slot][key]) for slot in slots))
        for name, key in (("发现", "found"), ("已整改", "closed"))
    )
    return ChartData("months", f"{period.year}年各月发现隐患及整改", "处", labels, series)
