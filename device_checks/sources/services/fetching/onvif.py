"""ONVIF devices: their clock, their picture, and what they have recorded. Few calls, tolerant of what comes back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from device_checks.sources.errors import AddressInvalid, GrabFailed
from device_checks.sources.rules.addresses import Endpoint, endpoint_of
from device_checks.sources.rules.targets import GrabbedFrame
from device_checks.sources.services.fetching import soap
from device_checks.sources.services.fetching.http import Asking, exchange, fetch_picture
from device_checks.sources.services.fetching.lines import Route
from device_checks.sources.services.fetching.rtsp import fetch_frames
from server.core import clock

_SOAP = {"Content-Type": "application/soap+xml; charset=utf-8"}
_STREAM = (
    "<trt:GetStreamUri><trt:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP"
    "</tt:Protocol></tt:Transport></trt:StreamSetup><trt:ProfileToken>{}</trt:ProfileToken></trt:GetStreamUri>"
)
MOST_REMEMBERED = 50_000


@dataclass(frozen=True)
class Way:
    """Where a device's picture is: asked once, then remembered by the process."""

    snapshot: Endpoint | None
    stream: Endpoint | None


@dataclass(frozen=True)
class Span:
    """A recording, from its first to its last moment."""

    since: datetime
    until: datetime


_ways: dict[tuple[str, str, str, str], Way] = {}
_lock = threading.Lock()


