"""Hazards of the demo school that need no inspection: told of by an officer, found and put right by the school itself."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from checklists.hazards.rules import HandoverDraft, HazardReport, RectificationDraft
from checklists.hazards.services import (
    classify_hazard,
    close_hazard,
    hand_over_hazard,
    rectify_hazard,
    report_hazard,
)
from server.core import clock
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.attachments.rules import AttachedFile
from server.units.attachments.services import deliver_file
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

BEFORE, AFTER = "#a8563c", "#3c8a5a"


def build_hazards(world: DemoWorld) -> None:
    """One in each state that a demo can reach without a phone; after the demo's accounts exist."""
    head, officer = actor_by_account(world.accounts["head_school"]), actor_by_account(world.accounts["officer_chen"])
    school = world.units["school_first"]
    _tell(officer, school, "校门口隔离桩缺失两根，车辆可直接驶入", "major", 2)
    lift = _tell(officer, school, "教学楼电梯超过检验有效期仍在使用", "general", 6)
    classify_hazard(officer, lift, new_id(), "work_safety", "特种设备由主管部门监管。")
    hand_over_hazard(
        officer,
        lift,
        HandoverDraft(new_id(), world.agencies["education"], "济公历移字〔2026〕7号", "属安全生产监管职责范围。"),
    )
    _tell(head, school, "宿舍东门门禁读卡器失灵", "general", 1)
    fence = _tell(head, school, "操场北侧围栏破损约一米", "general", 4)
    _put_right(head, fence, _photo(head, "操场北侧围栏破损约一米", BEFORE))
    bars = _tell(head, school, "财务室窗户防护栏锈蚀松动", "major", 12)
    _put_right(head, bars, _photo(head, "财务室窗户防护栏锈蚀松动", BEFORE))
    close_hazard(head, bars, new_id(), "防护栏已整体更换，现场核对无误。")


def _tell(actor: Actor, unit_id: UUID, title: str, grade: str, days_ago: int) -> UUID:
    report = HazardReport(
        id=new_id(),
        unit_id=unit_id,
        site_id=None,
        title=title,
        note="",
        grade=grade,
        kind="public_security",
        found_on=clock.today() - timedelta(days=days_ago),
        bases=({"basis": "state-council-421", "article": "第十一条"},),
        files=(_photo(actor, title, BEFORE),),
    )
    return report_hazard(actor, report).id


def _put_right(actor: Actor, hazard_id: UUID, before: AttachedFile) -> None:
    after = _photo(actor, "整改后", AFTER, purpose="after")
    draft = RectificationDraft(
        id=new_id(),
        measure="更换损坏部件并加固，安排保安员每日巡查一次。",
        done_on=clock.today(),
        responsible="学校总务处",
        files=(after,),
        pairs=({"before": before.sha256, "after": after.sha256},),
    )
    rectify_hazard(actor, hazard_id, draft)


def _photo(actor: Actor, name: str, colour: str, purpose: str = "photo") -> AttachedFile:
    """A drawn stand-in: the demo shows nobody's premises."""
    picture = Image.new("RGB", (320, 240), colour)
    pen = ImageDraw.Draw(picture)
    for line in range(0, 320, 20 + len(name)):
        pen.line([(line, 0), (320 - line, 240)], fill="white", width=2)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    deliver_file(actor, sha256, content.getvalue(), "image/jpeg")
    return AttachedFile(sha256, purpose, f"{name}.jpg")
