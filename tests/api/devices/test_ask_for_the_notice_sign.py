"""Checklists ask for the notice sign where faces are compared, and for another way in; the program compares none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checklists.templates import services
from checklists.templates.models import Template, TemplateVersion
from checklists.templates.queries import current_versions
from checklists.templates.rules import items_of
from checklists.templates.services import draft_version, load_packs, publish_version
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.units.bases.queries import resolve_known_bases

pytestmark = pytest.mark.usefixtures("connected")

SIGN = {"basis": "personal-information-law", "article": "第二十六条"}
OTHER_WAY = {"basis": "face-recognition-measures", "article": "不得作为唯一方式"}


@pytest.mark.clause("JN-2.3.4c")
@pytest.mark.parametrize("code", ["SCH", "HOS"])
def test_the_checklist_asks_for_the_sign_and_another_way_in(code: str) -> None:
    items = list(items_of(published(code).definition))
    for basis in (SIGN, OTHER_WAY):
        asked = [item for item in items if basis in item["bases"]]
        assert [item["applies_if"] for item in asked] == [{"fact": "face_recognition", "is": True}]
        assert asked[0]["required"]
    assert set(resolve_known_bases([SIGN, OTHER_WAY])) == {SIGN["basis"], OTHER_WAY["basis"]}


def test_a_later_program_publishes_its_later_pack_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published("HOS")
    bring(tmp_path, monkeypatch, {**before.definition, "version": before.definition["version"] + 1})
    load_packs()
    load_packs()
    after = published("HOS")
    assert (after.number, after.definition["version"]) == (before.number + 1, before.definition["version"] + 1)


def test_what_people_made_their_own_stays_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = Actor(new_id(), roles=("officer",))
    own = draft_version(officer, new_id(), {**published("HOS").definition, "title": "本市医院检查"})
    publish_version(SYSTEM, own.id)
    bring(tmp_path, monkeypatch, {**own.definition, "version": 99})
    load_packs()
    assert published("HOS").id == own.id


def published(code: str) -> TemplateVersion:
    template = Template.get(Template.code == code)
    return TemplateVersion.get_by_id(current_versions([template.id])[template.id])


def bring(folder: Path, monkeypatch: pytest.MonkeyPatch, definition: dict[str, object]) -> None:
    path = folder / "HOS.json"
    path.write_text(json.dumps(definition), "utf-8")
    monkeypatch.setattr(services, "PACKS", folder)
