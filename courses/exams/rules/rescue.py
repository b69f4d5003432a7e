"""The answer file of last resort: sealed on the phone with the key of its own paper. Pure.

``{"format": "shouwang-rescue-1", "attempt_id": …, "sealed": base64 of a 12-byte nonce and AES-256-GCM}``; the plain
text is ``{"attempt_id": …, "answers": [{"slot", "seq", "value", "recorded_at"}]}``, the additional data
``rescue:<attempt id>``. Only the candidate's device and the server have the key: whoever carries the file can neither
read nor change it.
"""

from __future__ import annotations

import base64
import json
import os
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from courses.exams.errors import RescueUnreadable

FORMAT = "shouwang-rescue-1"
_NONCE_BYTES = 12


def open_rescue(sealed: str, attempt_id: UUID, key: str) -> list[Any]:
    """The answers of a rescue file, still to be checked by the wire's schema. Raises RescueUnreadable."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        cipher = AESGCM(base64.b64decode(key))
        plain = json.loads(cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound_to(attempt_id)))
        if plain["attempt_id"] != str(attempt_id) or not isinstance(plain["answers"], list):
            raise ValueError(attempt_id)
    except (ValueError, KeyError, TypeError, InvalidTag, RecursionError) as error:
        raise RescueUnreadable() from error
    answers: list[Any] = plain["answers"]
    return answers


def seal_rescue(answers: list[dict[str, Any]], attempt_id: UUID, key: str) -> dict[str, str]:
    """What the phone does, for tests and for those who write another phone."""
    nonce = os.urandom(_NONCE_BYTES)
    plain = json.dumps({"attempt_id": str(attempt_id), "answers": answers}, ensure_ascii=False).encode()
    body = nonce + AESGCM(base64.b64decode(key)).encrypt(nonce, plain, _bound_to(attempt_id))
    return {"format": FORMAT, "attempt_id": str(attempt_id), "sealed": base64.b64encode(body).decode()}


def _bound_to(attempt_id: UUID) -> bytes:
    return f"rescue:{attempt_id}".encode()
