"""Definitions of every shape that the door lets in, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from checklists.templates.rules import GROUPS, LEVEL_FACT
from checklists.templates.rules.comparisons import BOUNDS

Json = dict[str, Any]

IDS = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_-]{0,6}\Z")
_NASTY = st.sampled_from(
    ["${x}", "=1+1", "-1", "+2", "@a", "'quoted'", '"twice"', "a\nb", "_x000D_", "[1]", "  ", "合格率"]
)
_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
NUMBERS = st.one_of(st.integers(-1, 4), st.integers(-1000, 1000), st.floats(-1e6, 1e6, allow_nan=False, width=32))


def texts(least: int = 0, most: int = 20) -> st.SearchStrategy[str]:
    """Text as the door keeps it: trimmed, no control characters but line breaks and tabs."""
    pieces = st.lists(st.one_of(_NASTY, st.text(_LETTERS, max_size=8), st.sampled_from("\n\t\r")), max_size=4)
    return pieces.map(lambda parts: "".join(parts).strip()[:most].strip()).filter(lambda text: len(text) >= least)


@st.composite
def comparisons(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> Json:
    names = draw(st.sets(st.sampled_from(["is", "in", *BOUNDS]), min_size=1, max_size=2))
    made: Json = {}
    for name in sorted(names):
        if name == "in":
            made[name] = draw(st.lists(values, max_size=3))
        else:
            made[name] = draw(values if name == "is" else NUMBERS)
    return made


def predicates(facts: list[str], items: list[str]) -> st.SearchStrategy[Json]:
    """Conditions on facts, and on items further up: so they never go in circles."""
    values = st.one_of(
        st.booleans(), st.integers(-3, 9), st.sampled_from(["pass", "fail", "na", "a", "it's"]), texts(most=6)
    )
    named = [("fact", id) for id in facts] + [("item", id) for id in items]
    leaves = st.builds(lambda named, rest: {named[0]: named[1], **rest}, st.sampled_from(named), comparisons(values))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda part: {"not": part}, inner),
            st.builds(lambda name, parts: {name: parts}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)),
        ),
        max_leaves=4,
    )  # fmt: skip


@st.composite
def items(draw: st.DrawFn, id: str, facts: list[Json], earlier: list[str]) -> Json:
    kind = draw(st.sampled_from(["verdict", "number", "choice", "text", "sample"]))
    condition = predicates([LEVEL_FACT, *(fact["id"] for fact in facts)], earlier)
    evidence = st.lists(st.sampled_from(["photo", "note"]), unique=True)
    citation = st.fixed_dictionaries({"basis": st.sampled_from(["state-council-421", "a b", ""]), "article": texts()})
    item: Json = {
        "id": id,
        "text": draw(texts(1)),
        "help": draw(texts()),
        "kind": kind,
        "grade": draw(st.sampled_from(["general", "major"])),
        "required": draw(st.booleans()),
        "score": draw(st.integers(0, 100)),
        "critical": draw(st.booleans()),
        "bases": draw(st.lists(citation, max_size=3)),
        "evidence": {"on_fail": draw(evidence), "always": draw(evidence)},
        "applies_if": draw(st.one_of(st.none(), condition)),
        "phrases": draw(st.lists(texts(), max_size=3)),
    }
    optional = {
        "weight": st.integers(1, 3),
        "levels": st.lists(st.integers(1, 3), min_size=1, max_size=3),
        "methods": st.lists(st.sampled_from(["photo", "test", "document", "sample"]), max_size=2),
        "unit": texts(),
        "min": st.integers(-5, 5),
        "max": st.one_of(st.integers(5, 50), st.floats(5, 50)),
    }
    item |= {name: draw(values) for name, values in optional.items() if draw(st.booleans())}
    wholes = [fact["id"] for fact in facts if fact["kind"] == "integer"]
    bounds = st.one_of(NUMBERS, st.sampled_from(wholes).map(lambda id: {"fact": id})) if wholes else NUMBERS
    if kind == "number" and draw(st.booleans()):
        item["pass_if"] = draw(st.dictionaries(st.sampled_from(BOUNDS), bounds, min_size=1, max_size=2))
    if kind == "sample":
        item |= {"min_checked": draw(st.integers(1, 30)), "pass_if": {"at_least": draw(st.integers(0, 100))}}
    if kind == "choice":
        item["options"] = draw(_options())
    return item


def _options() -> st.SearchStrategy[list[Json]]:
    option = st.fixed_dictionaries(
        {"value": IDS, "label": texts(1), "verdict": st.sampled_from([None, "pass", "fail", "na"])}
    )
    return st.lists(option, min_size=1, max_size=4, unique_by=lambda one: one["value"])


@st.composite
def definitions(draw: st.DrawFn) -> Json:
    """A definition that could be laid down, but for the bases it cites."""
    facts = draw(
        st.lists(
            st.fixed_dictionaries({"id": IDS, "label": texts(1), "kind": st.sampled_from(["boolean", "integer"])}),
            max_size=3,
            unique_by=lambda fact: fact["id"],
        )
    )
    ids = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    made = [draw(items(id, facts, ids[:place])) for place, id in enumerate(ids)]
    cut = draw(st.integers(0, len(made) - 1))
    parts = [part for part in (made[:cut], made[cut:]) if part]
    sections = []
    for section_id, part in zip(draw(st.lists(IDS, min_size=2, max_size=2, unique=True)), parts, strict=False):
        group = draw(st.sampled_from([None, *GROUPS]))
        section: Json = {"id": section_id, "title": draw(texts(1)), "group": group, "items": part}
        sections.append(section | ({"levels": [1, 2]} if draw(st.booleans()) else {}))
    return {
        "code": draw(st.from_regex(r"\A[A-Z][A-Z0-9]{1,11}\Z")),
        "title": draw(texts(1)),
        "version": draw(st.integers(1, 99)),
        "industries": draw(st.lists(st.sampled_from(["school", "fuel", "[odd]", ""]), max_size=2)),
        "kinds_of_unit": draw(st.lists(st.sampled_from(["university"]), max_size=1)),
        "extends": draw(st.sampled_from([None, "GEN"])),
        "basis_note": draw(texts()),
        "facts": facts,
        "sections": sections,
    }
