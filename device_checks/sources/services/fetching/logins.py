"""Signing in to devices: Basic and Digest (RFC 7617, 7616), for HTTP and RTSP alike."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable
from urllib.request import parse_http_list

_HASHES = {"MD5": "md5", "MD5-SESS": "md5", "SHA-256": "sha256", "SHA-256-SESS": "sha256"}
_SCHEME = re.compile(r"\s*(basic|digest)\b\s*(.*)\Z", re.IGNORECASE | re.DOTALL)


def answer_challenge(challenges: Iterable[str], login: tuple[str, str], method: str, uri: str) -> str | None:
    """The Authorization header for the best of the challenges; None when there is none that we know."""
    known = {found[1].lower(): found[2] for text in challenges if (found := _SCHEME.match(text))}
    if "digest" in known and (answer := _digest(known["digest"], login, method, uri)):
        return answer
    if "basic" in known:
        return "Basic " + base64.b64encode(f"{login[0]}:{login[1]}".encode()).decode()
    return None


def _digest(text: str, login: tuple[str, str], method: str, uri: str) -> str | None:
    asked = _parameters(text)
    algorithm = asked.get("algorithm", "MD5")
    if algorithm.upper() not in _HASHES or "nonce" not in asked or any(c in login[0] for c in '"\\\r\n'):
        return None

    def h(*parts: str) -> str:
        return hashlib.new(_HASHES[algorithm.upper()], ":".join(parts).encode(), usedforsecurity=False).hexdigest()

    realm, nonce, cnonce, count = asked.get("realm", ""), asked["nonce"], secrets.token_hex(8), "00000001"
    ours = h(login[0], realm, login[1])
    if algorithm.upper().endswith("-SESS"):
        ours = h(ours, nonce, cnonce)
    has_qop = "auth" in [one.strip() for one in asked.get("qop", "").split(",")]
    if asked.get("qop") and not has_qop:
        return None
    middle = (nonce, count, cnonce, "auth") if has_qop else (nonce,)
    fields = {"username": login[0], "realm": realm, "nonce": nonce, "uri": uri}
    fields["response"] = h(ours, *middle, h(method, uri))
    text = ", ".join(f'{name}="{value}"' for name, value in fields.items())
    if "opaque" in asked:
        text += f', opaque="{asked["opaque"]}"'
    if "algorithm" in asked:
        text += f", algorithm={algorithm}"
    return f"Digest {text}" + (f', qop=auth, nc={count}, cnonce="{cnonce}"' if has_qop else "")


def _parameters(text: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in parse_http_list(text))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}
