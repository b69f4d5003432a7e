"""Two published model cases. Through the services."""

from __future__ import annotations

import hashlib

from reports.demo_pictures import draw_scene
from reports.stories.rules import StoryDraft, StoryPhoto
from reports.stories.services import draft_story, review_story, submit_story
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.attachments.services import deliver_file
from server.units.demo import DemoWorld
from server.web.signin.queries import actor_by_account

GATE = """## 背景

学校位于老城区，校门外道路狭窄，上学放学时段人车混行。

## 做法

- 校领导、保卫干事、家长志愿者和社区民警**四方同岗**，每天两次、每次四十分钟
- 门卫室墙上画出一键报警、阻车桩和盾牌的位置，换班时逐项清点
- 陌生人员先询问、再登记、后联系，校外车辆一律不进校园

## 成效

一年来没有发生外来人员侵入，校门口交通事故由三起降到零起。
"""
VAULT = """## 做法

1. 每月由不同岗位的人员扮演外来人员，检验门岗是否查验证件
2. 巡查发现的问题拍照上传，第二天早会逐条过
3. 重要部位钥匙双人保管，领用、归还都有记录

## 提醒

演练前**不要**通知门岗，演练后当天讲评，不过夜。
"""


def show_stories(world: DemoWorld) -> None:
    """One names its school, which agreed; one names nobody. 0.3 s."""
    officer, leader = (actor_by_account(world.accounts[key]) for key in ("officer_chen", "leader_lixia"))
    photo = StoryPhoto(_photo(officer), "上学时段四方同岗")
    consent = "孙珺校长书面同意，存内保大队"
    school = world.units["school_first"]
    summary = "学校、家长、社区、派出所共同守护上学放学路。"
    _publish(
        officer,
        leader,
        StoryDraft(new_id(), "泉城示范第一中学：校门前的四方同岗", summary, GATE, school, True, consent, (photo,)),
    )
    summary = "用不打招呼的小演练，把门岗制度落到每一班。"
    _publish(officer, leader, StoryDraft(new_id(), "不打招呼的门岗演练", summary, VAULT, None, False, "", ()))


def _publish(officer: Actor, leader: Actor, draft: StoryDraft) -> None:
    draft_story(officer, draft)
    story = submit_story(officer, draft.id)
    review_story(leader, story.id, version=story.version, approved=True, opinion="同意发布。")


def _photo(officer: Actor) -> str:
    content = draw_scene("校门值守", 91, mended=True)
    sha256 = hashlib.sha256(content).hexdigest()
    deliver_file(officer, sha256, content, "image/jpeg")
    return sha256
