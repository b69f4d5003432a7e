"""Which versions of the phone app are served."""

from __future__ import annotations

import re

from mobile_api.versions.errors import AppTooOld

_APP = re.compile(r"phone/(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?![\d.])")


def check_app_version(header: str | None, minimum: str) -> None:
    """Refuse a phone app below the minimum; ``header`` is ``phone/x.y.z``.

    Other clients name themselves otherwise or not at all and are served: the contract keeps them compatible, the
    minimum is for the app that we can update. Raises AppTooOld.
    """
    if header is None or not header.startswith("phone/"):
        return
    found = _APP.match(header)
    if found is None or tuple(map(int, found.groups())) < _numbers(minimum):
        raise AppTooOld(minimum=minimum)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
