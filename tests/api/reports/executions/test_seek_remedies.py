"""A decision is contested by review and suit, in time; while one runs nothing is added to the fine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from server.core.ids import new_id
from tests.factories.executions import FINE, Fined, execution, lodged, outcome, payment
from tests.factories.penalties import CASES, post

ClientAs = Callable[[str], Any]


def test_while_a_review_runs_nothing_is_added(case: Fined, client_as: ClientAs) -> None:
    """Source: 行政处罚法 art. 73."""
    officer = client_as("officer")
    due = (date.fromisoformat(execution(officer, case.id)["owed"]["due_on"]) - case.at.date()).days
    with case.after(due + 2):
        assert post(officer, case.id, "remedies", **lodged()).status_code == 201
    with case.after(due + 40):
        owed = execution(officer, case.id)
        assert (owed["state"], owed["owed"]["surcharge_fen"]) == ("disputed", FINE * 3 // 100)
        assert post(officer, case.id, "remedy-outcomes", **outcome()).status_code == 201
    with case.after(due + 41):
        found = execution(officer, case.id)
        assert found["owed"]["surcharge_fen"] == FINE * 3 * 2 // 100
        left = date.fromisoformat(found["windows"]["suit_until"]) - case.at.date()
        assert due + 40 + 15 <= left.days <= due + 40 + 15 + 12


def test_too_late_only_for_a_reason(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(90):
        refused = post(officer, case.id, "remedies", **lodged())
        assert (refused.json["code"], refused.json["article"]["article"]) == ("remedy_too_late", "第二十条")
        made = post(officer, case.id, "remedies", **lodged(late_reason="因不可抗力耽误，复议机关决定受理。"))
        assert made.status_code == 201
        again = post(officer, case.id, "remedies", **lodged("suit"))
        assert again.json["code"] == "remedy_runs"


def test_a_suit_shuts_out_a_review(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(20):
        assert post(officer, case.id, "remedies", **lodged("suit", authority="历下区人民法院")).status_code == 201
        assert post(officer, case.id, "remedy-outcomes", **outcome("dismissed")).status_code == 201
        refused = post(officer, case.id, "remedies", **lodged())
        assert (refused.json["code"], refused.json["errors"][0]["field"]) == ("remedy_taken", "remedy")


def test_a_changed_fine_is_lighter_and_what_was_paid_too_much_goes_back(case: Fined, client_as: ClientAs) -> None:
    officer = client_as("officer")
    with case.after(5):
        post(officer, case.id, "payments", **payment(officer))
        post(officer, case.id, "remedies", **lodged())
        heavier = post(officer, case.id, "remedy-outcomes", **outcome("changed", fine_fen=FINE + 1))
        assert heavier.json["code"] == "outcome_heavier"
        changed = post(officer, case.id, "remedy-outcomes", **outcome("changed", fine_fen=FINE - 500_000))
        assert (changed.status_code, changed.json["owed"]["refund_fen"]) == (201, 500_000)
        back = payment(officer)["files"]
        body = {"refunded_on": case.at.date().isoformat(), "fen": 500_001, "receipt_no": "T1", "files": back}
        assert post(officer, case.id, "refunds", **body).json["code"] == "payment_too_much"
        returned = post(officer, case.id, "refunds", **{**body, "fen": 500_000})
        assert (returned.status_code, returned.json["owed"]["refund_fen"]) == (201, 0)


def test_there_is_no_outcome_without_a_remedy(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        refused = post(client_as("officer"), case.id, "remedy-outcomes", **outcome())
        assert (refused.status_code, refused.json["code"]) == (422, "no_remedy_runs")


@pytest.mark.parametrize(("field", "value"), [("remedy", "appeal"), ("lodged_on", "soon"), ("authority", "")])
def test_what_is_malformed_is_named(field: str, value: str, case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        refused = post(client_as("officer"), case.id, "remedies", **lodged(**{field: value}))
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, field)


def test_strangers_record_none_and_twice_is_once(case: Fined, client_as: ClientAs) -> None:
    with case.after(5):
        assert post(client_as("stranger"), case.id, "remedies", **lodged()).status_code == 404
        assert post(client_as("head"), case.id, "remedies", **lodged()).status_code == 403
        officer, body = client_as("officer"), {"id": str(new_id()), **lodged()}
        address = f"{CASES}/{case.id}/remedies"
        assert [officer.post(address, json=body).status_code for _ in range(2)] == [201, 201]
        assert officer.post(address, json={**body, "authority": "济南市公安局"}).status_code == 409
