"""Records wrong in who, when, where or with what they were made."""

from __future__ import annotations

from datetime import timedelta

from checklists.hazards.models import Hazard
from server.core import clock
from server.core.ids import new_id
from tests.factories.findings.scene import Scene, provokes
from tests.factories.phone import make_record, make_signature
from tests.factories.records import Json, settled


@provokes()
def _clean_record(scene: Scene) -> Json:
    return scene.phone.push(scene.record())


@provokes("signature_invalid")
def _changed_after_signing(scene: Scene) -> Json:
    push = scene.phone.push(scene.record())
    push["record"]["opinion"] = "后来加的"
    return push


@provokes("device_revoked")
def _revoked_phone(scene: Scene) -> Json:
    scene.inspector.client.delete(f"/api/v1/mobile/devices/{scene.phone.id}")
    return scene.phone.push(scene.record())


@provokes("out_of_reach")
def _sent_out_of_the_own_reach(scene: Scene) -> Json:
    body = {
        "id": str(new_id()), "kind": "special", "unit_id": str(scene.world.units["kindergarten"]), "site_id": None,
        "template_ids": [str(scene.world.templates["SCH"])],
        "officer_ids": [str(scene.world.persons["inspector_lin"]), str(scene.world.persons["inspector_zhou"])],
        "due_on": clock.today().isoformat(),
    }  # fmt: skip
    assert scene.client_as("city").post("/api/v1/tasks", json=body).status_code == 201
    return scene.phone.push(scene.record({"unit": "kindergarten", "task_id": body["id"], "kind": "special"}))


@provokes("task_of_another")
def _task_of_the_other_branch(scene: Scene) -> Json:
    return scene.phone.push(scene.record({"task_id": scene.world.tasks[5]}))


@provokes("kind_mismatch")
def _officer_calls_it_a_self_check(scene: Scene) -> Json:
    return scene.phone.push(scene.record({"kind": "self"}))


@provokes("unknown_site")
def _site_of_another_unit(scene: Scene) -> Json:
    return scene.phone.push(scene.record(site_id=str(scene.world.sites["water", "玉泉水厂"])))


@provokes("clock_off")
def _clock_ahead(scene: Scene) -> Json:
    return scene.phone.push(scene.record(recorded_at=clock.to_text(clock.now() + timedelta(days=2))))


@provokes("clock_token_invalid")
def _clock_token_made_up(scene: Scene) -> Json:
    return scene.phone.push(scene.record(clock={"token": "made.up.token", "elapsed_ms": 5}))


@provokes("ended_before_start")
def _ends_before_it_starts(scene: Scene) -> Json:
    return scene.phone.push(scene.record(ended_at=clock.to_text(clock.now() - timedelta(hours=3))))


@provokes("template_hash_mismatch")
def _another_content(scene: Scene) -> Json:
    return scene.phone.push(scene.record(template_hash="0" * 64))


@provokes("template_closing")
def _late_for_the_version(scene: Scene) -> Json:
    _close(scene, final=False)
    return scene.phone.push(scene.record())


@provokes("template_closed")
def _too_late_for_the_version(scene: Scene) -> Json:
    _close(scene, final=True)
    return scene.phone.push(scene.record())


def _close(scene: Scene, *, final: bool) -> None:
    path = f"/api/v1/template-versions/{scene.world.versions['SCH']}/closings"
    assert scene.client_as("officer").post(path, json={"final": final}).status_code == 201


@provokes("unit_signature_missing")
def _unit_neither_signs_nor_refuses(scene: Scene) -> Json:
    record = scene.record()
    record["signatures"] = [one for one in record["signatures"] if one["role"] == "officer"]
    return scene.phone.push(record)


@provokes("refusal_without_witness")
def _refusal_that_nobody_saw(scene: Scene) -> Json:
    record = scene.record(refusal={"reason": "不认可检查结果", "witness": " ", "note": ""})
    record["signatures"] = [one for one in record["signatures"] if one["role"] == "officer"]
    return scene.phone.push(record)


@provokes()
def _refusal_with_a_witness(scene: Scene) -> Json:
    record = scene.record(refusal={"reason": "不认可检查结果", "witness": "社区工作者王某", "note": ""})
    record["signatures"] = [one for one in record["signatures"] if one["role"] == "officer"]
    return scene.phone.push(record)


@provokes("officers_too_few")
def _alone(scene: Scene) -> Json:
    return scene.phone.push(scene.record({"officers": ["inspector_lin"]}))


