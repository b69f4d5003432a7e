"""A form filled in by ODK Collect goes through the same checks as our own phone's record, and is never lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from mobile_api.openrosa.models import OpenRosaSubmission
from mobile_api.openrosa.services import PATIENCE, finish_waiting
from server.core import clock
from server.core.database import database
from tests.factories.collect import Collect, FilledForm, picture
from tests.world import World

ClientAs = Callable[[str], Any]
Definitions = Callable[[str], dict[str, Any]]


@pytest.fixture
def school_form(collect: Collect, world: World, definition_of: Definitions) -> FilledForm:
    return collect.fill("SCH", world.units["school_first"], definition_of("SCH"))


def inspection(client_as: ClientAs, form: FilledForm, persona: str = "officer") -> Any:
    return client_as(persona).get(f"/api/v1/inspections/{form.id}")


def flags_of(shown: Any) -> list[str]:
    return sorted(flag["code"] for flag in shown["flags"])


def test_a_whole_form_becomes_an_inspection_that_lacks_nothing_but_a_device_signature(
    collect: Collect, school_form: FilledForm, client_as: ClientAs, world: World
) -> None:
    answer = collect.send(school_form)
    assert answer.status_code == 201, answer.data.decode()
    assert 'nature="submit_success"' in answer.get_data(as_text=True)
    shown = inspection(client_as, school_form).json
    assert flags_of(shown) == ["unsigned"]
    assert (shown["state"], shown["signature_valid"]) == ("complete", None)
    assert shown["unit"]["id"] == str(world.units["school_first"])
    assert shown["officers"][0]["name"] == "林守义"
    assert len(shown["signatures"]) == 3


def test_it_ends_the_task_it_was_made_for(
    collect: Collect, client_as: ClientAs, world: World, definition_of: Definitions
) -> None:
    for code in ("GEN", "SCH"):
        assert collect.send(collect.fill(code, world.units["school_first"], definition_of(code))).status_code == 201
    task = client_as("officer").get(f"/api/v1/tasks/{world.tasks[0]}").json
    assert (task["state"], len(task["inspection_ids"])) == ("done", 2)


def test_a_failed_item_is_a_hazard_with_its_photo(
    collect: Collect, world: World, definition_of: Definitions, client_as: ClientAs
) -> None:
    form = collect.fill(
        "SCH", world.units["school_first"], definition_of("SCH"), **{"SCH-02": "fail", "SCH-02__note": "门卫室无人"}
    )
    form.attach("SCH-02.photo1", picture(7))
    assert collect.send(form).status_code == 201
    (hazard,) = [
        row for row in client_as("officer").get("/api/v1/hazards").json["items"] if row["inspection_id"] == form.id
    ]
    assert (hazard["item_id"], hazard["grade"], hazard["note"], len(hazard["photos"])) == (
        "SCH-02",
        "major",
        "门卫室无人",
        1,
    )
    medium = client_as("officer").get(f"/api/v1/inspections/{form.id}/media/{hazard['photos'][0]}")
    assert medium.status_code == 200


def test_rates_are_counted_as_the_phone_counts_them(
    collect_of: Callable[[str], Collect], world: World, definition_of: Definitions, client_as: ClientAs
) -> None:
    changes = {"EXP-01__checked": "20", "EXP-01__passed": "19", "EXP-01__note": "一单未验视"}
    collect = collect_of("stranger")
    form = collect.fill("EXP", world.units["express"], definition_of("EXP"), **changes)
    form.attach("EXP-01.photo1", picture(8))
    assert collect.send(form).status_code == 201
    shown = inspection(client_as, form, "stranger").json
    assert shown["answers"]["EXP-01"]["value"] == {"checked": 20, "passed": 19}
    # The register names nobody who answers for this unit first: that is a hazard of every check of it.
    assert [hazard["item_id"] for hazard in shown["hazards"]] == ["EXP-01", "GEN-01"]


def test_split_deliveries_wait_for_each_other(collect: Collect, school_form: FilledForm, client_as: ClientAs) -> None:
    names = list(school_form.pictures)
    first = collect.send(school_form, names[:1], **{"*isIncomplete*": "yes"})
    assert (first.status_code, "还缺 2 个文件" in first.get_data(as_text=True)) == (201, True)
    assert inspection(client_as, school_form).status_code == 404
    (waiting,) = client_as("inspector").get("/api/v1/openrosa-keys").json["waiting"]
    assert (waiting["id"], waiting["files"]) == (school_form.id, 1)
    assert collect.send(school_form, names[1:]).status_code == 201
    assert inspection(client_as, school_form).json["state"] == "complete"
    assert client_as("inspector").get("/api/v1/openrosa-keys").json["waiting"] == []


def test_sent_again_it_is_taken_again_and_is_there_once(
    collect: Collect, school_form: FilledForm, client_as: ClientAs
) -> None:
    assert [collect.send(school_form).status_code for _ in range(3)] == [201, 201, 201]
    listed = client_as("officer").get("/api/v1/inspections").json["items"]
    assert [row["id"] for row in listed].count(school_form.id) == 1


def test_killed_between_inspection_and_last_line_it_is_finished_without_a_second(
    collect: Collect, school_form: FilledForm, client_as: ClientAs, connected: None
) -> None:
    collect.send(school_form)
    OpenRosaSubmission.update(handed_on_at=None).execute()
    assert collect.send(school_form).status_code == 201
    assert OpenRosaSubmission.get_by_id(UUID(school_form.id)).handed_on_at is not None


def test_other_answers_under_the_same_id_are_refused_and_the_first_stay(
    collect: Collect, school_form: FilledForm, client_as: ClientAs
) -> None:
    collect.send(school_form)
    school_form.values["closing.opinion"] = "另一种意见"
    assert collect.send(school_form).status_code == 409
    assert inspection(client_as, school_form).json["opinion"] == ""


def test_other_bytes_of_a_stored_photo_are_refused(collect: Collect, school_form: FilledForm) -> None:
    name = next(iter(school_form.pictures))
    collect.send(school_form, [name], **{"*isIncomplete*": "yes"})
    school_form.pictures[name] = picture(200)
    assert collect.send(school_form, [name]).status_code == 409


def test_another_s_form_cannot_be_taken_over(
    collect: Collect, collect_of: Callable[[str], Collect], school_form: FilledForm
) -> None:
    collect.send(school_form)
    assert collect_of("second").send(school_form).status_code == 409


def test_what_breaks_a_rule_is_kept_and_flagged(
    collect: Collect, world: World, definition_of: Definitions, client_as: ClientAs
) -> None:
    broken = {"SCH-02": "splendid", "SCH-03": "many", "SCH-04": "", "closing__certificates": "no"}
    form = collect.fill("SCH", world.units["school_first"], definition_of("SCH"), **broken)
    assert collect.send(form).status_code == 201
    found = set(flags_of(inspection(client_as, form).json))
    assert {"value_illegal", "required_unanswered", "certificate_not_shown", "unsigned"} <= found


def test_a_refusal_with_its_witness_is_in_the_record(
    collect: Collect, world: World, definition_of: Definitions, client_as: ClientAs
) -> None:
    form = collect.fill(
        "SCH",
        world.units["school_first"],
        definition_of("SCH"),
        closing__unit_signs="no",
        closing__refusal="负责人拒绝",
        closing__witness="社区王某",
    )
    del form.values["closing.signature_unit"]
    assert collect.send(form).status_code == 201
    shown = inspection(client_as, form).json
    assert shown["refusal"]["witness"] == "社区王某"
    assert flags_of(shown) == ["unsigned"]


def test_a_unit_checks_itself_with_collect(
    collect_of: Callable[[str], Collect], world: World, definition_of: Definitions, client_as: ClientAs
) -> None:
    collect = collect_of("head")
    form = collect.fill("SCH", world.units["school_first"], definition_of("SCH"))
    assert collect.send(form).status_code == 201
    shown = inspection(client_as, form).json
    assert (shown["kind"], flags_of(shown)) == ("self", ["unsigned"])


def test_a_form_whose_photos_never_come_is_an_inspection_after_a_day_and_says_what_it_lacks(
    collect: Collect, world: World, definition_of: Definitions, client_as: ClientAs
) -> None:
    form = collect.fill("SCH", world.units["school_first"], definition_of("SCH"), **{"SCH-02": "fail"})
    form.attach("SCH-02.photo1", picture(7))
    collect.send(form, [name for name in form.pictures if name != "SCH-02_photo1.jpg"], **{"*isIncomplete*": "yes"})
    for wait, made in ((PATIENCE - timedelta(minutes=1), 0), (PATIENCE + timedelta(minutes=1), 1)):
        with time_machine.travel(clock.now() + wait, tick=False), database.connection_context():
            assert finish_waiting() == made
            assert finish_waiting() == 0
    shown = inspection(client_as, form).json
    assert "photo_missing" in flags_of(shown)
    assert [hazard["item_id"] for hazard in shown["hazards"]] == ["SCH-02"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: b"",
        lambda xml: b"not xml",
        lambda xml: b'<!DOCTYPE d [<!ENTITY e "x">]>' + xml.partition(b"?>")[2],
        lambda xml: xml.replace(b"uuid:", b"nobody:"),
        lambda xml: xml.replace(b'version="1"', b'version="one"'),
        lambda xml: xml.decode().encode("utf-16"),
    ],
    ids=["cut", "empty", "text", "entity", "no id", "no version", "utf-16"],
)
def test_what_is_no_whole_form_is_refused_in_chinese(
    collect: Collect, school_form: FilledForm, spoil: Callable[[bytes], bytes]
) -> None:
    body = {"xml_submission_file": (io.BytesIO(spoil(school_form.xml())), "submission.xml", "text/xml")}
    answer = collect.client.post(f"{collect.base}/submission", data=body, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "不是完整的表单" in answer.get_data(as_text=True)


def test_a_body_without_a_form_and_a_form_of_an_unknown_version_are_refused(
    collect: Collect, school_form: FilledForm
) -> None:
    bare = collect.client.post(f"{collect.base}/submission", data={}, content_type="multipart/form-data")
    assert bare.status_code == 422
    school_form.layout.set("version", "77")
    assert collect.send(school_form).status_code == 404


def test_bytes_that_are_no_picture_are_refused_and_nothing_is_entered(
    collect: Collect, school_form: FilledForm, client_as: ClientAs
) -> None:
    school_form.pictures[next(iter(school_form.pictures))] = b"<script>"
    assert collect.send(school_form).status_code == 422
    assert client_as("inspector").get("/api/v1/openrosa-keys").json["waiting"] == []


def test_files_that_the_form_does_not_name_are_left_out(collect: Collect, school_form: FilledForm) -> None:
    school_form.pictures["stray.jpg"] = picture(99)
    assert collect.send(school_form).status_code == 201


def test_a_unit_out_of_reach_is_not_there(
    collect: Collect, school_form: FilledForm, world: World, client_as: ClientAs
) -> None:
    school_form.values["visit.unit"] = str(world.units["kindergarten"])
    assert collect.send(school_form).status_code == 404


def test_an_unsigned_record_carries_an_order(
    collect: Collect, world: World, definition_of: Definitions, client_as: ClientAs
) -> None:
    """The law asks for officers, certificates and signatures on the record, not for a phone's key."""
    from reports.rulings.rules import DISQUALIFYING

    form = collect.fill("SCH", world.units["school_first"], definition_of("SCH"))
    collect.send(form)
    assert not DISQUALIFYING & set(flags_of(inspection(client_as, form).json))
