"""A form as ODK Collect would run it: which questions are relevant, what is calculated. XPath by lxml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

_XF = "{http://www.w3.org/2002/xforms}"


def run_form(xform: str, values: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """The values by question name once nothing changes any more, and the names of what is relevant."""
    tree = etree.fromstring(xform.encode())
    data = tree.find(f".//{_XF}instance")[0]
    for node in data.iter():
        node.tag = etree.QName(node).localname
    document = etree.ElementTree(data)
    binds = [dict(bind.attrib) for bind in tree.iter(f"{_XF}bind") if "/meta/" not in bind.get("nodeset", "")]
    nodes = {bind["nodeset"]: document.xpath(bind["nodeset"])[0] for bind in binds}
    entered = {path: values.get(path.rpartition("/")[2], "") for path in nodes}
    for path, node in nodes.items():
        if not len(node):
            node.text = entered[path]
    for _ in range(2 * len(nodes)):
        before = etree.tostring(data)
        relevant = {path for path in nodes if _is_relevant(document, binds, path)}
        for bind in binds:
            node, path = nodes[bind["nodeset"]], bind["nodeset"]
            if not len(node):
                value = _text(document, bind["calculate"]) if "calculate" in bind else entered[path]
                node.text = value if path in relevant else ""
        if etree.tostring(data) == before:
            break
    found = {path.rpartition("/")[2]: node.text or "" for path, node in nodes.items()}
    return found, {path.rpartition("/")[2] for path in relevant}


def evaluate(document: Any, expression: str) -> Any:
    functions = {(None, "if"): lambda _, test, one, other: one if test is True or test == [True] else other}
    return document.xpath(expression, extensions=functions)


def _is_relevant(document: Any, binds: list[dict[str, str]], path: str) -> bool:
    """A question is relevant when it and the groups around it are."""
    above = [bind for bind in binds if path == bind["nodeset"] or path.startswith(bind["nodeset"] + "/")]
    return all(evaluate(document, bind["relevant"]) is True for bind in above if "relevant" in bind)


def _text(document: Any, expression: str) -> str:
    value = evaluate(document, expression)
    return value if isinstance(value, str) else str(value)
