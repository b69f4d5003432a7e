"""Access tokens: short-lived JWTs (RFC 8725: one fixed algorithm, issuer, audience, expiry)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.core import clock
from server.core.ids import new_id
from server.web.signin.errors import TokenExpired, TokenInvalid

ALGORITHM = "HS256"
ISSUER = "shouwang"


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose; keys of different purposes tell nothing about each other."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"shouwang/{purpose}".encode()).derive(secret)


class TokenMint:
    """Makes and reads the tokens of one audience ("api", "attempt", "clock"); a token may be given another ``exp``."""

    def __init__(self, secret: bytes, audience: str, seconds: int) -> None:
        self._key = derive_key(secret, f"jwt/{audience}")
        self._audience = audience
        self.seconds = seconds

    def make(self, subject: UUID | str, **claims: Any) -> str:
        moment = clock.now()
        return jwt.encode(
            {
                "iss": ISSUER,
                "aud": self._audience,
                "sub": str(subject),
                "iat": moment,
                "exp": moment + timedelta(seconds=self.seconds),
                "jti": str(new_id()),
                **claims,
            },
            self._key,
            algorithm=ALGORITHM,
        )

    def read(self, token: str, *, check_expiry: bool = True) -> dict[str, Any]:
        """The claims. Raises TokenExpired, TokenInvalid."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=self._audience,
                issuer=ISSUER,
                options={
                    "require": ["exp", "iat", "sub", "aud", "iss"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.PyJWTError as error:
            raise TokenInvalid() from error
        if check_expiry and claims["exp"] <= clock.now().timestamp():
            raise TokenExpired()
        return claims
