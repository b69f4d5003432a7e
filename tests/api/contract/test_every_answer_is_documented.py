"""schemathesis over the whole API document: no 5xx, no status, type or shape that the document does not name.

The document also gives every operation a default answer, for clients; it is taken out here, or nothing could be
undocumented. Ids that exist are mixed in, so that requests reach beyond 404.
"""

from __future__ import annotations

import copy
import json
import os
import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.contract.conftest import ASKERS, Populated
from tests.architecture.sources import ROOT
from tests.backends import BACKENDS


@schemathesis.serializer(
    "application/offset+octet-stream",
    "application/zip",
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "video/webm",
)
def _send_chunk(_context: Any, value: Any) -> Any:
    return value.encode("utf-8", "replace") if isinstance(value, str) else value


DOCUMENT = json.loads((ROOT / "web" / "openapi.json").read_text(encoding="utf-8"))
EXAMPLES = int(os.environ.get("SHOUWANG_TEST_EXAMPLES", "12"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
    unsupported_method,
]


def strict(document: dict[str, Any]) -> dict[str, Any]:
    document = copy.deepcopy(document)
    for operations in document["paths"].values():
        for name, operation in operations.items():
            if name != "parameters":
                operation["responses"].pop("default", None)
    return document


SCHEMA = schemathesis.openapi.from_dict(strict(DOCUMENT))
OPERATIONS = {result.ok().label: result.ok() for result in SCHEMA.get_all_operations()}


def test_the_whole_document_is_asked() -> None:
    assert {label for label, _ in PAIRS} == OPERATIONS.keys()
    written = sum(len(operations.keys() - {"parameters"}) for operations in DOCUMENT["paths"].values())
    assert len(OPERATIONS) == written > 50


#: Each operation on one database, in turn: most of the time goes into making up requests, which are the same on both.
#: `test_nasty_values.py` asks both. SHOUWANG_TEST_EVERY_PAIR=1 asks each operation on each.
PAIRS = [
    (label, name)
    for number, label in enumerate(OPERATIONS)
    for turn, name in enumerate(BACKENDS)
    if turn == number % len(BACKENDS) or os.environ.get("SHOUWANG_TEST_EVERY_PAIR")
]


@pytest.mark.parametrize(("label", "backend"), PAIRS, indirect=["backend"])
def test_no_answer_is_undocumented(label: str, populated: Populated) -> None:
    SCHEMA.app = populated.app
    operation = OPERATIONS[label]
    documented = operation.definition.raw["responses"].keys()
    who = st.sampled_from([*ASKERS, "officer", "officer", "inspector", None])
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    cases = st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])

    answered: list[int] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, asker=who, data=st.data())
    def ask(case: Any, asker: str | None, data: st.DataObject) -> None:
        for name, known in known_ids(case.path, populated).items():
            if data.draw(st.integers(0, 3), label="known") and known:
                case.path_parameters[name] = data.draw(st.sampled_from(known), label=name)
        headers = {"X-Shouwang-App": "phone/9.9.9"}
        if asker:
            headers["Authorization"] = f"Bearer {populated.tokens[asker]}"
        response = case.call(headers=headers, app=populated.app)
        case.validate_response(response, checks=CHECKS, headers=headers)
        assert str(response.status_code) in documented
        answered.append(response.status_code)

    ask()
    assert answered, "not one request was made"


def known_ids(path: str, populated: Populated) -> dict[str, list[str]]:
    """Ids that exist for each parameter of a path, by the word before it."""
    return {name: populated.ids.get(word, []) for word, name in re.findall(r"([\w-]+)/\{(\w+)\}", path)}
