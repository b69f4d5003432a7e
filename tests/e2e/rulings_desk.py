"""What the bureau and a school have done before somebody takes the phone out: an order to serve, a grade and its fall."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tests.e2e.conftest import Server, wait_until
from tests.e2e.http_desk import HttpClient, visit_to
from tests.factories.orders import draft, sign
from tests.factories.phone import jpeg, make_record
from tests.factories.ratings import Rounds, round_body
from tests.factories.records import FailedCheck, Inspector, with_failures
from tests.world import World

SCHOOL = "泉城示范第一中学"
LOGINS = {
    "officer": "13800000003",
    "inspector": "13800000001",
    "head": "13800000004",
    "leader": "13800000061",
    "planner": "13800000041",
}


@dataclass(frozen=True)
class Done:
    """Ids of what was done, by what pages are called after."""

    unit: str
    paper: str
    number: str
    decision: str
    round: str


def signed_order(server: Server, item: str = "SCH-04", photo: int = 7) -> tuple[str, str]:
    """An order that waits to be served; (id, number) of its paper."""
    officer, inspector = HttpClient(server, LOGINS["officer"]), Inspector(HttpClient(server, LOGINS["inspector"]))
    visit = visit_to(officer, SCHOOL, "SCH", "林守义", "周安平")
    before = (jpeg(photo),)
    record = with_failures(make_record(inspector.phone, visit, before), visit, inspector.phone, item)
    receipt = inspector.hand_in_whole(record, before)
    order = draft(officer, FailedCheck(inspector, visit, record, receipt, before))
    assert sign(officer, order["id"]).status_code == 202

    def waits() -> list[tuple[str, str]]:
        due = officer.all_of("/api/v1/due-deliveries?mine=true&limit=200")
        known = {row["document"]["id"]: row["document"]["number"] for row in due}
        made = officer.get(f"/api/v1/orders/{order['id']}").json["document"]
        return [(made["id"], known[made["id"]])] if made and made["id"] in known else []

    return wait_until(waits, 60, "the signed order among what is due")[0]


def rate_the_school(server: Server, unit: str) -> tuple[str, str]:
    """A grade by two reviews, lowered by a veto, and a round that is still open; (decision, that round)."""
    clients = {name: HttpClient(server, login) for name, login in LOGINS.items()}
    rounds = Rounds(clients.__getitem__, World(units={"school_first": UUID(unit)}))
    decision = rounds.graded()["decision"]
    rounds.veto("concealment")
    made = clients["officer"].post("/api/v1/rating-rounds", json=round_body(rounds.scheme_id, title="补充评定"))
    assert made.status_code == 201, made.json
    return decision["id"], made.json["id"]


def prepare(server: Server) -> Done:
    officer = HttpClient(server, LOGINS["officer"])
    unit = next(row["id"] for row in officer.all_of("/api/v1/units?limit=100") if row["name"] == SCHOOL)
    paper, number = signed_order(server)
    decision, round = rate_the_school(server, unit)
    return Done(unit, paper, number, decision, round)
