"""What some demo units have filed: papers with their text, drills with photos, projects with late and passed gates."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from uuid import UUID

import pikepdf
from PIL import Image, ImageDraw

from checklists.duties.rules import DrillDraft, DrillReportDraft, GateDraft, PaperDraft, ProjectDraft
from checklists.duties.services import (
    close_project,
    file_paper,
    open_project,
    pass_gate,
    plan_drill,
    remark_on_drill,
    report_drill,
)
from checklists.duties.services.remarks import RemarkDraft
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.attachments.rules import AttachedFile
from server.units.attachments.services import deliver_file
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

RULES = (
    ("gatekeeping", "门卫值班巡查制度", 200, 530),
    ("premises", "教学场所安全管理制度", 200, 530),
    ("fire_traffic", "消防与校园交通安全管理制度", 1000, -60),
    ("education", "师生治安防范教育制度", 320, 25),
    ("reporting", "案件报告制度", 200, None),
)


def file_demo_duties(world: DemoWorld) -> None:
    """A key school in good but not perfect order, another that has just begun; after the demo's accounts exist."""
    today = clock.today()
    school, head = world.units["school_first"], actor_by_account(world.accounts["head_school"])
    paper = deliver_made(head, "document", "正文.pdf", _pdf(), "application/pdf")
    for item, title, ago, review_in in RULES:
        review_on = today + timedelta(days=review_in) if review_in else None
        _file(head, school, "rulebook", item, title, today - timedelta(days=ago), review_on, (paper,))
    acceptance = AttachedFile(paper.sha256, "acceptance", "安防工程验收报告.pdf")
    _file(
        head,
        school,
        "standard",
        "gbt-29315-2022",
        "安全防范标准执行声明",
        today - timedelta(days=400),
        None,
        (acceptance,),
    )
    plan_id = _file(
        head,
        school,
        "plan",
        "incident",
        "校园突发事件处置预案",
        today - timedelta(days=260),
        today + timedelta(days=470),
        (paper,),
    )
    held = max(date(today.year, 1, 2), today - timedelta(days=190))
    _hold(head, school, "校门口持械闯入处置演练", held, plan_id, is_whole=True)
    _build(head, school, today)
    _begin(world, today)


def _begin(world: DemoWorld, today: date) -> None:
    """The primary school: a drill that does not count, one to come, and a project that is done."""
    unit, head = world.units["school_primary"], actor_by_account(world.accounts["head_primary"])
    held = max(date(today.year, 1, 2), today - timedelta(days=40))
    drill_id = _hold(head, unit, "放学时段疏散演练", held, None, is_whole=False)
    officer = actor_by_account(world.accounts["officer_chen"])
    remark_on_drill(officer, drill_id, RemarkDraft(new_id(), "请补交参演人员签到表。", accepted=True))
    coming = DrillDraft(new_id(), "incident", "陌生人闯入处置演练", today + timedelta(days=12), "教学楼一层", None)
    plan_drill(head, unit, coming)
    gates = {gate: today - timedelta(days=days) for gate, days in _DONE.items()}
    project = ProjectDraft(new_id(), "校门防冲撞设施改造", "rebuild", gates)
    open_project(head, unit, project)
    for gate, day in gates.items():
        _pass(head, project.id, gate, day - timedelta(days=3), "资料齐全。")
    close_project(head, project.id)


_DONE = {"planning": 240, "construction": 150, "acceptance": 60}


def _build(actor: Actor, unit_id: UUID, today: date) -> None:
    due = {
        "planning": today - timedelta(days=120),
        "construction": today - timedelta(days=10),
        "acceptance": today + timedelta(days=150),
    }
    project = ProjectDraft(new_id(), "新建实验楼", "new", due)
    open_project(actor, unit_id, project)
    _pass(actor, project.id, "planning", today - timedelta(days=125), "防护设计与主体设计一并会审。")


def _pass(actor: Actor, project_id: UUID, gate: str, day: date, note: str) -> None:
    file = deliver_made(actor, "document", "会审纪要.pdf", _pdf(), "application/pdf")
    pass_gate(actor, project_id, gate, GateDraft(new_id(), day, note, (file,)))


def _hold(actor: Actor, unit_id: UUID, title: str, held_on: date, plan_id: UUID | None, *, is_whole: bool) -> UUID:
    drill = plan_drill(actor, unit_id, DrillDraft(new_id(), "incident", title, held_on, "校门口", plan_id))
    files = [deliver_made(actor, "photo", "演练现场.jpg", draw_scene(32), "image/jpeg")]
    if is_whole:
        files.append(deliver_made(actor, "sign_in", "签到表.jpg", draw_scene(205), "image/jpeg"))
    words = "报警、疏散、处置、上报四个环节衔接顺畅；对讲机有一处盲区，已要求调整。"
    report_drill(actor, drill.id, DrillReportDraft(new_id(), held_on, "校门口", 46, words, tuple(files)))
    return drill.id


def _file(
    actor: Actor,
    unit_id: UUID,
    duty: str,
    item: str,
    title: str,
    adopted_on: date,
    review_on: date | None,
    files: tuple[AttachedFile, ...],
) -> UUID:
    statement = "按标准设计、施工，并通过验收。" if duty == "standard" else ""
    draft = PaperDraft(new_id(), duty, item, title, f"{adopted_on.year}版", adopted_on, review_on, statement, files)
    return file_paper(actor, unit_id, draft).id


def deliver_made(actor: Actor, purpose: str, name: str, content: bytes, media_type: str) -> AttachedFile:
    """Bring a made file to the store, as the account's phone would."""
    sha256 = hashlib.sha256(content).hexdigest()
    deliver_file(actor, sha256, content, media_type)
    return AttachedFile(sha256, purpose, name)


def _pdf() -> bytes:
    """One empty page: a stand-in for the text."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def draw_scene(hue: int) -> bytes:
    """A drawn scene, so that a demo holds no real people."""
    picture = Image.new("HSV", (640, 480), (hue, 60, 225)).convert("RGB")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((0, 330, 640, 480), fill=(120, 126, 130))
    drawing.rectangle((230, 130, 410, 330), fill=(176, 74, 60))
    for place in range(60, 600, 90):
        drawing.ellipse((place, 300, place + 26, 326), fill=(52, 60, 72))
        drawing.rectangle((place + 2, 328, place + 24, 390), fill=(36, 84, 140))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
