"""Exports as the console asks for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from server.core.ids import new_id

EXPORTS = "/api/v1/exports"
Jobs = Callable[[], int]


def wish(subject: str = "units", form: str = "xlsx", **filters: str) -> dict[str, Any]:
    return {"id": str(new_id()), "subject": subject, "format": form, "filters": filters}


def made(client: Any, run_jobs: Jobs, asked: dict[str, Any]) -> Any:
    """Ask and wait: (how it ended, bytes of the file)."""
    answer = client.post(EXPORTS, json=asked)
    assert answer.status_code == 201, answer.json
    run_jobs()
    return client.get(f"{EXPORTS}/{asked['id']}").json, client.get(f"{EXPORTS}/{asked['id']}/file").data


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
