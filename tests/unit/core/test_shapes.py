"""One description of a setting checks it and draws its form: every fault is named by its path."""

from __future__ import annotations

from typing import Any

import pytest

from server.core.shapes import Basis, Choice, FenRange, Flag, Rows, Sets, Shape, Whole, Words, group

DAYS = group(("days", "天数", Whole(1, 90, "天")), ("kind", "怎样计算", Choice({"working": "工作日"})))
TABLE = Rows(
    group(("least", "最低", Whole(0, 9)), ("most", "最高", Whole(0, 9)), ordered=("least", "most")), "行", 1, 2
)


@pytest.mark.parametrize(
    ("shape", "value", "paths"),
    [
        (Whole(1, 5), 5, []),
        (Whole(1, 5), True, ["v"]),
        (Whole(1, 5), 6, ["v"]),
        (Words(2, 4), "三个字", []),
        (Words(2, 4), "字", ["v"]),
        (Flag(), 1, ["v"]),
        (Choice({"a": "甲"}), "b", ["v"]),
        (Choice({"a": "甲"}), ["a"], ["v"]),
        (Choice({"a": "甲", "b": "乙"}, is_many=True), ["a", "b"], []),
        (Choice({"a": "甲"}, is_many=True), ["a", "a"], ["v"]),
        (Choice({"a": "甲"}, is_many=True, least=1), [], ["v"]),
        (Choice({"a": "甲"}, is_many=True), "a", ["v"]),
        (Choice({"a": "甲"}, is_many=True), [{}], ["v"]),
        (Basis(), "", ["v"]),
        (FenRange(10), [1, 10], []),
        (FenRange(10), [10, 1], ["v.1"]),
        (FenRange(10), [1, 11], ["v.1"]),
        (FenRange(10), [1], ["v"]),
        (DAYS, {"days": 3, "kind": "working"}, []),
        (DAYS, {"days": 0}, ["v.days", "v.kind"]),
        (DAYS, {"days": 3, "kind": "working", "x": 1}, ["v.x"]),
        (DAYS, [], ["v"]),
        (TABLE, [{"least": 1, "most": 1}], []),
        (TABLE, [{"least": 1, "most": 1}, {"least": 2, "most": 1}], ["v.1.most"]),
        (TABLE, [], ["v"]),
        (Sets(TABLE, "版本", 2), {"now": [{"least": 1, "most": "2"}]}, ["v.now.0.most"]),
        (Sets(TABLE, "版本", 2), {}, ["v"]),
    ],
)
def test_faults_are_named_by_their_paths(shape: Shape, value: Any, paths: list[str]) -> None:
    problems = shape.problems(value, "v", "wrong")
    assert [problem.field for problem in problems] == paths
    assert all(problem.message and problem.code == "wrong" for problem in problems)


def test_a_shape_describes_itself_down_to_its_leaves() -> None:
    told = Sets(Rows(DAYS, "期限", 0, 3), "版本", 2).describe()
    assert (told["type"], told["row"]["type"], told["row"]["row"]["type"]) == ("sets", "rows", "group")
    assert told["row"]["row"]["parts"][0] == {
        "name": "days",
        "label": "天数",
        "shape": {"type": "whole", "least": 1, "most": 90, "unit": "天"},
    }
