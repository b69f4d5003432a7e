"""A certificate is revoked by a person with a reason; paper, badge and pages say so. A regrade only asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from courses.certificates.models import Certificate
from courses.rotations.models import Enrolment
from courses.rotations.rules import ExamOutcome
from courses.rotations.services import note_exam
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.certificates import completed, is_revoked
from tests.world import World

CERTIFICATES = "/api/v1/certificates"
pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def issued(world: World, run_jobs: Callable[[], int]) -> str:
    completed(world)
    run_jobs()
    return str(Certificate.get().id)


def test_a_revoked_certificate_is_revoked_everywhere(
    issued: str, client_as: Callable[[str], Any], anonymous: Any, run_jobs: Callable[[], int]
) -> None:
    officer, guard = client_as("officer"), client_as("guard")
    badge = guard.get(f"/api/v1/my/certificates/{issued}/badge").json["credential"]
    answer = officer.post(f"{CERTIFICATES}/{issued}/revocations", json={"reason": "冒名顶替"})
    assert (answer.status_code, answer.json["state"], answer.json["revoked_reason"]) == (201, "revoked", "冒名顶替")
    run_jobs()
    (mine,) = guard.get("/api/v1/my/certificates").json["certificates"]
    assert (mine["state"], mine["paper"]["state"]) == ("revoked", "revoked")
    assert guard.get(f"/api/v1/my/certificates/{issued}/file").status_code == 404
    page = anonymous.get(mine["paper"]["verify_url"].removeprefix("https://shouwang.example"))
    assert "已撤销" in page.text
    assert "年度轮训合格证" in page.text
    html = anonymous.get(f"/badges/{mine['badge_id']}", headers={"Accept": "text/html"}).text
    assert "已撤销" in html
    assert is_revoked(badge, lambda url: json.loads(anonymous.get(url.removeprefix("https://shouwang.example")).data))


def test_revoked_twice_it_is_revoked_once(issued: str, client_as: Callable[[str], Any]) -> None:
    officer = client_as("officer")
    first, again = (officer.post(f"{CERTIFICATES}/{issued}/revocations", json={"reason": r}) for r in ("冒名", "误发"))
    assert (first.status_code, again.status_code, again.json["revoked_reason"]) == (201, 201, "冒名")
    assert Event.select().where(Event.kind == "certificate.revoked").count() == 1


def test_after_a_revocation_a_new_one_may_be_issued(
    issued: str, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    officer.post(f"{CERTIFICATES}/{issued}/revocations", json={"reason": "姓名有误"})
    enrolment_id = str(Certificate.get().enrolment_id)
    again = officer.post(CERTIFICATES, json={"id": str(new_id()), "enrolment_id": enrolment_id})
    assert again.status_code == 201
    run_jobs()
    states = [row["state"] for row in officer.get(CERTIFICATES).json["items"]]
    assert states == ["live", "revoked"]


@pytest.mark.parametrize(("persona", "status"), [("stranger", 404), ("inspector", 403), ("head", 403), ("guard", 403)])
def test_others_revoke_nothing(issued: str, client_as: Callable[[str], Any], persona: str, status: int) -> None:
    answer = client_as(persona).post(f"{CERTIFICATES}/{issued}/revocations", json={"reason": "不该"})
    assert answer.status_code == status
    assert Certificate.get().live


def test_a_revocation_needs_a_reason(issued: str, client_as: Callable[[str], Any]) -> None:
    answer = client_as("officer").post(f"{CERTIFICATES}/{issued}/revocations", json={"reason": " "})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "reason")


def test_a_pass_taken_back_marks_the_certificate_for_a_person(
    world: World, client_as: Callable[[str], Any], run_jobs: Callable[[], int]
) -> None:
    enrolment = completed(world, exam_required=True)
    attempt_id = new_id()

    def tell(passed: bool) -> None:
        with database.atomic():
            note_exam(SYSTEM, ExamOutcome(enrolment.cycle_id, enrolment.person_id, attempt_id, passed, clock.now()))

    tell(True)
    run_jobs()
    officer = client_as("officer")
    assert officer.get(CERTIFICATES, query_string={"state": "doubtful"}).json["items"] == []
    tell(False)
    run_jobs()
    (row,) = officer.get(CERTIFICATES, query_string={"state": "doubtful"}).json["items"]
    assert (row["state"], row["doubtful"]) == ("live", True)  # nothing is taken from anybody by itself
    assert Enrolment.get_by_id(enrolment.id).state == "active"
