"""Oversight for a first look: letters, a visit, an assessment, a bulletin and briefs, through the services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from reports.assessments.rules import RunDraft, SchemeDraft
from reports.assessments.services import approve_run, ask_for_run, count_run, draft_scheme, publish_scheme
from reports.bulletins.queries.schedules import briefs_due
from reports.bulletins.rules import BulletinDraft, HearingDraft, ScheduleDraft, Span, period_of
from reports.bulletins.services import draft_bulletin, hear_brief, issue_bulletin, lay_schedule, make_brief
from reports.supervisions.rules import ActDraft, LetterDraft, MeasureDraft, VisitDraft
from reports.supervisions.services import act_on_letter, issue_letter, record_visit
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.units.agencies.queries import agency_by_id
from server.units.agencies.rules import ContactDraft
from server.units.agencies.services import note_contact
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

INDICATORS: tuple[dict[str, Any], ...] = (
    {"code": "in_time", "name": "隐患按期整改", "formula": "ratio", "source": "hazards_in_time", "full_x100": 3000},
    {"code": "tasks", "name": "检查任务按期完成", "formula": "ratio", "source": "tasks_in_time", "full_x100": 2000},
    {"code": "overdue", "name": "隐患逾期", "formula": "deduction", "source": "hazards_overdue", "full_x100": 2000,
     "each_x100": 200},
    {"code": "rotation", "name": "轮训覆盖", "formula": "ratio", "source": "rotation", "full_x100": 1500},
    {"code": "drills", "name": "应急演练", "formula": "count", "source": "drills", "full_x100": 1500, "wanted": 2},
)  # fmt: skip
_USUAL = {"weight_percent": 100, "target_percent": 100, "steps": [], "each_x100": 0, "wanted": 1, "empty": "full"}


def show_oversight(world: DemoWorld) -> None:
    """After the bureau's work: everything is counted from it. 1 s."""
    people = {key: actor_by_account(id) for key, id in world.accounts.items()}
    contact = ContactDraft(
        new_id(), "济南市公安局经济文化保卫支队", "0531-85081641", "济南市意见（2021年）", date(2021, 7, 28)
    )
    note_contact(SYSTEM, agency_by_id(world.agencies["city"]), contact)
    _letters(world, people)
    _visit(world, people)
    _assess(people)
    _bulletin(world, people)
    _briefs(world, people)


def _letters(world: DemoWorld, people: dict[str, Actor]) -> None:
    government, today = people["government_city"], clock.today()
    issue_letter(
        government,
        LetterDraft(
            id=new_id(),
            to_agency_id=world.agencies["lixia"],
            title="加油站、银行网点逾期隐患清零",
            matters="辖区部分重点单位隐患超过整改期限，其中一处经复查仍未整改。",
            measures="逐家核实原因，依法处理；确需延期的按规定办理，并反馈清单。",
            unit_id=None,
            hazard_ids=(),
            due_on=today + timedelta(days=2),
        ),
    )
    settled = LetterDraft(
        id=new_id(),
        to_agency_id=world.agencies["education"],
        title="校园门卫和一键报警专项督办",
        matters="开学以来两所学校门卫值守不到位。",
        measures="组织学校自查，逐校反馈整改结果。",
        unit_id=None,
        hazard_ids=(),
        due_on=today + timedelta(days=10),
    )
    issue_letter(government, settled)
    reply = "已组织全部学校自查，两校门卫已配齐，一键报警测试全部通过。"
    act_on_letter(people["officer_education"], settled.id, "take", ActDraft(new_id(), ""))
    act_on_letter(people["officer_education"], settled.id, "reply", ActDraft(new_id(), reply))
    act_on_letter(government, settled.id, "close", ActDraft(new_id(), "情况属实，同意办结。"))


def _visit(world: DemoWorld, people: dict[str, Actor]) -> None:
    today = clock.today()
    measures = (
        MeasureDraft(new_id(), "补做逾期隐患复查并录入系统", today + timedelta(days=5)),
        MeasureDraft(new_id(), "每周通报派出所检查任务完成情况", today + timedelta(days=30)),
    )
    record_visit(
        people["leader_city"],
        VisitDraft(
            id=new_id(),
            to_agency_id=world.agencies["lixia"],
            unit_id=None,
            visited_on=today - timedelta(days=3),
            place="历下区分局内保大队",
            members=("严明远", "邓统正"),
            received_by="高秉正",
            matters="检查计划执行、隐患闭环和轮训组织情况",
            findings="检查计划按期推进，重点单位建档完整；个别隐患逾期后复查不及时。",
            measures=measures,
        ),
    )


def _assess(people: dict[str, Actor]) -> None:
    city, today = people["officer_city"], clock.today()
    indicators = tuple({**_USUAL, **row} for row in INDICATORS)
    title = "区县单位内部治安保卫工作考核"
    scheme = draft_scheme(
        city, SchemeDraft(new_id(), today.year, title, "area", ("370102", "370112"), indicators, None)
    )
    publish_scheme(city, scheme)
    run = ask_for_run(city, RunDraft(new_id(), scheme.id, today))
    count_run(run.id, run.counting)
    approve_run(people["leader_city"], run.id)


def _bulletin(world: DemoWorld, people: dict[str, Actor]) -> None:
    draft = BulletinDraft(
        id=new_id(),
        period=period_of(clock.today(), Span.MONTH),
        scope_id=None,
        title="",
        addressees=("各区县公安分局", "市直有关部门"),
        copied_to=("济南市人民政府办公厅",),
        reader_ids=(world.agencies["government"], world.agencies["education"]),
        supersedes_id=None,
    )
    draft_bulletin(people["officer_city"], draft)
    issue_bulletin(people["leader_city"], draft.id)


def _briefs(world: DemoWorld, people: dict[str, Actor]) -> None:
    """Two districts, each month: one brief was heard, one still waits."""
    today = clock.today()
    month = period_of(today, Span.MONTH)
    for place in ("lixia", "licheng"):
        since = month.before.first
        lay_schedule(
            people["leader_city"],
            ScheduleDraft(new_id(), world.agencies[place], world.agencies["government"], Span.MONTH, 5, 15, since),
        )
    made = [make_brief(schedule, period) for schedule, period in briefs_due(today)]
    if made:
        hearing = HearingDraft(today, "分管副市长", "对逾期隐患挂账督办，下月汇报清零情况。")
        hear_brief(people["government_city"], made[0].id, hearing)
