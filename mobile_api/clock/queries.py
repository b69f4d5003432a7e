"""The server's time as a token that a phone carries into the places without signal."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from mobile_api.clock.rules import TOKEN_LIFE
from server.core import clock
from server.core.permissions import Actor
from server.web.signin.errors import TokenExpired, TokenInvalid
from server.web.signin.tokens import TokenMint


@lru_cache(maxsize=4)
def _mint(secret: bytes) -> TokenMint:
    return TokenMint(secret, "clock", int(TOKEN_LIFE.total_seconds()))


def clock_reading(secret: bytes, actor: Actor) -> dict[str, Any]:
    """{token, server_now}: this instant to the microsecond, signed for this account."""
    moment = clock.now()
    token = _mint(secret).make(str(actor.account_id), at=clock.to_text(moment))
    return {"token": token, "server_now": moment}


def token_instant(secret: bytes, actor: Actor, token: str) -> datetime | None:
    """The instant inside a token that we made for this account; None for any other text.

    Whether it had expired is judged at the time of recording, not at the time of delivery, which may be days later.
    """
    try:
        claims = _mint(secret).read(token, check_expiry=False)
    except (TokenInvalid, TokenExpired):
        return None
    if claims["sub"] != str(actor.account_id):
        return None
    return datetime.fromisoformat(claims["at"])
