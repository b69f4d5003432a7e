"""Whatever a bad line does to a record and its photo, each arrives once, whole, and nothing acknowledged is lost."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.inspections.models import ExpectedMedium, Inspection, Medium
from server.core.database import database
from server.core.events import verify_chain
from server.core.files import files
from tests.factories.phone import CHUNK, UPLOADS, Visit, announcement, jpeg, make_record

RECORDS = "/api/v1/mobile/records"
_seeds = itertools.count(1000)

share = st.floats(0.05, 0.9)
steps = st.lists(
    st.tuples(st.just("announce"), st.none())
    | st.tuples(st.just("announce_with_bytes"), share)
    | st.tuples(st.just("chunk"), share)
    | st.tuples(st.just("chunk_twice"), share)
    | st.tuples(st.just("cut_chunk"), share)
    | st.tuples(st.just("wrong_offset"), share)
    | st.tuples(st.just("ask"), st.none())
    | st.tuples(st.just("push"), st.none())
    | st.tuples(st.just("push_in_batch"), st.none()),
    max_size=14,
)


class Line:
    """A phone's side of the exchange: it believes only what was acknowledged."""

    def __init__(self, client: Any, push: Any, content: bytes) -> None:
        self.client, self.push, self.content = client, push, content
        self.acknowledged = 0
        self.place: str | None = None

    def heard(self, answer: Any) -> None:
        assert answer.status_code < 500, answer.data
        if answer.status_code in {200, 201, 204} and "Upload-Offset" in answer.headers:
            offset = int(answer.headers["Upload-Offset"])
            assert offset >= self.acknowledged, "an acknowledged byte was lost"
            self.acknowledged = offset

    def announce(self, _: None) -> None:
        answer = self.client.post(UPLOADS, headers=announcement(self.content))
        self.heard(answer)
        self.place = answer.headers["Location"]

    def announce_with_bytes(self, part: float) -> None:
        body = self.content[: int(len(self.content) * part)]
        answer = self.client.post(UPLOADS, data=body, headers={**announcement(self.content), **CHUNK})
        self.heard(answer)
        self.place = answer.headers["Location"]

    def chunk(self, part: float) -> None:
        self.send(self.acknowledged, part)

    def chunk_twice(self, part: float) -> None:
        """The reply of the first was lost: the phone sends the same again."""
        offset = self.acknowledged
        self.send(offset, part)
        self.send(offset, part)

    def wrong_offset(self, part: float) -> None:
        self.send(int(len(self.content) * part), part)

    def cut_chunk(self, part: float) -> None:
        """Fewer bytes come than were said."""
        body = self.rest(self.acknowledged, part)
        self.send_body(self.acknowledged, body[: len(body) // 2], {"Content-Length": str(len(body))})

    def send(self, offset: int, part: float) -> None:
        self.send_body(offset, self.rest(offset, part), {})

    def rest(self, offset: int, part: float) -> bytes:
        missing = self.content[offset:]
        return missing[: max(1, int(len(missing) * part))]

    def send_body(self, offset: int, body: bytes, headers: dict[str, str]) -> None:
        if self.place:
            said = {**CHUNK, "Upload-Offset": str(offset), **headers}
            self.heard(self.client.patch(self.place, data=body, headers=said))

    def ask(self, _: None) -> None:
        if self.place:
            self.heard(self.client.head(self.place, headers={"Tus-Resumable": "1.0.0"}))

    def push_record(self) -> None:
        assert self.client.post(RECORDS, json=self.push).status_code in {200, 201}

    def push_in_batch(self, _: None) -> None:
        answer = self.client.post(f"{RECORDS}/batch", json={"pushes": [self.push, self.push]})
        assert {result["status"] for result in answer.json["results"]} <= {200, 201}

    def finish(self) -> None:
        """What every phone does in the end: announce, send the rest, push until it is acknowledged."""
        self.announce(None)
        if self.acknowledged < len(self.content):
            self.send_body(self.acknowledged, self.content[self.acknowledged :], {})
        assert self.acknowledged == len(self.content)
        self.push_record()


@pytest.fixture
def enrolled(enrol: Any) -> Any:
    """One phone for all examples."""
    return enrol()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_everything_arrives_once_whatever_the_line_does(
    steps: list[tuple[str, Any]], enrolled: Any, visit: Visit
) -> None:
    client, phone = enrolled
    content = jpeg(next(_seeds), (700, 500), quality=92)
    record = make_record(phone, visit, [content], signatures=[], refusal=None)
    line = Line(client, phone.push(record), content)
    for name, argument in steps:
        line.push_record() if name == "push" else getattr(line, name)(argument)
    line.finish()

    receipt = client.get(f"{RECORDS}/{record['id']}").json
    assert (receipt["state"], receipt["missing"]) == ("complete", [])
    name = hashlib.sha256(content).hexdigest()
    assert files().read(name) == content
    with database.connection_context():
        assert Inspection.select().where(Inspection.id == record["id"]).count() == 1
        assert Medium.select().where(Medium.sha256 == name).count() == 1
        assert ExpectedMedium.select().where(ExpectedMedium.sha256 == name).count() == 1
        assert verify_chain().ok
    assert not list(files().incoming.iterdir())
