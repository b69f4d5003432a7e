"""Grab a picture: blocking, safe in threads, over within its limits, without a database."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime

from device_checks.sources.errors import AddressInvalid, GrabFailed
from device_checks.sources.rules.addresses import endpoint_of
from device_checks.sources.rules.targets import Grabbed, GrabbedFrame, Limits, Target
from device_checks.sources.services.fetching import onvif
from device_checks.sources.services.fetching.folders import newest_picture
from device_checks.sources.services.fetching.http import fetch_picture
from device_checks.sources.services.fetching.lines import Route
from device_checks.sources.services.fetching.platforms import fetch_snapshot
from device_checks.sources.services.fetching.rtsp import fetch_frames
from server.core import clock

#: A second frame is not begun when less than this is left: the first is worth more than both late.
_LEAST_FOR_SECOND = 0.2

_Fetched = tuple[tuple[GrabbedFrame, ...], datetime | None]


def grab(target: Target, limits: Limits = Limits()) -> Grabbed:  # noqa: B008 (frozen)
    """One frame of a camera, or two. Returns or raises GrabFailed within ``limits.seconds``.

    No second frame is no failure: the first is handed back alone.
    """
    route = Route(target, limits)
    if target.problem:
        raise GrabFailed("refused", target.problem)
    if target.kind not in _WAYS:
        raise GrabFailed("no_stream", "该取图方式不能由系统取图")
    try:
        frames, device_clock = _WAYS[target.kind](route)
    except GrabFailed:
        raise
    except AddressInvalid as error:
        raise GrabFailed("barred_address", error.detail) from error
    except Exception as error:
        raise GrabFailed("broken", "设备的应答无法理解") from error
    return Grabbed(frames, device_clock, round(route.deadline.passed, 3))


def _by_http(route: Route) -> _Fetched:
    endpoint = endpoint_of(route.target.address, ("http", "https"))
    return _twice(route, lambda: GrabbedFrame(fetch_picture(route, endpoint), clock.now())), None


def _by_platform(route: Route) -> _Fetched:
    endpoint = endpoint_of(route.target.address, ("http", "https"))
    return _twice(route, lambda: GrabbedFrame(fetch_snapshot(route, endpoint), clock.now())), None


def _by_rtsp(route: Route) -> _Fetched:
    return fetch_frames(route, endpoint_of(route.target.address, ("rtsp", "rtsps"))), None


def _by_onvif(route: Route) -> _Fetched:
    frames, device_clock, again = onvif.fetch_frame(route)
    if again is None:
        return frames, device_clock
    waiting = iter(frames)  # the first is there already

    def take() -> GrabbedFrame:
        return next(waiting, None) or GrabbedFrame(fetch_picture(route, again), clock.now())

    return _twice(route, take), device_clock


def _from_folder(route: Route) -> _Fetched:
    content, at = newest_picture(route)
    return (GrabbedFrame(content, at),), None


def _twice(route: Route, fetch: Callable[[], GrabbedFrame]) -> tuple[GrabbedFrame, ...]:
    """The frame now, and where asked for another one later."""
    started = time.monotonic()
    first = fetch()
    wait = route.limits.second_after_seconds
    if wait is None:
        return (first,)
    wait -= time.monotonic() - started
    if route.deadline.ends - time.monotonic() - max(0.0, wait) < _LEAST_FOR_SECOND:
        return (first,)
    time.sleep(max(0.0, wait))
    try:
        return first, fetch()
    except GrabFailed:
        return (first,)


_WAYS: Mapping[str, Callable[[Route], _Fetched]] = {
    "http": _by_http,
    "platform": _by_platform,
    "rtsp": _by_rtsp,
    "onvif": _by_onvif,
    "folder": _from_folder,
}


def search_recordings(target: Target, limits: Limits = Limits()) -> tuple[datetime | None, tuple[onvif.Span, ...]]:  # noqa: B008
    """The oldest moment that an ONVIF recorder keeps, and the spans of its recordings where it tells them.

    Returns or raises GrabFailed within ``limits.seconds``.  Source: JN-2.2.5h.
    """
    if target.problem:
        raise GrabFailed("refused", target.problem)
    device = onvif.Device(Route(target, limits))
    device.ask_clock()
    earliest, spans = device.recordings()
    return earliest, tuple(spans)
