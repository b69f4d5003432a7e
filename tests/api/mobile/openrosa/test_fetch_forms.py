"""What ODK Collect finds at the door: keys, the list of forms, forms, and the files beside them."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from defusedxml.ElementTree import fromstring as parse
from flask import Flask
from pyxform.xls2xform import convert

from mobile_api.openrosa.rules import form_rows
from server.core.ids import new_id
from tests.factories.collect import XF, Collect
from tests.world import World

ClientAs = Callable[[str], Any]
KEYS = "/api/v1/openrosa-keys"


def test_the_list_names_every_published_checklist_with_its_fingerprint(collect: Collect, world: World) -> None:
    forms = collect.forms()
    assert forms.keys() == world.versions.keys()
    for form in forms.values():
        text = collect.client.get(urlsplit(form["downloadUrl"]).path).data
        assert form["hash"] == "md5:" + hashlib.md5(text, usedforsecurity=False).hexdigest()
        assert parse(text).find(f".//{XF}instance")[0].get("version") == form["version"]


def test_every_answer_speaks_openrosa(collect: Collect) -> None:
    answer = collect.get("/formList")
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert answer.content_type == "text/xml; charset=utf-8"
    assert "GMT" in answer.headers["Date"]


def test_a_head_says_where_and_how_much(collect: Collect) -> None:
    answer = collect.client.head(f"{collect.base}/submission")
    assert answer.status_code == 204
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert 5_000_000 <= int(answer.headers["X-OpenRosa-Accept-Content-Length"]) <= 10_485_760
    assert urlsplit(answer.headers["Location"]).path == f"{collect.base}/submission"


def test_units_come_with_what_the_checklist_asks_about_them(collect: Collect, world: World) -> None:
    rows = collect.lists("SCH")["units.csv"]
    school = next(row for row in rows if row["name"] == str(world.units["school_first"]))
    assert (school["label"], school["headcount"], school["boarding"]) == ("泉城示范第一中学", "1800", "no")
    assert str(world.units["kindergarten"]) not in {row["name"] for row in rows}  # of the other branch


def test_officers_are_the_colleagues_with_a_valid_certificate(collect: Collect, world: World) -> None:
    names = {row["name"] for row in collect.lists("GEN")["officers.csv"]}
    assert str(world.persons["inspector_zhou"]) in names
    assert str(world.persons["inspector_lin"]) not in names  # who fills in the form
    assert str(world.persons["inspector_expired"]) not in names


def test_a_unit_s_people_get_a_form_without_officers(collect_of: Callable[[str], Collect], world: World) -> None:
    collect = collect_of("head")
    assert collect.lists("SCH").keys() == {"units.csv"}
    assert {row["name"] for row in collect.lists("SCH")["units.csv"]} == {str(world.units["school_first"])}
    names = {node.tag.removeprefix(XF) for node in collect.form("SCH").find(f".//{XF}instance")[0].iter()}
    assert "closing.signature_unit" in names
    assert "closing.second" not in names


@pytest.mark.parametrize("by_unit", [False, True])
def test_odk_validate_passes_the_form_with_its_closing_part(
    definition_of: Callable[[str], dict[str, Any]], by_unit: bool
) -> None:
    rows = form_rows(definition_of("EXP"), 1, by_unit=by_unit)
    assert convert(rows.for_pyxform(), validate=True).warnings == []


def test_a_closing_version_is_given_to_who_has_a_task_with_it_and_to_nobody_else(
    collect_of: Callable[[str], Collect], client_as: ClientAs, world: World
) -> None:
    id = world.versions["SCH"]
    assert (
        client_as("officer").post(f"/api/v1/template-versions/{id}/closings", json={"final": False}).status_code == 201
    )
    assert "SCH" in collect_of("inspector").forms()  # has a task at the school
    assert "SCH" not in collect_of("stranger").forms()


def test_basic_works_with_the_key_as_password(collect: Collect) -> None:
    token = collect.base.rpartition("/")[2]
    header = {"Authorization": "Basic " + base64.b64encode(f"13800000001:{token}".encode()).decode()}
    assert collect.client.get("/mobile/odk/formList", headers=header).status_code == 200
    bare = collect.client.get("/mobile/odk/formList")
    assert (bare.status_code, bare.headers["WWW-Authenticate"].split()[0]) == (401, "Basic")


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"), lambda t: "x" + t, lambda t: t[:32]]
)
def test_a_forged_key_opens_nothing(collect: Collect, spoil: Callable[[str], str]) -> None:
    head, _, token = collect.base.rpartition("/")
    assert collect.client.get(f"{head}/{spoil(token)}/formList").status_code == 401


def test_a_revoked_key_opens_nothing_and_revoking_twice_is_revoking_once(collect: Collect, client_as: ClientAs) -> None:
    client = client_as("inspector")
    (key,) = client.get(KEYS).json["items"]
    answers = [client.post(f"{KEYS}/{key['id']}/revocations") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert collect.get("/formList").status_code == 401


def test_a_key_asked_for_twice_is_one_key_with_one_address(client_as: ClientAs) -> None:
    client, body = client_as("inspector"), {"id": str(new_id()), "name": "平板"}
    first, second = (client.post(KEYS, json=body) for _ in range(2))
    assert first.json == second.json
    assert client.post(KEYS, json={**body, "name": "别的"}).json["code"] == "resubmission_conflict"
    settings = json.loads(zlib.decompress(base64.b64decode(first.json["settings_code"])))
    assert settings["general"]["server_url"] == first.json["address"]
    assert first.json["settings_qr"].startswith("data:image/svg+xml")


def test_another_s_key_cannot_be_revoked_nor_seen(collect: Collect, client_as: ClientAs) -> None:
    (key,) = client_as("inspector").get(KEYS).json["items"]
    assert client_as("second").get(KEYS).json["items"] == []
    assert client_as("second").post(f"{KEYS}/{key['id']}/revocations").status_code == 404


def test_administrators_get_no_key(client_as: ClientAs) -> None:
    assert client_as("system_admin").post(KEYS, json={"id": str(new_id()), "name": "x"}).status_code == 403


def test_an_unknown_form_or_file_is_not_there(collect: Collect, world: World) -> None:
    assert collect.get(f"/forms/{new_id()}.xml").status_code == 404
    answer = collect.get(f"/forms/{world.versions['SCH']}/secrets.csv")
    assert answer.status_code == 404
    assert "OpenRosaResponse" in answer.get_data(as_text=True)


def test_no_door_of_collect_opens_without_a_key(app: Flask, anonymous: Any, world: World) -> None:
    tried = 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("openrosa."):
            continue
        named = {"token": "0" * 64, "version_id": world.versions["SCH"], "name": "units.csv"}
        values = {name: named[name] for name in rule.arguments}
        for method in (rule.methods or set()) & {"GET", "HEAD", "POST"}:
            path = rule.build(values, append_unknown=False)
            assert path is not None
            assert anonymous.open(path[1], method=method).status_code == 401, (method, rule.rule)
            tried += 1
    assert tried >= 20
