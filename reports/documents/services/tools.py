"""What a process keeps at hand to make documents: the renderer with its fonts, the time stamper, the trust.

WeasyPrint and pyHanko take a second to load and web processes hardly need them, so they are imported at first need.
"""

from __future__ import annotations

import threading
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from reports.documents.models import StampLedgerRow
from reports.documents.queries.installation import Installation, installation
from reports.documents.queries.own_keys import own_roots
from reports.documents.services.keys import authority, revocations
from reports.documents.signing.errors import ClockWentBack
from server.core import clock
from server.core.database import database, lock_row

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from reports.documents.fonts.preparing import FontSet
    from reports.documents.rendering.forms import FormRenderer
    from reports.documents.signing.certificates import Credential
    from reports.documents.signing.pades import Trust
    from reports.documents.signing.seals import SealDrawing

_making = threading.Lock()


def fonts() -> FontSet:
    """The prepared faces; made at first need, 4 s."""
    from reports.documents.fonts.preparing import prepare_fonts

    here = installation()
    return prepare_fonts(here.font_folder, here.licensed_fonts, here.extra_fonts)


def renderer() -> FormRenderer:
    """One a process: 100 MB, and its fonts take a moment to load."""
    with _making:
        return _renderer(installation())


@lru_cache(maxsize=1)
def _renderer(of: Installation) -> FormRenderer:
    from reports.documents.rendering.forms import FormRenderer

    return FormRenderer(fonts())


@lru_cache(maxsize=64)
def seal_of(name: str) -> SealDrawing:
    from reports.documents.fonts.catalogue import Face
    from reports.documents.signing.seals import SealDesign, draw_seal

    return draw_seal(SealDesign(name), fonts().faces[Face.TITLE].path)


def stamper() -> TimeStamper:
    """The time-stamping authority of the settings, or the embedded one."""
    from reports.documents.signing.stamping import ExternalTimeStamper

    if address := installation().settings.timestamp_url:
        return ExternalTimeStamper(address)
    return _embedded(authority().stamping)


@lru_cache(maxsize=4)
def _embedded(credential: Credential) -> TimeStamper:
    from reports.documents.signing.stamping import EmbeddedTimeStamper

    return EmbeddedTimeStamper(credential, DatabaseLedger(), clock.now)


def trust() -> Trust:
    from reports.documents.signing.pades import Trust

    address = installation().settings.timestamp_url
    return Trust(authority(), revocations, (*(_anchors_at(address) if address else ()), *own_roots()))


@lru_cache(maxsize=4)
def _anchors_at(address: str) -> tuple[bytes, ...]:
    from reports.documents.signing.stamping import ExternalTimeStamper

    return ExternalTimeStamper(address).anchors()


class DatabaseLedger:
    """Serial numbers of time stamps: one row, locked for the moment."""

    def next_serial(self, at: datetime) -> int:
        """Raises ClockWentBack."""
        with database.atomic():
            row = lock_row(StampLedgerRow.select().where(StampLedgerRow.id == 1))
            if row.at is not None and at < row.at:
                raise ClockWentBack(last=clock.to_text(row.at))
            StampLedgerRow.update(serial=row.serial + 1, at=at).where(StampLedgerRow.id == 1).execute()
        return int(row.serial) + 1
