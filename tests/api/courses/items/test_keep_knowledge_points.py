"""Knowledge points are entered and changed; a point's category is that of its items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.core.ids import new_id
from tests.factories.items import entered

ClientAs = Callable[[str], Any]
URL = "/api/v1/knowledge-points"


def draft(**changes: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "code": "skill.aid", "title": "急救", "category": "skill", "position": 90} | changes


def changed(client: Any, id: str, **changes: Any) -> Any:
    row = client.get(f"{URL}/{id}")
    body = {name: row.json[name] for name in ("code", "title", "category", "position")} | changes
    return client.put(f"{URL}/{id}", json=body, headers={"If-Match": row.headers["ETag"]})


def test_a_point_is_entered_once_and_listed_in_its_place(client_as: ClientAs) -> None:
    officer, sent = client_as("officer"), draft()
    assert [officer.post(URL, json=sent).status_code for _ in range(2)] == [201, 201]
    assert officer.post(URL, json={**sent, "title": "别的"}).status_code == 409
    rows = officer.get(f"{URL}?category=skill").json["items"]
    assert rows[-1]["code"] == "skill.aid"
    assert all(row["category"] == "skill" for row in rows)
    assert rows[0]["live"] > 0


def test_pages_go_on_where_the_last_one_ended(client_as: ClientAs) -> None:
    officer = client_as("officer")
    first = officer.get(f"{URL}?limit=5").json
    second = officer.get(URL, query_string={"limit": 200, "after": first["next"]}).json
    codes = [row["code"] for row in first["items"] + second["items"]]
    assert codes == [row["code"] for row in officer.get(f"{URL}?limit=200").json["items"]]


def test_a_code_is_used_once(client_as: ClientAs) -> None:
    officer = client_as("officer")
    refused = officer.post(URL, json=draft(code="law.guards"))
    assert (refused.status_code, refused.json["code"]) == (409, "code_taken")
    assert officer.post(URL, json=draft(code="Bad Code")).status_code == 422


def test_a_point_with_items_stays_in_its_category(client_as: ClientAs) -> None:
    officer = client_as("officer")
    made = officer.post(URL, json=draft()).json
    assert changed(officer, made["id"], category="law").json["category"] == "law"
    entered(officer, point_code="skill.aid")
    refused = changed(officer, made["id"], category="skill")
    assert (refused.status_code, refused.json["code"]) == (422, "point_category_fixed")
    assert changed(officer, made["id"], title="急救与自救").json["title"] == "急救与自救"


def test_only_who_keeps_the_bank_does(client_as: ClientAs) -> None:
    assert client_as("guard").post(URL, json=draft()).status_code == 403
    assert client_as("guard").get(URL).status_code == 403
    assert client_as("officer").get(f"{URL}/{new_id()}").status_code == 404
