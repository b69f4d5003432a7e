"""Records wrong in their answers, scores, photos, or against the register."""

from __future__ import annotations

from tests.factories.findings.scene import Scene, provokes
from tests.factories.phone import jpeg, make_record, upload
from tests.factories.records import Json, sample_kind, settled, small_item


@provokes("unknown_item")
def _item_that_the_version_lacks(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(NEW_99={"value": "pass"}))


@provokes("required_unanswered")
def _required_item_left_out(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(SCH_13=None))


@provokes("not_applicable_answered")
def _answer_where_none_was_asked_for(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(SCH_11={"value": "fail"}))


@provokes("value_illegal")
def _number_beyond_its_range(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(SCH_03={"value": 101}))


@provokes("value_illegal")
def _word_instead_of_a_verdict(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(SCH_13={"value": "尚可"}))


@provokes("photo_missing")
def _failure_without_a_photo(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(SCH_02={"value": "fail"}))


@provokes("note_missing")
def _failure_without_a_note(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(SCH_13={"value": "fail", "note": " "}))


@provokes("sample_too_small")
def _sample_smaller_than_asked(scene: Scene) -> Json:
    record = scene.of_template(small_item("TST-01", **sample_kind(min_checked=20)))
    record["answers"]["TST-01"]["value"] = {"checked": 19, "passed": 19}
    return scene.phone.push(record)


@provokes("value_illegal")
def _more_in_order_than_were_looked_at(scene: Scene) -> Json:
    record = scene.of_template(small_item("TST-01", **sample_kind(min_checked=20)))
    record["answers"]["TST-01"]["value"] = {"checked": 20, "passed": 21}
    record["score"] = {"earned": 6, "possible": 6}  # of the items beside it
    return scene.phone.push(record)


@provokes("level_mismatch")
def _key_unit_of_another_level_than_the_register_says(scene: Scene) -> Json:
    return scene.phone.push(scene.of_template(small_item("TST-01", levels=[3]), facts={"key_unit_level": 3}))


@provokes()
def _key_unit_of_the_level_that_the_register_says(scene: Scene) -> Json:
    return scene.phone.push(scene.of_template(small_item("TST-01", levels=[2]), facts={"key_unit_level": 2}))


@provokes("score_mismatch")
def _score_counted_wrong(scene: Scene) -> Json:
    return scene.phone.push(scene.record(score={"earned": 1, "possible": 100}))


@provokes("group_uncovered")
def _group_passed_over_in_silence(scene: Scene) -> Json:
    visit = scene.sender.visit(code="GEN")
    record = make_record(scene.phone, visit, group_reasons={})
    record["answers"]["GEN-15"]["value"] = "na"  # the one item on facilities that applies
    return scene.phone.push(settled(record, visit, scene.phone))


@provokes("photo_unlisted")
def _photo_that_is_not_in_the_list(scene: Scene) -> Json:
    return scene.phone.push(scene.answered(SCH_13={"value": "pass", "photos": ["a" * 64]}))


@provokes("photo_signature_invalid")
def _photo_moved_to_another_item(scene: Scene) -> Json:
    record = scene.record(photos=(jpeg(21),))
    record["photos"][0]["item"] = "SCH-02"
    return scene.phone.push(record)


@provokes("media_mismatch")
def _photo_that_was_said_to_be_larger(scene: Scene) -> Json:
    photo = jpeg(22)
    record = scene.record(photos=(photo,))
    record["photos"][0]["bytes"] += 1
    assert upload(scene.inspector.client, photo).status_code == 201
    return scene.phone.push(record)


@provokes("register_disagrees")
def _first_responsible_person_whom_the_register_lacks(scene: Scene) -> Json:
    scene.inspector = scene.sender.inspector("stranger")
    visit = scene.sender.visit("express", "GEN", ["inspector_licheng_1", "inspector_licheng_2"])
    return scene.phone.push(make_record(scene.phone, visit))