class Device:
    """The conversation of one grab with one device."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self._service = endpoint_of(route.target.address, ("http", "https"))
        if self._service.path == "/":
            self._service = Endpoint(
                self._service.scheme, self._service.host, self._service.port, "/onvif/device_service"
            )
        self.ahead: timedelta | None = None

    def ask_clock(self) -> None:
        """Without credentials, as the standard has it; a device that keeps its time to itself is taken to be right."""
        before = clock.now()
        try:
            said = soap.read_clock(self._ask(self._service, "<tds:GetSystemDateAndTime/>", signed=False))
        except GrabFailed as error:
            if error.cause not in {"refused", "no_stream"}:
                raise
            return
        if said is not None:
            self.ahead = said - (before + (clock.now() - before) / 2)

    def clock_at(self, moment: datetime) -> datetime | None:
        """What the device's clock shows at a moment."""
        return None if self.ahead is None else moment + self.ahead

    def find_way(self) -> Way:
        media = self._services().get("Media", self._service)
        token = self._profile(soap.every(self._ask(media, "<trt:GetProfiles/>"), "Profiles"))
        body = f"<trt:ProfileToken>{escape(token)}</trt:ProfileToken>"
        return Way(
            self._uri(media, f"<trt:GetSnapshotUri>{body}</trt:GetSnapshotUri>", ("http", "https")),
            self._uri(media, _STREAM.format(escape(token)), ("rtsp", "rtsps")),
        )

    def recordings(self) -> tuple[datetime | None, Sequence[Span]]:
        """The oldest moment kept, and each recording's span where the device tells. Raises GrabFailed."""
        services = self._services()
        if "Search" not in services:
            raise GrabFailed("no_stream", "设备不支持录像检索（ONVIF）")
        search = services["Search"]
        summary = self._ask(search, "<tse:GetRecordingSummary/>")
        spans = []
        for token in self._recording_tokens(services):
            body = f"<tse:RecordingToken>{escape(token)}</tse:RecordingToken>"
            try:
                told = self._ask(search, f"<tse:GetRecordingInformation>{body}</tse:GetRecordingInformation>")
            except GrabFailed as error:
                if error.cause != "no_stream":
                    raise
                continue
            since = soap.read_instant(soap.text_of(told, "EarliestRecording"))
            until = soap.read_instant(soap.text_of(told, "LatestRecording"))
            if since and until and since <= until:
                spans.append(Span(since, until))
        return soap.read_instant(soap.text_of(summary, "DataFrom")), spans

    def _recording_tokens(self, services: dict[str, Endpoint]) -> list[str]:
        if "Recording" not in services:
            return []
        try:
            told = self._ask(services["Recording"], "<trc:GetRecordings/>")
        except GrabFailed as error:
            if error.cause != "no_stream":
                raise
            return []
        return [token for one in soap.every(told, "RecordingToken") if (token := (one.text or "").strip())][:64]

    def _services(self) -> dict[str, Endpoint]:
        """Name of a service → where it is; on this machine, whatever host the device believes to have."""
        body = "<tds:GetCapabilities><tds:Category>All</tds:Category></tds:GetCapabilities>"
        told = self._ask(self._service, body)
        found = {}
        for name in ("Media", "Recording", "Search"):
            address = soap.text_of(told, name, "XAddr")
            if address and (endpoint := self._stay(address, ("http", "https"))):
                found[name] = endpoint
        return found

    def _profile(self, profiles: object) -> str:
        """The profile asked for by name, or the first one of the camera's channel."""
        options = self._route.target.options
        found: dict[str, list[str]] = {}
        for one in profiles:  # type: ignore[attr-defined]
            token = one.get("token") or ""
            found.setdefault(soap.text_of(one, "VideoSourceConfiguration", "SourceToken"), []).append(token)
        tokens = [token for listed in found.values() for token in listed]
        if options.get("profile") in tokens:
            return str(options["profile"])
        sources = list(found.values())
        channel = options.get("channel") or 1
        if not sources or (len(sources) > 1 and not 1 <= channel <= len(sources)):
            raise GrabFailed("no_stream", "设备没有这一路通道")
        return sources[channel - 1 if len(sources) > 1 else 0][0]

    def _uri(self, service: Endpoint, body: str, schemes: tuple[str, ...]) -> Endpoint | None:
        try:
            return self._stay(soap.text_of(self._ask(service, body), "Uri"), schemes)
        except GrabFailed as error:
            if error.cause != "no_stream":
                raise
            return None

    def _stay(self, address: str, schemes: tuple[str, ...]) -> Endpoint | None:
        """Behind address translation devices name a host that is not theirs: only path and port are believed."""
        try:
            told = endpoint_of(address, schemes)
        except AddressInvalid:
            return None
        own = self._service
        is_web = told.scheme in {"http", "https"}
        port = own.port if is_web and told.host != own.host else told.port
        return Endpoint(own.scheme if is_web and port == own.port else told.scheme, own.host, port, told.path)

    def _ask(self, endpoint: Endpoint, body: str, *, signed: bool = True) -> Element:
        login = (self._route.target.user, self._route.target.password)
        created = clock.now() + (self.ahead or timedelta()) if signed else None
        asking = Asking("POST", _SOAP, soap.envelope(body, login, created), sign_in=signed)
        answer = exchange(self._route, endpoint, asking, accept=(200, 400, 500))
        if len(answer.content) > soap.MOST_BYTES:
            raise GrabFailed("too_large")
        return soap.read_envelope(answer.content)


def fetch_frame(route: Route) -> tuple[tuple[GrabbedFrame, ...], datetime | None, Endpoint | None]:
    """The frame by the device's snapshot address, else of its stream; its clock; where to take another one."""
    device, options = Device(route), route.target.options
    device.ask_clock()
    key = (route.target.address, route.target.user, str(options.get("profile")), str(options.get("channel")))
    way = _ways.get(key)
    if way is None:
        way = device.find_way()
        with _lock:
            if len(_ways) >= MOST_REMEMBERED:
                _ways.clear()
            _ways[key] = way
    try:
        frames, again = _take(route, way)
    except GrabFailed:
        _ways.pop(key, None)
        raise
    return frames, device.clock_at(frames[0].at), again


def _take(route: Route, way: Way) -> tuple[tuple[GrabbedFrame, ...], Endpoint | None]:
    if way.snapshot:
        try:
            return (GrabbedFrame(fetch_picture(route, way.snapshot), clock.now()),), way.snapshot
        except GrabFailed as error:
            if error.cause not in {"no_stream", "broken"} or way.stream is None:
                raise
    if way.stream is None:
        raise GrabFailed("no_stream", "设备没有提供抓图或视频地址")
    return fetch_frames(route, way.stream), None
