"""Photos of a hazard before and after, each with a number of its own in the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

from checklists.hazards.models import Hazard
from checklists.inspections.models import Inspection
from checklists.inspections.queries import inspection_by_id, medium_of
from reports.documents.rules import Photo, PhotoPair, PhotoSource, Position
from server.core.errors import NotFound
from server.units.attachments.errors import NoPreview
from server.units.attachments.models import Attachment
from server.units.attachments.queries import bytes_of


@dataclass
class Album:
    """Numbers photos through one paper; a picture that cannot be read is left out, for a paper must not fail on it."""

    count: int = 0
    _inspections: dict[Any, Inspection | None] = field(default_factory=dict)

    def pairs(
        self, hazard: Hazard, own: Sequence[Attachment], rectification: dict[str, Any] | None
    ) -> tuple[PhotoPair, ...]:
        """Those that the unit paired; else the first before beside the first after, and so on."""
        before = {sha256: self._taken(hazard, sha256) for sha256 in hazard.photos}
        before |= {file.sha256: self._attached(file) for file in own}
        after = {file.sha256: self._attached(file) for file in (rectification or {}).get("photos", ())}
        named = [(pair["before"], pair["after"]) for pair in (rectification or {}).get("pairs", ())]
        paired = {hash for pair in named for hash in pair}
        rest = zip_longest(
            (hash for hash in before if hash not in paired), (hash for hash in after if hash not in paired)
        )
        found = [(before.get(one), after.get(other)) for one, other in [*named, *rest]]
        return tuple(PhotoPair(*map(self._number, pair)) for pair in found if any(pair))

    def shown(self, hazard: Hazard, own: Sequence[Attachment]) -> tuple[Photo, ...]:
        """The photos of the hazard itself."""
        taken = [self._taken(hazard, sha256) for sha256 in hazard.photos]
        return tuple(self._numbered([*taken, *(self._attached(file) for file in own)]))

    def _numbered(self, photos: Sequence[dict[str, Any] | None]) -> Iterator[Photo]:
        for photo in photos:
            if numbered := self._number(photo):
                yield numbered

    def _number(self, photo: dict[str, Any] | None) -> Photo | None:
        if photo is None:
            return None
        self.count += 1
        return Photo(number=self.count, **photo)

    def _taken(self, hazard: Hazard, sha256: str) -> dict[str, Any] | None:
        """A photo of the record in which the hazard was found, with what the phone said of it."""
        if hazard.inspection_id is None:
            return None
        if hazard.inspection_id not in self._inspections:
            self._inspections[hazard.inspection_id] = inspection_by_id(hazard.inspection_id)
        record = self._inspections[hazard.inspection_id].record
        said = next((photo for photo in record["photos"] if photo["sha256"] == sha256), None)
        if said is None:
            return None
        shown = said["rendered"]["sha256"] if said.get("rendered") else sha256
        try:
            image = medium_of(hazard.inspection_id, shown, "display")[0]
        except NotFound:
            return None
        position = said.get("position")
        return {
            "sha256": sha256,
            "image": image,
            "source": PhotoSource(said["source"]),
            "taken_at": datetime.fromisoformat(said["taken_at"]),
            "caption": hazard.title,
            "position": Position(position["lat"], position["lon"], position.get("accuracy_metres"))
            if position
            else None,
        }

    @staticmethod
    def _attached(file: Attachment) -> dict[str, Any] | None:
        try:
            image = bytes_of(file, "preview").content
        except (NotFound, NoPreview):
            return None
        return {
            "sha256": file.sha256,
            "image": image,
            "source": PhotoSource.FILE,
            "taken_at": file.attached_at,
            "caption": PurePath(file.name).stem,
        }
