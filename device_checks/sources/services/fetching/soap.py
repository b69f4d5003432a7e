"""ONVIF's envelopes, as real devices need them: written plainly, read by local name, without entities."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from device_checks.sources.errors import GrabFailed

MOST_BYTES = 512 * 1024
_ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema"'
    ' xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl"'
    ' xmlns:tse="http://www.onvif.org/ver10/search/wsdl" xmlns:trc="http://www.onvif.org/ver10/recording/wsdl">'
    "<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
)
_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_TYPES = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest"
_TOKEN = (
    f'<Security xmlns="{_WSSE}"><UsernameToken><Username>{{user}}</Username>'
    f'<Password Type="{_TYPES}">{{digest}}</Password><Nonce>{{nonce}}</Nonce>'
    f'<Created xmlns="{_WSU}">{{created}}</Created></UsernameToken></Security>'
)
#: POSIX: hours to be added to local time to reach UTC, so ``CST-8`` lies eight hours ahead.
_ZONE = re.compile(r"(?:<[^>]{1,20}>|[A-Za-z]{1,20})([+-]?\d{1,2})(?::?(\d{2}))?")
_DENIED = ("notauthorized", "not authorized", "failedauthentication", "unauthorized")


def envelope(body: str, login: tuple[str, str], created: datetime | None) -> bytes:
    """A request; with a time it is signed with name and password, which a clock that is off would spoil."""
    header = _token(login, created) if created and login[0] else ""
    return _ENVELOPE.format(header=header, body=body).encode()


def _token(login: tuple[str, str], created: datetime) -> str:
    nonce, text = secrets.token_bytes(16), created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hashlib.sha1(nonce + text.encode() + login[1].encode(), usedforsecurity=False).digest()
    return _TOKEN.format(
        user=escape(login[0]),
        digest=base64.b64encode(digest).decode(),
        nonce=base64.b64encode(nonce).decode(),
        created=text,
    )


def read_envelope(content: bytes) -> Element:
    """The body's answer. Raises GrabFailed: a fault, or no envelope at all."""
    try:
        root = fromstring(content.strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise GrabFailed("no_stream", "设备的应答不是 ONVIF") from error
    if fault := first(root, "Fault"):
        text = "".join(fault[0].itertext()).lower()
        denied = any(word in text for word in _DENIED)
        raise GrabFailed("refused" if denied else "no_stream", "用户名或口令被拒绝" if denied else "设备拒绝了该请求")
    body = first(root, "Body")
    if not body:
        raise GrabFailed("no_stream", "设备的应答不是 ONVIF")
    return body[0]


def every(element: Element, name: str) -> Iterator[Element]:
    """All below it of this local name."""
    return (one for one in element.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name)


def first(element: Element, *names: str) -> list[Element]:
    """The first below it on this path of local names, as a list of one or none."""
    for name in names:
        found = next(every(element, name), None)
        if found is None:
            return []
        element = found
    return [element]


def text_of(element: Element, *names: str) -> str:
    found = first(element, *names)
    return (found[0].text or "").strip() if found else ""


def read_clock(answer: Element) -> datetime | None:
    """What GetSystemDateAndTime says; UTC where it is given, else local time with its zone; None when neither is."""
    if utc := first(answer, "UTCDateTime"):
        return _instant(utc[0], UTC)
    local, zone = first(answer, "LocalDateTime"), _ZONE.fullmatch(text_of(answer, "TimeZone", "TZ").split(",")[0])
    if not local or not zone:
        return None
    hours, minutes = int(zone[1]), int(zone[2] or 0)
    behind = timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes)
    return _instant(local[0], timezone(-behind)) if abs(behind) < timedelta(hours=24) else None


def _instant(element: Element, zone: Any) -> datetime | None:
    try:
        numbers = [int(text_of(element, name)) for name in ("Year", "Month", "Day", "Hour", "Minute", "Second")]
        return datetime(*numbers, tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]
    except (ValueError, OverflowError):
        return None


def read_instant(text: str) -> datetime | None:
    """An xs:dateTime; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
