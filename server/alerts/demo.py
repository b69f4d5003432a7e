"""Raised levels, risks, help, a drill and cases of the demo world, made by its own people through the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from server.alerts.cases.rules import CaseDraft
from server.alerts.cases.services import record_case
from server.alerts.help.rules import BookingDraft, BookingReplyDraft, HelpDraft
from server.alerts.help.services import answer_request, ask_for_help, book_recheck, reply_to_booking, score_request
from server.alerts.incidents.models import IncidentCall
from server.alerts.incidents.rules import Contact, EntryDraft, IncidentDraft, PlanDraft
from server.alerts.incidents.services import add_entry, end_incident, mark_told, start_incident, write_plan
from server.alerts.levels.rules import LevelDraft, Scope
from server.alerts.levels.services.issuing import raise_level
from server.alerts.risks.rules import RiskDraft
from server.alerts.risks.services import assess_risk, forward_assessment, receive_assessment
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account


@dataclass(frozen=True)
class Cast:
    """Who acts in the demo."""

    officer: Actor
    city: Actor
    head: Actor
    staff: Actor
    units: Mapping[str, UUID]
    people: Mapping[str, UUID]
    agencies: Mapping[str, UUID]
    today: date


def load_alerts(world: DemoWorld) -> None:
    """Needs accounts; some forty acts."""
    actors = {
        name: actor_by_account(world.accounts[key])
        for name, key in (("officer", "officer_chen"), ("city", "officer_city"), ("head", "head_school"))
    }
    staff = actor_by_account(world.accounts["staff_school"])
    cast = Cast(
        **actors, staff=staff, units=world.units, people=world.people, agencies=world.agencies, today=clock.today()
    )
    _raise_levels(cast)
    _assess(cast)
    _ask(cast)
    _drill(cast)
    _record(cast)


def _raise_levels(cast: Cast) -> None:
    meet = LevelDraft(
        id=new_id(),
        title="全市中学生运动会期间校园安保",
        level=2,
        reason_kind="major_event",
        reason="运动会期间学校周边人员车辆集中",
        from_on=cast.today,
        to_on=cast.today + timedelta(days=6),
        scope=Scope(industries=("school",)),
        check_interval_days=1,
        zero_report_by=time(20, 0),
        extra_template_codes=("SCH",),
        measures="上放学时段校门口保安员加倍，落实防冲撞设施。",
    )
    raise_level(cast.officer, meet)
    market = LevelDraft(
        id=new_id(),
        title="岁末商圈和金融网点防范",
        level=3,
        reason_kind="government_warning",
        reason="市政府发布岁末年初安全防范预警",
        from_on=cast.today + timedelta(days=14),
        to_on=cast.today + timedelta(days=44),
        scope=Scope(industries=("bank", "jewellery", "museum")),
        check_interval_days=7,
        zero_report_by=None,
        extra_template_codes=(),
        measures="营业终了前检查入侵报警和一键报警。",
    )
    raise_level(cast.city, market)


def _assess(cast: Cast) -> None:
    drafts = [
        ("校门口上放学时段车辆冲撞", 3, 5, 4, "道路狭窄，未设硬质隔离", "设置升降柱，错峰放学，护学岗增至四人", 30),
        ("实验室危险化学品流失", 2, 4, 2, "双人双锁执行不严", "补装报警，逐次登记领用", 60),
        ("外来人员混入校园", 2, 2, 2, "访客登记靠手写", "启用访客码", 90),
    ]
    for number, (title, likelihood, consequence, controllability, grounds, measures, days) in enumerate(drafts):
        row = assess_risk(
            cast.head,
            RiskDraft(
                id=new_id(),
                title=title,
                likelihood=likelihood,
                consequence=consequence,
                controllability=controllability,
                grounds=grounds,
                measures=measures,
                assessed_on=cast.today,
                next_on=cast.today + timedelta(days=days),
            ),
        )
        if number < 2:
            forward_assessment(cast.head, row.id, new_id(), "police")
        if number == 0:
            forward_assessment(cast.head, row.id, new_id(), "department")
            receive_assessment(cast.officer, row.id)


def _ask(cast: Cast) -> None:
    fence = ask_for_help(
        cast.staff, HelpDraft(new_id(), "周界入侵报警如何选型", "围墙长约 600 米，西侧临街，预算有限，请指导。")
    )
    answer_request(
        cast.officer, fence.id, new_id(), "临街一侧优先用张力式或电子围栏，其余可用对射；报警须接入值班室并每月测试。"
    )
    score_request(cast.head, fence.id, 5, "答复具体，能直接照办")
    ask_for_help(cast.staff, HelpDraft(new_id(), "校门防冲撞设施设置标准", "升降柱间距和抗冲撞等级怎么定？"))
    first = book_recheck(cast.head, BookingDraft(new_id(), cast.today + timedelta(days=3), "灭火器材已更换", None))
    book_recheck(cast.staff, BookingDraft(new_id(), cast.today + timedelta(days=8), "监控存储已扩容到 90 天", None))
    reply_to_booking(
        cast.officer, first.id, BookingReplyDraft(cast.today + timedelta(days=3), "上午到校，请安排人员陪同。")
    )


def _drill(cast: Cast) -> None:
    plan = write_plan(
        cast.officer,
        PlanDraft(
            id=new_id(),
            title="校园个人极端暴力事件处置预案",
            kind="violence",
            text="一、接警后三分钟内最近警力到场。\n二、学校关闭校门，师生就近避险。\n三、现场指挥由分局值班领导担任。",
            contacts=(
                Contact(1, "周安平", "民警", to_kind="person", to_id=cast.people["inspector_zhou"]),
                Contact(1, "珠泉示范派出所", "属地派出所", to_kind="agency", to_id=cast.agencies["lixia_pearl"]),
                Contact(2, "泉城示范第一中学", "学校", to_kind="unit", to_id=cast.units["school_first"]),
                Contact(2, "急救中心", "值班室", phone="120"),
            ),
        ),
    )
    drill = start_incident(
        cast.officer,
        IncidentDraft(new_id(), plan.id, "第四季度校园突发事件演练", "泉城示范第一中学操场", is_drill=True),
    )
    calls = IncidentCall.select().where(IncidentCall.incident_id == drill.id).order_by(IncidentCall.position)
    for call in list(calls)[:3]:
        mark_told(cast.officer, drill.id, call.id)
    for text in ("最近警力到场", "师生疏散到避险点，清点人数完毕"):
        add_entry(cast.officer, drill.id, EntryDraft(new_id(), clock.now(), text))
    end_incident(cast.officer, drill.id, "到场用时 2 分 40 秒，疏散 6 分钟；对讲信号在地下室中断，须补盲。")


def _record(cast: Cast) -> None:
    cases = [
        ("school_first", "theft", 20, "夜间翻越西侧围墙，盗走实验室笔记本电脑两台", "A3701022026111907"),
        ("jewellery", "disturbance", 6, "醉酒人员在营业大厅滋事，砸坏展柜一处", "J3701022026112003"),
    ]
    for key, kind, days, summary, source_no in cases:
        moment = clock.now() - timedelta(days=days)
        record_case(cast.officer, CaseDraft(new_id(), cast.units[key], kind, moment, summary, source_no))
