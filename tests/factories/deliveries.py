"""Papers that are signed, and how they are served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from server.core import clock
from server.core.ids import new_id
from tests.factories.files import delivered_photo
from tests.factories.orders import draft, sign
from tests.factories.records import Json, Sender, failed_check
from tests.world import World

DELIVERIES, CONSENTS, DUE = "/api/v1/deliveries", "/api/v1/delivery-consents", "/api/v1/due-deliveries"


def signed_order(sender: Sender, officer: Any, run_jobs: Callable[[], int]) -> Json:
    """An order with its signed paper; its document."""
    order = draft(officer, failed_check(sender, "SCH-02"))
    assert sign(officer, order["id"]).status_code == 202
    run_jobs()
    found: Json = officer.get(f"/api/v1/orders/{order['id']}").json["document"]
    return found


def delivery_body(client: Any, world: World, **changes: Any) -> Json:
    """Handed over to the head by two officers, now; then the changes."""
    return {
        "id": str(new_id()),
        "way": "direct",
        "at": clock.to_text(clock.now()),
        "officer_ids": [str(world.persons["officer_chen"]), str(world.persons["inspector_lin"])],
        "place": "单位传达室",
        "receiver": "孙珺",
        "files": [delivered_photo(client, 5)],
        **changes,
    }


def serve(client: Any, document_id: Any, body: Json) -> Any:
    return client.post(f"/api/v1/documents/{document_id}/deliveries", json=body)


def consent_body(client: Any, **changes: Any) -> Json:
    return {
        "id": str(new_id()),
        "signed_by": "孙珺",
        "post": "校长",
        "channel": "email",
        "address": "office@school.example",
        "signed_on": clock.today().isoformat(),
        "files": [delivered_photo(client, 6)],
        **changes,
    }


def consent(client: Any, unit_id: UUID, **changes: Any) -> Json:
    answer = client.post(f"/api/v1/units/{unit_id}/delivery-consents", json=consent_body(client, **changes))
    assert answer.status_code == 201, answer.json
    found: Json = answer.json
    return found
