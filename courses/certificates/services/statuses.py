"""The list of revocations, signed whenever somebody asks."""

from __future__ import annotations

from courses.certificates.queries.badges import revoked_places
from courses.certificates.rules.badges import status_list_of, written
from courses.certificates.rules.origin import ORIGIN
from courses.certificates.rules.proofs import Json
from courses.certificates.services.keys import signing_key
from server.core import clock


def signed_status_list(number: int) -> Json:
    """List ``number``, from 1, with a bit set for each revoked badge; 3 queries. Raises NotFound."""
    now = clock.now()
    unsigned = status_list_of(ORIGIN, number, revoked_places(number), now)
    return signing_key().sign(unsigned, written(now))