@provokes("officers_too_few", "signature_of_stranger")
def _the_same_officer_twice(scene: Scene) -> Json:
    record = scene.record()
    record["officers"] = [record["officers"][0]] * 2
    return scene.phone.push(record)


@provokes("officer_unqualified")
def _lapsed_certificate(scene: Scene) -> Json:
    return scene.phone.push(scene.record({"officers": ["inspector_lin", "inspector_expired"]}))


@provokes("officer_unqualified")
def _somebody_of_the_unit_as_an_officer(scene: Scene) -> Json:
    return scene.phone.push(scene.record({"officers": ["inspector_lin", "head_school"]}))


@provokes("certificate_mismatch")
def _wrong_certificate_number(scene: Scene) -> Json:
    record = scene.record()
    record["officers"][1]["certificate_no"] = "示370102999"
    return scene.phone.push(record)


@provokes("certificate_mismatch")
def _wrong_name(scene: Scene) -> Json:
    record = scene.record()
    record["officers"][1]["name"] = "王冒名"
    return scene.phone.push(record)


@provokes("certificate_not_shown")
def _certificate_kept_in_the_pocket(scene: Scene) -> Json:
    record = scene.record()
    record["officers"][0]["certificate_shown"] = False
    return scene.phone.push(record)


@provokes("officer_signature_missing")
def _one_officer_did_not_sign(scene: Scene) -> Json:
    record = scene.record()
    del record["signatures"][1]
    return scene.phone.push(record)


@provokes("officers_too_few", "certificate_mismatch")
def _one_person_under_two_ids(scene: Scene) -> Json:
    record = scene.record()
    record["officers"][1]["certificate_no"] = record["officers"][0]["certificate_no"]
    return scene.phone.push(record)


@provokes("officer_out_of_reach")
def _officer_of_an_agency_that_does_not_answer_for_the_unit(scene: Scene) -> Json:
    return scene.phone.push(scene.record({"officers": ["inspector_lin", "inspector_licheng_1"]}))


@provokes()
def _officer_of_the_competent_department_goes_along(scene: Scene) -> Json:
    return scene.phone.push(scene.record({"officers": ["inspector_lin", "inspector_education"]}))


@provokes("refusal_and_signature")
def _refused_and_signed_all_the_same(scene: Scene) -> Json:
    return scene.phone.push(scene.record(refusal={"reason": "不认可", "witness": "社区工作者王某", "note": ""}))


@provokes("task_finished")
def _task_called_off_meanwhile(scene: Scene) -> Json:
    task = scene.world.tasks[0]
    record = scene.record({"task_id": task})
    assert scene.client_as("officer").post(
        f"/api/v1/tasks/{task}/cancellations", json={"reason": "合并检查"}
    ).status_code in (200, 201)
    return scene.phone.push(record)


@provokes("hazard_known")
def _register_still_lacks_whom_it_lacked_at_the_last_check(scene: Scene) -> Json:
    scene.inspector = scene.sender.inspector("stranger")
    visit = scene.sender.visit("express", "GEN", ["inspector_licheng_1", "inspector_licheng_2"])
    first = make_record(scene.phone, visit)
    first["answers"]["GEN-01"]["value"] = "na"
    second = {**make_record(scene.phone, visit), "answers": first["answers"], "score": first["score"]}
    first, second = (settled(record, visit, scene.phone) for record in (first, second))
    assert [hazard["item_id"] for hazard in scene.inspector.hand_in(first).json["hazards"]] == ["GEN-01"]
    return scene.phone.push(second)


@provokes("hazard_in_progress")
def _correction_of_what_is_being_put_right(scene: Scene) -> Json:
    first = scene.answered(SCH_13={"value": "fail", "note": "围墙破损"})
    hazard = scene.inspector.hand_in(first).json["hazards"][0]
    Hazard.update(state="ordered", order_id=new_id()).where(Hazard.id == hazard["id"]).execute()
    return scene.phone.push(scene.record(corrects_id=first["id"], correction_reason="看错了位置"))


@provokes("officer_signature_missing", "signature_of_stranger")
def _somebody_else_signed_for_the_officer(scene: Scene) -> Json:
    record = scene.record()
    other = str(scene.world.persons["officer_chen"])
    record["signatures"][1] = make_signature("officer", "陈明理", other)
    return scene.phone.push(record)
