"""Items of every type, as drafts on the wire."""

from __future__ import annotations

from typing import Any

from server.core.ids import new_id

Json = dict[str, Any]


def options(*texts: str) -> list[Json]:
    return [{"id": "abcdefgh"[place], "text": text} for place, text in enumerate(texts)]


CONTENTS: dict[str, tuple[Json, Json]] = {
    "single": ({"stem": "门卫先做什么？", "options": options("查验证件", "放行", "收押金")}, {"right": ["a"]}),
    "multiple": ({"stem": "应当登记的有", "options": options("人员", "车辆", "体重")}, {"right": ["a", "b"]}),
    "true_false": ({"stem": "录像可以随意删除。"}, {"right": False}),
    "fill_in": ({"stem": "应在____日内备案，最多____次。", "blanks": 2}, {"blanks": [["30", "三十"], ["2"]]}),
    "short_answer": (
        {"stem": "写出两项职责。"},
        {"points": [{"text": "巡逻", "share": 1}, {"text": "登记", "share": 1}]},
    ),
    "order": ({"stem": "按先后排列。", "options": options("记录", "报警", "守住")}, {"right": ["b", "c", "a"]}),
    "match": (
        {"stem": "对应起来。", "left": options("盾牌", "对讲机"), "right": options("联络", "遮挡", "照明")},
        {"pairs": {"a": "b", "b": "a"}},
    ),
    "case": (
        {
            "stem": "夜间发现门锁被撬。",
            "parts": [
                {
                    "id": "1",
                    "type": "single",
                    "share": 1,
                    "content": {"stem": "先做什么？", "options": options("报警", "打扫")},
                },
                {"id": "2", "type": "short_answer", "share": 2, "content": {"stem": "怎样保护现场？"}},
            ],
        },
        {"parts": {"1": {"right": ["a"]}, "2": {"points": [{"text": "不进不动", "share": 1}]}}},
    ),
}


def item_draft(type: str = "single", **changes: Any) -> Json:
    """What the console sends for a new item."""
    content, key = CONTENTS[type]
    return {
        "id": str(new_id()),
        "type": type,
        "point_code": "business.gate",
        "difficulty": 2,
        "content": content,
        "key": key,
        "explanation": "因为先查验。",
        "bases": [{"basis": "state-council-421", "article": "第十一条第（二）项"}],
        "exam_only": False,
        "code": "",
    } | changes


def entered(client: Any, type: str = "single", **changes: Any) -> Json:
    answer = client.post("/api/v1/items", json=item_draft(type, **changes))
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def revision(shown: Json, **changes: Any) -> Json:
    """The item as it was read, to be sent back with changes."""
    names = ("type", "difficulty", "content", "key", "explanation", "exam_only", "code")
    bases = [{"basis": one["basis"], "article": one["article"]} for one in shown["bases"]]
    return {name: shown[name] for name in names} | {"point_code": shown["point"]["code"], "bases": bases} | changes


def revised(client: Any, id: str, **changes: Any) -> Any:
    shown = client.get(f"/api/v1/items/{id}")
    headers = {"If-Match": shown.headers["ETag"]}
    return client.put(f"/api/v1/items/{id}", json=revision(shown.json, **changes), headers=headers)
