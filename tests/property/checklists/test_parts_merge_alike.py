"""Parts of one check come in any order and any number of times: the check they make is the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from checklists.inspections.rules import Decision, Part, flags_of_whole, merge
from tests.factories.parts import INSPECTIONS, LIN, ZHOU, shared_check
from tests.factories.records import Json, Sender, sample_kind, small_item

ITEMS = ["T-1", "T-2", "T-3", "T-4"]
KINDS = [{}, {"kind": "text"}, sample_kind(), {"applies_if": {"item": "T-1", "is": "fail"}}]
DEFINITION = {
    "facts": [],
    "sections": [
        {
            "group": "organisation",
            "items": [small_item(id, **kind) for id, kind in zip(ITEMS, KINDS, strict=True)],
        }
    ],
}
START = datetime(2026, 11, 22, 1, tzinfo=UTC)

verdicts = st.sampled_from(["pass", "fail", "na", None])
values = {
    "T-1": verdicts,
    "T-2": st.sampled_from(["甲", "乙", None]),
    "T-3": st.sampled_from([{"checked": 20, "passed": 20}, {"checked": 20, "passed": 19}, {"checked": 9, "passed": 9}]),
    "T-4": verdicts,
}
answers = st.fixed_dictionaries(
    {},
    optional={
        id: st.fixed_dictionaries({"value": value, "note": st.sampled_from(["", "看过"]), "photos": st.just([])})
        for id, value in values.items()
    },
)
facts = st.fixed_dictionaries({}, optional={"busy": st.booleans(), "count": st.integers(0, 2)})


@st.composite
def checks(draw: st.DrawFn) -> tuple[list[Part], list[Decision]]:
    parts = [
        Part(UUID(int=number), UUID(int=number), _record(draw(facts), draw(answers), number), START)
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    decisions = [
        Decision(subject, UUID(int=draw(st.integers(1, 4))), "看过", "陈明理", START + timedelta(minutes=draw(st.integers(-1, 2))))
        for subject in draw(st.lists(st.sampled_from([*ITEMS, "fact.busy"]), unique=True))
    ]  # fmt: skip
    return parts, decisions


def _record(facts: Json, answers: Json, number: int) -> Json:
    return {
        "kind": "special", "facts": facts, "answers": answers, "started_at": f"2026-11-22T01:0{number}:00Z",
        "ended_at": f"2026-11-22T02:0{number}:00Z", "officers": [], "signatures": [], "photos": [],
    }  # fmt: skip


@given(check=checks(), data=st.data())
def test_the_order_of_parts_and_decisions_changes_nothing(check: Any, data: st.DataObject) -> None:
    parts, decisions = check
    whole = merge(DEFINITION, parts, decisions)
    other = merge(DEFINITION, data.draw(st.permutations(parts)), data.draw(st.permutations(decisions)))
    assert other == whole
    assert flags_of_whole(other, DEFINITION) == flags_of_whole(whole, DEFINITION)


@given(check=checks())
def test_no_failure_is_lost_while_nobody_decided(check: Any) -> None:
    parts, _ = check
    whole = merge(DEFINITION, parts, [])
    for part in parts:
        if part.record["answers"].get("T-1", {}).get("value") == "fail":
            assert whole.record["answers"]["T-1"]["value"] == "fail"


@settings(
    max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(walk=st.lists(st.integers(0, 2), max_size=5), last=st.permutations(range(3)))
def test_deliveries_in_any_order_make_the_same_check(
    sender: Sender, client_as: Callable[[str], Any], connected: None, walk: list[int], last: list[int]
) -> None:
    check = shared_check(sender, client_as)
    parts = [
        (LIN, check.part(LIN, True, TST_01="pass", TST_02="fail")),
        (ZHOU, check.part(ZHOU, TST_01="fail", TST_98="pass")),
        (ZHOU, check.part(ZHOU, TST_02="fail", TST_99="fail")),
    ]
    for number in [*walk, *last]:
        assert check.send(*parts[number]).status_code in (200, 201)
    found = client_as("officer").get(f"{INSPECTIONS}/{parts[0][1]['id']}/check").json
    assert {id: answer["value"] for id, answer in found["whole"]["answers"].items()} == {
        "TST-01": "fail", "TST-02": "fail", "TST-98": "pass", "TST-99": "fail",
    }  # fmt: skip
    assert [(one["subject"], one["taken_id"]) for one in found["disagreements"]] == [("TST-01", parts[1][1]["id"])]
    records = Inspection.select(Inspection.id).where(Inspection.task_id == check.task_id)
    rows = Hazard.select().where(Hazard.inspection_id.in_(records))
    assert sorted((row.item_id, row.state) for row in rows) == [
        ("TST-01", "found"),
        ("TST-02", "found"),
        ("TST-99", "found"),
    ]
