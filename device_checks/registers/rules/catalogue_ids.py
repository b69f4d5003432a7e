"""The 20-digit id of GB/T 28181: 8 digits of the centre, 2 of the industry, 3 of the type, 7 of the serial."""

from __future__ import annotations

import re
from dataclasses import dataclass

from device_checks.registers.errors import CatalogueIdInvalid
from server.core.errors import FieldProblem

_CATALOGUE_ID = re.compile(r"[0-9]{20}\Z")

#: Types that a camera may have: 131 a camera, 132 a network camera.
CAMERA_TYPES = frozenset({"131", "132"})


@dataclass(frozen=True)
class CatalogueId:
    """An id in its parts."""

    text: str

    @property
    def civil_code(self) -> str:
        """The area of the centre, six digits."""
        return self.text[:6]

    @property
    def centre(self) -> str:
        return self.text[:8]

    @property
    def industry(self) -> str:
        return self.text[8:10]

    @property
    def type(self) -> str:
        return self.text[10:13]


def read_catalogue_id(text: str | None) -> CatalogueId | None:
    """The id in its parts, or None for what is not 20 digits."""
    return CatalogueId(text) if text and _CATALOGUE_ID.match(text) else None


def check_catalogue_id(id: str | None) -> None:
    """Raises CatalogueIdInvalid for what are not 20 digits, or whose type is no camera's.  Source: GB/T 28181."""
    if id is None:
        return
    read = read_catalogue_id(id)
    if read is None or read.type not in CAMERA_TYPES:
        raise CatalogueIdInvalid(
            fields=[FieldProblem("camera.catalogue_id", CatalogueIdInvalid.title, CatalogueIdInvalid.code)]
        )
