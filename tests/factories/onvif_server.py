"""An ONVIF camera or recorder on loopback, with the habits of real ones."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape

from tests.factories import camera_servers
from tests.factories.camera_servers import picture, reply

_BODY = (
    '<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:tt="http://www.onvif.org/ver10/schema"><SOAP-ENV:Body>{}</SOAP-ENV:Body></SOAP-ENV:Envelope>'
)
FAULT = "<SOAP-ENV:Fault><Code><Value>Sender</Value><Subcode><Value>ter:{}</Value></Subcode></Code></SOAP-ENV:Fault>"


@dataclass
class OnvifDevice:
    """How it behaves; give it to ``camera_servers.camera``. ``ahead``: how far its clock is off."""

    login: tuple[str, str] | None = None
    ahead: timedelta = timedelta()
    clock: str = ""  # a whole answer instead of its own
    channels: int = 1
    told_host: str = ""  # what it believes to be its host; empty: the one it was asked by
    has_snapshot: bool = True
    stream_port: int = 0
    earliest: datetime | None = None
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __call__(self, plug: socket.socket, _over: threading.Event) -> None:
        first, headers, body = camera_servers.read_request(plug)
        host = self.told_host or headers["host"]
        if first.startswith("GET"):
            self.asked.append(first.split()[1])
            plug.sendall(reply("200 OK", picture(text=first.split()[1])))
            return
        text = body.decode()
        found = re.search(r"Body><\w+:(\w+)", text)
        call = found[1] if found else ""
        self.asked.append(call)
        if call != "GetSystemDateAndTime" and not self._knows(text):
            plug.sendall(reply("400 Bad Request", _BODY.format(FAULT.format("NotAuthorized")).encode()))
            return
        answer = getattr(self, f"_{call.lower()}", lambda *_: FAULT.format("ActionNotSupported"))(host, text)
        status = "500 Internal Server Error" if "Fault>" in answer else "200 OK"
        plug.sendall(reply(status, _BODY.format(answer).encode(), content_type="application/soap+xml"))

    def _knows(self, text: str) -> bool:
        if self.login is None:
            return True
        parts = [
            re.search(rf"<{name}(?: [^>]*)?>([^<]*)<", text) for name in ("Username", "Password", "Nonce", "Created")
        ]
        if not all(parts):
            return False
        user, digest, nonce, created = (unescape(part[1]) for part in parts if part)
        ours = hashlib.sha1(
            base64.b64decode(nonce) + created.encode() + self.login[1].encode(), usedforsecurity=False
        ).digest()
        off = datetime.fromisoformat(created) - (datetime.now(UTC) + self.ahead)  # noqa: TID251 (a device's own clock)
        return user == self.login[0] and base64.b64decode(digest) == ours and abs(off) < timedelta(seconds=5)

    def _getsystemdateandtime(self, *_: str) -> str:
        now = datetime.now(UTC) + self.ahead  # noqa: TID251 (a device's own clock)
        date = f"<tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date>"
        time = f"<tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute><tt:Second>{now.second}</tt:Second>"
        return self.clock or f"<x><tt:UTCDateTime><tt:Time>{time}</tt:Time>{date}</tt:UTCDateTime></x>"

    def _getcapabilities(self, host: str, _text: str) -> str:
        services = "".join(
            f"<tt:{name}><tt:XAddr>http://{host}/onvif/{name}</tt:XAddr></tt:{name}>"
            for name in ("Media", *(("Search", "Recording") if self.earliest else ()))
        )
        return f"<r><tt:Capabilities>{services}</tt:Capabilities></r>"

    def _getprofiles(self, *_: str) -> str:
        one = (
            '<trt:Profiles xmlns:trt="x" token="{0}{1}"><tt:VideoSourceConfiguration><tt:SourceToken>s{0}'
            "</tt:SourceToken></tt:VideoSourceConfiguration></trt:Profiles>"
        )
        return f"<r>{''.join(one.format(n + 1, s) for n in range(self.channels) for s in 'ab')}</r>"

    def _getsnapshoturi(self, host: str, text: str) -> str:
        token = re.search(r"ProfileToken>([^<]*)<", text)
        if not self.has_snapshot:
            return FAULT.format("ActionNotSupported")
        return f"<r><tt:Uri>http://{host}/snap/{token[1] if token else ''}</tt:Uri></r>"

    def _getstreamuri(self, host: str, _text: str) -> str:
        return f"<r><tt:Uri>rtsp://u:p@{host.split(':')[0]}:{self.stream_port or 554}/live</tt:Uri></r>"

    def _getrecordingsummary(self, *_: str) -> str:
        return f"<r><tt:DataFrom>{self.earliest.isoformat() if self.earliest else ''}</tt:DataFrom></r>"

    def _getrecordings(self, *_: str) -> str:
        tokens = "".join(f"<tt:RecordingToken>{n}</tt:RecordingToken>" for n in range(len(self.spans)))
        return f"<r>{tokens}</r>"

    def _getrecordinginformation(self, _host: str, text: str) -> str:
        found = re.search(r"RecordingToken>(\d+)<", text)
        since, until = self.spans[int(found[1]) if found else 0]
        first = f"<tt:EarliestRecording>{since.isoformat()}</tt:EarliestRecording>"
        return f"<r>{first}<tt:LatestRecording>{until.isoformat()}</tt:LatestRecording></r>"
