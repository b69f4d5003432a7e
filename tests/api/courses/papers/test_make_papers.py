"""Papers are made before the start, sealed, each as its candidate will see it, and the same when made again."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag

from courses.items.models import ItemVersion
from courses.papers.errors import SessionOfOtherBlueprint
from courses.papers.models import BlueprintVersion, ItemExposure, Paper, PaperSet
from courses.papers.queries.papers import paper_key, paper_of, plain_slots, sealed_paper
from courses.papers.rules.envelopes import open_envelope
from courses.papers.rules.tables import MarkingRules, rows_of
from courses.papers.rules.writing import lay_out
from courses.papers.services import BlueprintShort, PaperWish, make_papers
from server.core.canonical import canonical_json
from server.core.database import database
from server.core.errors import NotFound
from server.core.events import Event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.papers import blueprint_body, empty_bank, four_rows, marking, opened, put_items, row

pytestmark = pytest.mark.usefixtures("bank", "connected")


@pytest.fixture
def plan(client_as: Callable[[str], Any]) -> Callable[..., UUID]:
    """Write a blueprint; the id of its version."""

    def write(**changes: Any) -> UUID:
        answer = client_as("officer").post("/api/v1/blueprints", json=blueprint_body(**changes))
        assert answer.status_code == 201, answer.json
        return UUID(answer.json["current_version_id"])

    return write


def wish(version_id: UUID, count: int = 3, session_id: UUID | None = None) -> PaperWish:
    return PaperWish(session_id or new_id(), version_id, [(new_id(), 1) for _ in range(count)], "结业考试")


def test_every_candidate_gets_a_paper_that_fills_the_table(plan: Callable[..., UUID]) -> None:
    wanted = wish(plan())
    assert make_papers(SYSTEM, wanted) == 3
    for candidate_id, _ in wanted.candidates:
        paper = paper_of(candidate_id, 1)
        plain = opened(Paper.get_by_id(paper.id))
        assert (plain["paper_id"], plain["title"], len(plain["slots"])) == (str(paper.id), "结业考试", 8)
        assert Counter(slot["section"] for slot in plain["slots"]) == Counter(
            {"law": 2, "business": 2, "skill": 2, "professional": 2}
        )
        assert [(slot.slot, slot.type, slot.worth_x100) for slot in plain_slots(paper)] == [
            (slot["slot"], slot["type"], slot["worth_x100"]) for slot in plain["slots"]
        ]
        assert paper.plain_sha256 == hashlib.sha256(canonical_json(plain)).hexdigest()


def test_what_travels_before_the_start_holds_no_question_and_no_key(plan: Callable[..., UUID]) -> None:
    wanted = wish(plan(), 1)
    make_papers(SYSTEM, wanted)
    paper_id, sealed, _ = sealed_paper(wanted.candidates[0][0], 1)
    body = base64.b64decode(sealed)
    assert "选项".encode() not in body
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(body[12:])
    paper = Paper.get_by_id(paper_id)
    key = paper_key(paper)
    assert len(base64.b64decode(key)) == 32
    assert key not in paper.key_sealed
    with pytest.raises(InvalidTag):
        open_envelope(new_id(), sealed, key)  # bound to its paper
    with pytest.raises(InvalidTag):
        open_envelope(paper_id, sealed, base64.b64encode(b"0" * 32).decode())


def test_no_answer_stands_in_a_paper(plan: Callable[..., UUID]) -> None:
    empty_bank()
    for kind in ("single", "true_false", "order", "match", "case"):
        for category in ("law", "business", "skill", "professional"):
            put_items(1, category, kind)
    rows = [row(c, type=t, count=1) for c in ("law", "business", "skill", "professional")
            for t in ("single", "true_false", "order", "match", "case")]  # fmt: skip
    wanted = wish(plan(rows=rows), 1)
    make_papers(SYSTEM, wanted)
    plain = opened(Paper.get())
    for slot in plain["slots"]:
        names = set(slot["content"])
        assert not names & {"key", "pairs", "points"}
        assert ("right" in names) == (slot["type"] == "match")  # the right side of a match, not what is right
        assert "explanation" not in json.dumps(slot)
    version_ids = {slot["version_id"] for slot in Paper.get().slots}
    assert all(
        version.key for version in ItemVersion.select().where(ItemVersion.id.in_([UUID(i) for i in version_ids]))
    )


def test_a_paper_can_be_written_again_from_its_seed(plan: Callable[..., UUID]) -> None:
    wanted = wish(plan(marking=marking(parallel=2)))
    make_papers(SYSTEM, wanted)
    version = BlueprintVersion.get()
    sets = {one.variant: one for one in PaperSet.select()}
    for paper in Paper.select():
        contents = {str(v.id): v.content for v in ItemVersion.select()}
        slots = lay_out(
            sets[paper.variant].items, rows_of(version.rows), MarkingRules(**version.marking), contents,
            bytes.fromhex(paper.seed),
        )  # fmt: skip
        assert slots == plain_slots(paper)


def test_made_twice_nothing_changes(plan: Callable[..., UUID]) -> None:
    wanted = wish(plan(), 60)
    assert make_papers(SYSTEM, wanted) == 60
    before = {paper.id: paper.sealed for paper in Paper.select()}
    assert make_papers(SYSTEM, wanted) == 0
    assert {paper.id: paper.sealed for paper in Paper.select()} == before
    made = Event.select().where(Event.kind == "papers.made")
    assert sorted(event.details["papers"] for event in made) == [10, 50]


def test_who_is_added_later_gets_the_same_items(plan: Callable[..., UUID]) -> None:
    version_id, session_id = plan(), new_id()
    make_papers(SYSTEM, wish(version_id, 2, session_id))
    empty_bank()  # what is retired meanwhile makes no difference to a session that has its papers
    assert make_papers(SYSTEM, wish(version_id, 2, session_id)) == 2
    assert len({frozenset(slot["item_id"] for slot in paper.slots) for paper in Paper.select()}) == 1


def test_parallel_sets_are_spread_and_a_second_try_gets_another(plan: Callable[..., UUID]) -> None:
    version_id, session_id = plan(marking=marking(parallel=3)), new_id()
    first = wish(version_id, 60, session_id)
    make_papers(SYSTEM, first)
    used = Counter(paper.variant for paper in Paper.select())
    assert set(used) == {0, 1, 2}
    again = PaperWish(session_id, version_id, [(id, 2) for id, _ in first.candidates])
    make_papers(SYSTEM, again)
    for id, _ in first.candidates:
        assert paper_of(id, 1).variant != paper_of(id, 2).variant


def test_items_drawn_are_fixed_and_counted(plan: Callable[..., UUID]) -> None:
    make_papers(SYSTEM, wish(plan(), 4))
    drawn = {UUID(slot["version_id"]) for slot in Paper.get().slots}
    used = {version.id for version in ItemVersion.select().where(ItemVersion.used_at.is_null(False))}
    assert used == drawn
    assert {row.papers for row in ItemExposure.select()} == {4}
    assert ItemExposure.select().count() == 8


def test_an_exposure_limit_keeps_what_was_shown_away(plan: Callable[..., UUID]) -> None:
    version_id = plan(marking=marking(most_uses=1))
    make_papers(SYSTEM, wish(version_id, 1))
    make_papers(SYSTEM, wish(version_id, 1))
    first, second = ({slot["item_id"] for slot in paper.slots} for paper in Paper.select())
    assert not first & second


def test_a_short_bank_names_the_cell_and_writes_nothing(plan: Callable[..., UUID]) -> None:
    version_id = plan(rows=[row("law", count=40), *four_rows()[1:]])
    with pytest.raises(BlueprintShort) as short:
        make_papers(SYSTEM, wish(version_id))
    assert (short.value.details["row"], short.value.details["need"], short.value.details["have"]) == (0, 40, 30)
    assert not Paper.select().exists()
    assert not PaperSet.select().exists()
    assert not ItemExposure.select().exists()


def test_a_session_has_one_table(plan: Callable[..., UUID]) -> None:
    session_id = new_id()
    make_papers(SYSTEM, wish(plan(), 1, session_id))
    with pytest.raises(SessionOfOtherBlueprint):
        make_papers(SYSTEM, wish(plan(), 1, session_id))


def test_two_makers_at_once_make_each_paper_once(plan: Callable[..., UUID]) -> None:
    wanted = wish(plan(), 20)
    counts: list[int] = []

    def make() -> None:
        with database.connection_context():
            counts.append(make_papers(SYSTEM, wanted))

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    assert Paper.select().count() == 20
    assert PaperSet.select().count() == 1
    assert {row.papers for row in ItemExposure.select()} == {20}


def test_there_is_no_paper_before_it_is_made(plan: Callable[..., UUID]) -> None:
    with pytest.raises(NotFound):
        sealed_paper(new_id(), 1)
    with pytest.raises(NotFound):
        make_papers(SYSTEM, wish(new_id()))
