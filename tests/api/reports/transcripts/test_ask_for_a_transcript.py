"""A result becomes a paper that anyone can check; a result that was superseded takes its paper with it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from courses.exams.models import ExamSession, Response
from courses.markings.services import mark_submitted
from courses.trainees.queries.identities import identity_masked
from reports.documents.models import Document, DocumentFile
from reports.transcripts import services
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.certificates import rotation
from tests.factories.markings import Sat, session_of, sit
from tests.factories.regrades import ITEMS, carried_out, wish
from tests.factories.rotations import learn
from tests.factories.trainees import identity_number, trainee
from tests.world import World

pytestmark = pytest.mark.usefixtures("connected")
As = Callable[[str], Any]


@pytest.fixture
def sat(world: World) -> Sat:
    """Of 2000: the guard has 1500 and passes, the other guard 1000 and would pass with one more."""
    cycle = rotation(world)
    learn(world.persons["guard_school"], 7200)
    sat = session_of(world, ITEMS, cycle_id=cycle.id)
    sit(sat, world.persons["guard_school"], ["a", "b", "c", "a"])
    sit(sat, world.persons["guard_school_2"], ["a", "b", "d", "b"])
    for attempt in sat.attempts:
        mark_submitted(SYSTEM, attempt.id)
    return sat


def result_url(sat: Sat, client: Any, place: int = 0) -> str:
    rows = client.get(f"/api/v1/exam-sessions/{sat.session.id}/results").json["items"]
    id = next(row["id"] for row in rows if row["attempt_id"] == str(sat.attempts[place].id))
    return f"/api/v1/exam-results/{id}/transcript"


def whole_url(sat: Sat) -> str:
    return f"/api/v1/exam-sessions/{sat.session.id}/transcript"


def own_url(sat: Sat, place: int = 0) -> str:
    return f"/api/v1/my/results/{sat.attempts[place].id}/transcript"


def words(content: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        shown = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True, timeout=60)
    return "".join(shown.stdout.decode().split())


def test_an_officer_has_one_result_put_on_paper(
    sat: Sat, client_as: As, world: World, run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    url = result_url(sat, officer)
    assert officer.get(url).json == {"document": None}
    asked = officer.post(url)
    assert (asked.status_code, asked.json["document"]["state"]) == (202, "rendering")
    run_jobs()
    paper = officer.get(url).json["document"]
    assert (paper["state"], paper["number"]) == ("signed", "济公历（内）绩字〔2026〕第0001号")
    text = words(officer.get(paper["pdf_url"]).data)
    for said in (
        "考试成绩单",
        "泉城示范第一中学",
        "15分（满分20分）",
        "12分（60%）",
        "合格",
        "2学时",
        "法律知识15/20",
        paper["number"],
    ):
        assert said in text, said
    assert "扫码" in text


def test_the_paper_shows_no_more_of_the_identity_number_than_screens_do(
    world: World, client_as: As, run_jobs: Callable[[], int]
) -> None:
    person = trainee(world.units["school_first"], name="有证者", identity_number=identity_number()).person_id
    masked = identity_masked(person)
    assert "*" in masked
    sat = session_of(world, ITEMS)
    mark_submitted(SYSTEM, sit(sat, person, ["a", "b", "c", "a"]).id)
    officer = client_as("officer")
    for url in (result_url(sat, officer), whole_url(sat)):
        officer.post(url)
        run_jobs()
        assert masked in words(officer.get(officer.get(url).json["document"]["pdf_url"]).data)


def test_the_holder_asks_on_the_phone_and_gets_the_file(sat: Sat, client_as: As, run_jobs: Callable[[], int]) -> None:
    guard = client_as("guard")
    assert guard.get(own_url(sat)).json == {"document": None, "code": None}
    assert guard.get(own_url(sat) + "/file").status_code == 404
    asked = guard.post(own_url(sat))
    assert asked.status_code == 202
    assert asked.json["code"].startswith("<svg")
    assert guard.get(own_url(sat) + "/file").status_code == 404, "while it is being made"
    run_jobs()
    assert guard.get(own_url(sat) + "/file").data.startswith(b"%PDF-")
    assert guard.get(own_url(sat)).json["document"]["state"] == "signed"


def test_asked_twice_there_is_one_number(sat: Sat, client_as: As, run_jobs: Callable[[], int]) -> None:
    first = client_as("guard").post(own_url(sat)).json["document"]
    officer = client_as("officer")
    assert officer.post(result_url(sat, officer)).json["document"]["number"] == first["number"]
    run_jobs()
    assert client_as("guard").post(own_url(sat)).json["document"]["id"] == first["id"]
    assert Document.select().where(Document.kind == "exam_transcript").count() == 1
    assert Event.select().where(Event.kind == "transcript.asked").count() == 1
    services.make_transcript(UUID(first["id"]))
    assert DocumentFile.select().where(DocumentFile.document_id == UUID(first["id"])).count() == 1


def test_strangers_and_those_without_the_permission_get_none(sat: Sat, client_as: As) -> None:
    url = result_url(sat, client_as("officer"))
    assert client_as("stranger").post(url).status_code == 404
    assert client_as("stranger").get(url).status_code == 404
    assert client_as("stranger").post(whole_url(sat)).status_code == 404
    assert client_as("head").post(url).status_code == 403
    assert client_as("guard").post(whole_url(sat)).status_code == 403
    assert client_as("guard").post(own_url(sat, 1)).status_code == 404
    assert client_as("officer").post(f"/api/v1/exam-results/{new_id()}/transcript").status_code == 404


def test_a_session_becomes_one_paper_with_everybody(
    sat: Sat, client_as: As, world: World, run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    assert officer.post(whole_url(sat)).status_code == 202
    run_jobs()
    paper = officer.get(whole_url(sat)).json["document"]
    assert "绩册字〔2026〕第0001号" in paper["number"]
    text = words(officer.get(paper["pdf_url"]).data)
    for said in ("考试成绩册", "2人、2人", "1人（实考的50%）", "15/20", "10/20", "不合格"):
        assert said in text, said


def test_a_session_that_is_open_or_unmarked_has_no_paper(sat: Sat, client_as: As, world: World) -> None:
    ExamSession.update(state="planned").where(ExamSession.id == sat.session.id).execute()
    assert client_as("officer").post(whole_url(sat)).json["code"] == "session_not_marked"
    ExamSession.update(state="closed").where(ExamSession.id == sat.session.id).execute()
    sit(sat, world.persons["guard_school"], ["a", "b", "c", "d"], try_no=2)
    assert client_as("officer").post(whole_url(sat)).json["code"] == "session_not_marked"


def test_a_session_of_very_many_is_a_workbooks_matter(sat: Sat, client_as: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_ROWS", 1)
    answer = client_as("officer").post(whole_url(sat))
    assert (answer.status_code, answer.json["code"]) == (422, "transcript_too_long")


def test_a_session_of_no_agency_has_no_paper(sat: Sat, client_as: As) -> None:
    ExamSession.update(agency_id=None).where(ExamSession.id == sat.session.id).execute()
    assert client_as("guard").post(own_url(sat)).json["code"] == "transcript_no_issuer"


def test_a_regrade_takes_the_papers_with_it_and_new_ones_say_the_new_result(
    sat: Sat, client_as: As, run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    old, unchanged = result_url(sat, officer, 1), result_url(sat, officer, 0)
    for url in (old, unchanged, whole_url(sat)):
        officer.post(url)
    run_jobs()
    carried_out(sat, wish(sat, 2, "new_key", {"right": ["d"]}), client_as, run_jobs)
    assert officer.get(old).json["document"]["state"] == "revoked"
    assert officer.get(whole_url(sat)).json["document"]["state"] == "revoked"
    assert officer.post(old).status_code == 404, "a superseded result has no paper any more"
    new = result_url(sat, officer, 1)
    officer.post(new)
    officer.post(whole_url(sat))
    run_jobs()
    paper = officer.get(new).json["document"]
    text = words(officer.get(paper["pdf_url"]).data)
    assert "15分（满分20分）" in text
    assert "第2次评定" in text
    again = officer.get(whole_url(sat)).json["document"]
    assert (again["state"], again["number"][-6:]) == ("signed", "第0002号"[-6:])


def test_answers_that_change_one_result_revoke_its_paper_even_before_it_is_made(
    sat: Sat, client_as: As, run_jobs: Callable[[], int]
) -> None:
    officer = client_as("officer")
    url = result_url(sat, officer, 1)
    officer.post(url)
    Response.update(value="c").where((Response.attempt_id == sat.attempts[1].id) & (Response.slot == 3)).execute()
    mark_submitted(SYSTEM, sat.attempts[1].id)
    run_jobs()
    paper = officer.get(url).json["document"]
    assert (paper["state"], paper["revocation"]["reason"]) == (
        "revoked",
        "成绩已更正，本成绩单不再有效，请以新出具的为准",
    )
    assert services.revoke_stale_transcripts(sat.session.id) == 0, "revoked once"
