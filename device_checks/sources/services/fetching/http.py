"""HTTP that is bounded in time and bytes and stays with the machine it was sent to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, RemoteDisconnected
from urllib.parse import urljoin

from device_checks.sources.errors import AddressInvalid, GrabFailed
from device_checks.sources.rules.addresses import Endpoint, endpoint_of
from device_checks.sources.services.fetching.lines import Line, Route
from device_checks.sources.services.fetching.logins import answer_challenge
from device_checks.sources.services.fetching.pictures import check_whole

MOST_REDIRECTS = 2
_MOST_HEADER = 16 * 1024
_MOST_PREAMBLE = 256 * 1024


@dataclass(frozen=True)
class Asking:
    """One request; the default is a plain GET."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    sign_in: bool = True


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str  # the content type, with its parameters
    content: bytes = field(repr=False)


def fetch_picture(route: Route, endpoint: Endpoint) -> bytes:
    """One JPEG or PNG, or the first of a stream of them. Raises GrabFailed."""
    return check_whole(exchange(route, endpoint, Asking()).content)


def exchange(route: Route, endpoint: Endpoint, asking: Asking, *, accept: tuple[int, ...] = (200,)) -> Answer:
    """Ask, sign in when asked to, follow redirects within the same port of the same machine. Raises GrabFailed."""
    authorization, redirects = "", 0
    while True:
        with route.open(endpoint) as line:
            response = _send(line, endpoint, asking, authorization)
            login = (route.target.user, route.target.password)
            if response.status == 401 and asking.sign_in and login[0] and not authorization:
                found = response.headers.get_all("WWW-Authenticate") or []
                authorization = answer_challenge(found, login, asking.method, endpoint.path) or ""
                if authorization:
                    continue
            if response.status in {301, 302, 303, 307, 308}:
                redirects += 1
                endpoint, authorization = _next(endpoint, response, redirects), ""
                continue
            if response.status not in accept:
                raise _refusal(response.status, had_login=bool(login[0]))
            return Answer(response.status, response.headers.get("Content-Type", ""), _body(line, response))


def _send(line: Line, endpoint: Endpoint, asking: Asking, authorization: str) -> HTTPResponse:
    headers = {"Host": endpoint.authority, "Connection": "close", "Accept": "*/*", **asking.headers}
    if asking.body:
        headers["Content-Length"] = str(len(asking.body))
    if authorization:
        headers["Authorization"] = authorization
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line.send(f"{asking.method} {endpoint.path} HTTP/1.1\r\n{head}\r\n".encode() + asking.body)
    response = HTTPResponse(line, method=asking.method)  # type: ignore[arg-type]
    try:
        response.begin()
    except RemoteDisconnected as error:
        raise GrabFailed("offline", "连接被设备中断") from error
    except (HTTPException, ValueError) as error:
        raise GrabFailed("no_stream", "设备的应答不是 HTTP") from error
    return response


def _next(endpoint: Endpoint, response: HTTPResponse, redirects: int) -> Endpoint:
    try:
        target = endpoint_of(urljoin(endpoint.url, response.headers.get("Location", "")))
    except (AddressInvalid, ValueError) as error:
        raise GrabFailed("barred_address", "设备要求转到其他地址，已拒绝") from error
    same = (target.scheme, target.host, target.port) == (endpoint.scheme, endpoint.host, endpoint.port)
    if not same or redirects > MOST_REDIRECTS:
        raise GrabFailed("barred_address", "设备要求转到其他地址，已拒绝")
    return target


def _refusal(status: int, *, had_login: bool) -> GrabFailed:
    if status in {401, 403}:
        return GrabFailed("refused", "用户名或口令被拒绝" if had_login else "设备要求用户名和口令")
    if status >= 500:
        return GrabFailed("no_stream", f"设备报告内部错误（{status}）")
    return GrabFailed("no_stream", f"设备上没有这个取图地址（{status}）")


def _body(line: Line, response: HTTPResponse) -> bytes:
    try:
        if response.headers.get_content_maintype() == "multipart":
            return _first_part(line, response)
        if response.length is not None and response.length > line.most_bytes:
            raise GrabFailed("too_large")
        return response.read()
    except (HTTPException, ValueError) as error:
        raise GrabFailed("broken", "图像没有传完") from error


def _first_part(line: Line, response: HTTPResponse) -> bytes:
    """The first part of a multipart stream, whether it says its length or only where it ends."""
    while not (mark := response.readline(_MOST_HEADER).strip()).startswith(b"--"):
        if line.count > _MOST_PREAMBLE or response.isclosed():
            raise GrabFailed("broken", "图像流的格式有误")
    length = None
    while header := response.readline(_MOST_HEADER).strip():
        name, _, value = header.partition(b":")
        if name.lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    if length is None:
        return _until(response, b"\r\n" + mark)
    if length > line.most_bytes:
        raise GrabFailed("too_large")
    content = response.read(length)
    if len(content) < length:
        raise GrabFailed("broken", "图像没有传完")
    return content


def _until(response: HTTPResponse, mark: bytes) -> bytes:
    kept = bytearray()
    while piece := response.read1(64 * 1024):
        start = max(0, len(kept) - len(mark))
        kept += piece
        if (end := kept.find(mark, start)) >= 0:
            return bytes(kept[:end])
    return bytes(kept)
