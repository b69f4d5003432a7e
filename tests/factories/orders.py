"""Orders as the console drafts them, and the personas that only rulings need."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Flask

from server.core import clock
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.web.signin.services import AccountDraft, create_account
from tests.factories.records import FailedCheck, Json
from tests.world import PASSWORD

ORDERS = "/api/v1/orders"


def order_body(check: FailedCheck, **changes: Any) -> Json:
    """An order upon all hazards of the inspection, decided today; then the changes."""
    return {
        "id": str(new_id()),
        "inspection_id": check.record["id"],
        "hazard_ids": check.hazard_ids,
        "deadline_days": 15,
        "basis_id": "state-council-421",
        "article": "第十六条",
        "violated": "第八条第（三）项",
        "measures": "整改期间增派专人值守，每日巡查并记录。",
        "decided_on": clock.today().isoformat(),
        **changes,
    }


def revision_of(order: Json, **changes: Any) -> Json:
    """The same order as a PUT sends it; then the changes."""
    same = ("deadline_days", "violated", "measures", "decided_on")
    return {
        **{name: order[name] for name in same},
        "hazard_ids": [hazard["id"] for hazard in order["hazards"]],
        "basis_id": order["basis"]["id"],
        "article": order["basis"]["article"],
        **changes,
    }


def draft(client: Any, check: FailedCheck, **changes: Any) -> Json:
    answer = client.post(ORDERS, json=order_body(check, **changes))
    assert answer.status_code == 201, answer.json
    order: Json = answer.json
    return order


def sign(client: Any, id: Any, password: str = PASSWORD) -> Any:
    return client.post(f"{ORDERS}/{id}/signatures", json={"password": password})


def revoke(client: Any, id: Any, reason: str = "责任单位认定有误", password: str = PASSWORD) -> Any:
    return client.post(f"{ORDERS}/{id}/revocations", json={"reason": reason, "password": password})


def officer_of(app: Flask, agency_id: UUID, person_id: UUID, name: str = "加一人") -> str:
    """The access token of a new officer's account at an agency."""
    id = new_id()
    account = AccountDraft(
        id, f"1390000{id.int % 10_000:04}", PASSWORD, name, ("officer",), person_id, agency_id, None, False
    )
    with database.connection_context():
        create_account(SYSTEM, account)
    token: str = app.config["TOKEN_MINT"].make(id)
    return token
