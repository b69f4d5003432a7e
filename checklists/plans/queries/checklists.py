"""Which checklists a plan's units are checked with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from checklists.plans.rules.drafts import PlanDraft
from checklists.templates.queries import current_definitions, current_versions
from checklists.templates.rules import assigned


@dataclass(frozen=True)
class Checklists:
    """Either the same for all units, or by industry and kind: the general ones, and those meant for them.

    Source: JN-2.2.5a.
    """

    versions: Mapping[str, UUID]
    definitions: Mapping[str, dict[str, Any]]
    fixed: tuple[UUID, ...] | None = None
    _known: dict[tuple[str, str], tuple[UUID, ...]] = field(default_factory=dict)

    def for_unit(self, industry: str, kind: str) -> tuple[UUID, ...]:
        """Empty where no checklist has a current version: such a unit gets no task."""
        if self.fixed is not None:
            return self.fixed
        key = industry, kind
        if key not in self._known:
            self._known[key] = tuple(self.versions[code] for code in assigned(self.definitions, industry, kind))
        return self._known[key]

    def of_codes(self, codes: Collection[str]) -> list[UUID]:
        """Those that a raised level adds; unknown codes are passed over."""
        return [self.versions[code] for code in codes if code in self.versions]


def checklists_for(draft: PlanDraft) -> Checklists:
    """At most 6 queries, and one for each definition not yet read."""
    current = current_definitions()
    versions = {code: version for code, (version, _) in current.items()}
    definitions = {code: definition for code, (_, definition) in current.items()}
    if draft.template_mode == "by_industry":
        return Checklists(versions, definitions)
    named = current_versions(draft.template_ids)
    return Checklists(versions, definitions, tuple(named[id] for id in draft.template_ids if id in named))
