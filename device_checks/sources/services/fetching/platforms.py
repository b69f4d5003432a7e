"""A video platform's snapshot address: answers with a picture, or with JSON that names one on the same machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from device_checks.sources.errors import AddressInvalid, GrabFailed
from device_checks.sources.rules.addresses import Endpoint, endpoint_of
from device_checks.sources.services.fetching.http import Asking, exchange, fetch_picture
from device_checks.sources.services.fetching.lines import Route
from device_checks.sources.services.fetching.pictures import check_whole

MOST_DEPTH = 5


def fetch_snapshot(route: Route, endpoint: Endpoint) -> bytes:
    """Raises GrabFailed."""
    answer = exchange(route, endpoint, Asking())
    if not (answer.content[:64].lstrip().startswith((b"{", b"[")) or "json" in answer.kind.lower()):
        return check_whole(answer.content)
    try:
        told = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise GrabFailed("broken", "平台的应答无法理解") from error
    named = next(_addresses(told, 0), None)
    if named is None:
        raise GrabFailed("no_stream", "平台没有给出图像地址")
    try:
        picture = endpoint_of(urljoin(endpoint.url, named), ("http", "https"))
    except (AddressInvalid, ValueError) as error:
        raise GrabFailed("barred_address", "平台给出的图像地址有误") from error
    if (picture.scheme, picture.host, picture.port) != (endpoint.scheme, endpoint.host, endpoint.port):
        raise GrabFailed("barred_address", "平台给出的图像地址在另一台设备上，已拒绝")
    return fetch_picture(route, picture)


def _addresses(told: Any, depth: int) -> Iterator[str]:
    """Texts under names like url, picUrl, snapPath, imageUri, wherever they stand."""
    if depth > MOST_DEPTH:
        return
    if isinstance(told, dict):
        for name, value in told.items():
            if isinstance(value, str) and value and name.lower().endswith(("url", "uri", "path")):
                yield value
        for value in told.values():
            yield from _addresses(value, depth + 1)
    elif isinstance(told, list):
        for value in told[:20]:
            yield from _addresses(value, depth + 1)
