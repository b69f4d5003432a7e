"""Handing out the catalogue of cameras."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from device_checks.catalogues.errors import TooManyCameras
from device_checks.catalogues.queries import CatalogueFilter, catalogue_entries
from device_checks.catalogues.rules import MOST_CAMERAS, TAIL, check_platform_id, head_of, item_of
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.agencies.models import Agency

_PIECE = 1 << 18


@dataclass(frozen=True)
class CatalogueFile:
    """A file to send; its items lie on disk, so that memory does not grow with them."""

    count: int
    head: bytes
    items: IO[bytes]

    def pieces(self) -> Iterator[bytes]:
        """The whole file; once."""
        yield self.head
        with self.items:
            while piece := self.items.read(_PIECE):
                yield piece
        yield TAIL


def export_catalogue(actor: Actor, wanted: CatalogueFilter, platform_id: str, encoding: str) -> CatalogueFile:
    """The catalogue of the cameras within reach, without those kept secret; who took how many is recorded.

    Raises Forbidden, PlatformIdInvalid, TooManyCameras.  Source: JN-2.2.3c, LN-10, GB/T 28181.
    """
    actor.check("facility.export")
    check_platform_id(platform_id)
    items = TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    count = 0
    try:
        for entries in catalogue_entries(actor, wanted):
            count += len(entries)
            if count > MOST_CAMERAS:
                raise TooManyCameras(most=MOST_CAMERAS)
            items.writelines(item_of(entry, platform_id, encoding) for entry in entries)
        items.seek(0)
        with database.atomic():
            agency = Agency.get_by_id(actor.agency_id)
            record_event(actor, "catalogue.exported", subject=agency, details={"count": count})
    except BaseException:
        items.close()
        raise
    return CatalogueFile(count, head_of(count, platform_id, encoding), items)
