"""Decisions that are served, and what happens to them, through the same requests that consoles send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from server.core import clock
from server.core.ids import new_id
from tests.factories.deliveries import delivery_body, serve
from tests.factories.files import delivered_photo
from tests.factories.penalties import CASES, ClientAs, acted, decision, filed, overdue, post, ready
from tests.factories.records import Json, Sender
from tests.world import PASSWORD, World

FINE_YUAN = 20_000
FINE = FINE_YUAN * 100
DEMAND = {"text": "请履行处罚决定。"}


@dataclass(frozen=True)
class Fined:
    """A case with a fine whose decision was signed and served, and the moment right after."""

    id: str
    document_id: str
    at: datetime

    def after(self, days: int) -> Any:
        """The clock so many days after the service."""
        return time_machine.travel(self.at + timedelta(days=days), tick=False)


def fined(sender: Sender, client_as: ClientAs, world: World, run_jobs: Callable[[], int], served: bool = True) -> Fined:
    found, later = overdue(sender, client_as, world)
    with time_machine.travel(later, tick=False):
        id = filed(client_as, world, hazard_ids=[found.id])
        ready(client_as, id, FINE_YUAN)
        acted(post(client_as("leader"), id, "decisions", **decision(FINE_YUAN)))
        run_jobs()
        document_id = execution(client_as("leader"), id)["decision"]["document_id"]
        if served:
            hand_over(client_as, world, document_id)
            run_jobs()
    return Fined(id, document_id, later)


def hand_over(client_as: ClientAs, world: World, document_id: str) -> Json:
    officer = client_as("officer")
    answer = serve(officer, document_id, delivery_body(officer, world))
    assert answer.status_code == 201, answer.json
    found: Json = answer.json
    return found


def execution(client: Any, case_id: str) -> Json:
    answer = client.get(f"{CASES}/{case_id}/execution")
    assert answer.status_code == 200, answer.json
    found: Json = answer.json
    return found


def payment(client: Any, fine_fen: int = FINE, surcharge_fen: int = 0, **changes: Any) -> Json:
    return {
        "paid_on": clock.today().isoformat(),
        "fine_fen": fine_fen,
        "surcharge_fen": surcharge_fen,
        "channel": "bank",
        "receipt_no": "37010000123",
        "files": [delivered_photo(client, 7)],
        **changes,
    }


def lodged(remedy: str = "review", **changes: Any) -> Json:
    today = clock.today().isoformat()
    return {"remedy": remedy, "lodged_on": today, "authority": "历下区人民政府", "reference_no": "复〔1〕", **changes}


def outcome(word: str = "upheld", **changes: Any) -> Json:
    today = clock.today().isoformat()
    return {"outcome": word, "decided_on": today, "received_on": today, "text": "事实清楚。", **changes}


def plan(*parts: tuple[int, int], **changes: Any) -> Json:
    """Instalments as (days from today, fen)."""
    today = clock.today()
    rows = [{"due_on": (today + timedelta(days=days)).isoformat(), "fen": fen} for days, fen in parts]
    return {"is_granted": True, "instalments": rows, "reasons": "确有经济困难。", **changes}


def annulment(**changes: Any) -> Json:
    return {"id": str(new_id()), "reason": "认定事实有误。", "password": PASSWORD, **changes}


def court(**changes: Any) -> Json:
    return {"applied_on": clock.today().isoformat(), "court": "历下区人民法院", "reference_no": "", **changes}


def demanded(case: Fined, client_as: ClientAs, world: World, run_jobs: Callable[[], int], day: int = 40) -> None:
    """Demanded and the demand served, so many days after the decision was served."""
    with case.after(day):
        made = post(client_as("officer"), case.id, "payment-demands", **DEMAND)
        assert made.status_code == 201, made.json
        run_jobs()
        paper = execution(client_as("officer"), case.id)["acts"][-1]["document"]
        assert (paper["kind"], paper["state"]) == ("payment_demand", "signed")
        hand_over(client_as, world, paper["id"])
        run_jobs()


def evergreen(app: Flask, world: World) -> ClientAs:
    """Clients whose token is as young as their request: what follows a decision takes months."""

    class Evergreen(FlaskClient):
        account_id: Any = None

        def open(self, *args: Any, **kwargs: Any) -> Any:
            headers = dict(kwargs.pop("headers", None) or {})
            headers["Authorization"] = f"Bearer {app.config['TOKEN_MINT'].make(self.account_id)}"
            headers.setdefault("X-Shouwang-App", "phone/9.9.9")
            return super().open(*args, headers=headers, **kwargs)

    def sign_in(persona: str) -> Any:
        app.test_client_class = Evergreen
        client: Any = app.test_client()
        client.account_id = world.people[persona].account_id
        return client

    return sign_in
