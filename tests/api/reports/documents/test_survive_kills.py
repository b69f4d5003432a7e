"""kill -9 of the real programs while they number and sign: no gap, no double, nothing half."""

from __future__ import annotations

import multiprocessing
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine

from reports.documents.models import Document, DocumentBatchItem, DocumentFile, DocumentSignature, RegisterLeaf
from reports.documents.rules import DocumentKind
from reports.supervisions.models import SupervisionLetter
from reports.supervisions.rules import LetterDraft
from reports.supervisions.services import issue_letter
from server.core import clock
from server.core.database import database
from server.core.events import Event
from server.core.files import files
from server.core.ids import new_id
from server.core.jobs import JobRow
from server.web.signin.queries import actor_by_account
from tests.backends import Backend
from tests.factories.commendations import UNIT_HONOUR, Course, open_course
from tests.factories.processes import kill, start, start_program, wait_for
from tests.world import World

UNITS = ("school_first", "school_primary", "hospital", "bank", "museum", "organ", "water", "group", "jewellery")
KILLS = 3
PROCESSES = 8
LETTERS_EACH = 15

Start = Callable[..., ForkServerProcess]


@pytest.fixture
def begin(backend: Backend) -> Iterator[Start]:
    """Start a process of the program: with words a command of ``wsgi.py``, with a function that."""
    begun: list[ForkServerProcess] = []

    def begin(what: Any, *arguments: Any) -> ForkServerProcess:
        act = start if callable(what) else start_program
        begun.append(act(backend.settings, what, *arguments))
        return begun[-1]

    yield begin
    for process in begun:
        kill(process)


@pytest.fixture
def decided(world: World, client_as: Callable[[str], Any]) -> Course:
    """A round decided just now, with honours for nine units: all its papers wait for a worker."""
    with time_machine.travel(clock.now() - timedelta(days=21)):
        course = open_course(world, client_as, honours=[{**UNIT_HONOUR, "quota": len(UNITS)}])
        for unit in UNITS:
            assert course.review(course.nominate(unit=unit)).status_code == 201
        assert course.start_notice().status_code == 201
    assert course.decide().status_code == 202
    return course


def test_each_certificate_is_made_once_however_often_its_worker_is_killed(
    decided: Course, begin: Start, client_as: Callable[[str], Any], tmp_path: Path, run_command: Callable[..., int]
) -> None:
    chance, in_hand = random.Random(6), 0  # noqa: S311 (the same moments each time)
    for _ in range(KILLS):
        before, worker = signed(), begin("work")
        wait_for(lambda before=before: signed() > before)
        time.sleep(chance.uniform(0, 0.3))
        kill(worker)
        in_hand += let_the_leases_end()
    assert in_hand > 0, "no kill hit a paper being made"
    begin("work")
    wait_for(lambda: decided.read()["certificates"]["signed"] == len(UNITS))
    batch = f"/api/v1/document-batches/{decided.read()['certificates']['batch_id']}"
    officer = client_as("officer")
    wait_for(lambda: officer.get(batch).json["state"] == "finished")
    told = officer.get(batch).json
    assert (told["total"], told["done"], told["failed"]) == (len(UNITS), len(UNITS), 0)
    with database.connection_context():
        check_numbers(DocumentKind.HONOUR_CERTIFICATE, {UUID(honour["id"]) for honour in decided.honours()})
        check_files(tmp_path)
    assert run_command("verify-log") == 0


def test_letters_are_numbered_through_though_two_of_eight_who_issue_them_are_killed(
    world: World, begin: Start, run_command: Callable[..., int]
) -> None:
    drafts = [[letter(world) for _ in range(LETTERS_EACH)] for _ in range(PROCESSES // 2)]
    crew = begin(issue_under_fire, world.people["city"].account_id, drafts)
    crew.join(120)
    assert crew.exitcode == 0
    with database.connection_context():
        check_numbers(DocumentKind.SUPERVISION_LETTER, {draft.id for mine in drafts for draft in mine})
        assert SupervisionLetter.select().count() == LETTERS_EACH * len(drafts)
    assert run_command("verify-log") == 0


def issue_under_fire(account_id: UUID, drafts: list[list[LetterDraft]]) -> None:
    """Eight processes, of which two always send the same letters; two are killed, and others take their letters up."""
    fork, chance = multiprocessing.get_context("fork"), random.Random(6)  # noqa: S311 (the same moments each time)
    all_at_work = fork.Barrier(PROCESSES + 1)

    def begin(letters: list[LetterDraft], *, anew: bool) -> Any:
        process = fork.Process(target=issue_all, args=(account_id, letters, None if anew else all_at_work))
        process.start()
        return process

    given = [mine for mine in drafts for _ in range(2)]
    processes = [begin(letters, anew=False) for letters in given]
    all_at_work.wait(60)
    for victim in chance.sample(range(PROCESSES), 2):
        time.sleep(chance.uniform(0, 0.1))
        assert processes[victim].is_alive(), "there was nothing left to interrupt"
        kill(processes[victim])
        processes[victim] = begin(given[victim], anew=True)
    for process in processes:
        process.join(60)
        assert process.exitcode == 0


def issue_all(account_id: UUID, drafts: list[LetterDraft], all_at_work: Barrier | None) -> None:
    with database.connection_context():
        actor = actor_by_account(account_id)
        issue_letter(actor, drafts[0])
        if all_at_work:
            all_at_work.wait(60)
        for draft in drafts[1:]:
            issue_letter(actor, draft)


def letter(world: World) -> LetterDraft:
    due_on = clock.today() + timedelta(days=7)
    words = ("校园周边治安隐患整改", "一键报警装置故障超过一个月。", "督促学校限期修复。")
    return LetterDraft(new_id(), world.agencies["lixia"], *words, None, (), due_on)


def signed() -> int:
    with database.connection_context():
        return int(DocumentFile.select().count())


def let_the_leases_end() -> int:
    """What the two minutes do that a killed worker's work stays his; how many papers he had in hand."""
    past = clock.now() - timedelta(seconds=1)
    with database.connection_context(), database.atomic():
        JobRow.update(lease_until=past).where(JobRow.state == "handed").execute()
        JobRow.update(run_after=past).where(JobRow.state == "ready").execute()
        left = (DocumentBatchItem.state == "waiting") & DocumentBatchItem.lease_until.is_null(False)
        return int(DocumentBatchItem.update(lease_until=past).where(left).execute())


def check_numbers(kind: DocumentKind, subjects: set[UUID]) -> None:
    rows = list(Document.select().where(Document.kind == kind.value))
    assert {row.subject_id for row in rows} == subjects
    assert sorted(row.serial for row in rows) == list(range(1, len(subjects) + 1))
    assert len({row.number for row in rows}) == len({row.token for row in rows}) == len(subjects)
    numbered = Event.select().where(
        (Event.kind == "document.numbered") & Event.subject_id.in_([row.id for row in rows])
    )
    assert numbered.count() == len(subjects)


def check_files(folder: Path) -> None:
    """Each paper has one whole file, one entry in the register, and signatures that a stranger's program finds good."""
    papers = list(Document.select())
    assert DocumentFile.select().count() == RegisterLeaf.select().count() == len(papers)
    assert {leaf.document_id for leaf in RegisterLeaf.select()} == {paper.id for paper in papers}
    for file in DocumentFile.select():
        path = folder / f"{file.sha256}.pdf"
        path.write_bytes(files().read(file.sha256))
        shown = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
        assert shown.count("Signature is Valid") == file.signature_count
        assert DocumentSignature.select().where(DocumentSignature.document_id == file.document_id).count() > 0
