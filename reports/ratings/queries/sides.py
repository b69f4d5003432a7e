"""Which side an agency stands on in a joint review."""

from __future__ import annotations

from reports.ratings.errors import NotCompetentToReview
from server.core.permissions import Actor
from server.units.agencies.queries import agency_by_id, is_police
from server.units.registry.models import Unit


def side_of(actor: Actor, unit: Unit) -> str:
    """``police``, or ``department`` for the unit's competent one and who supervises it for the state.

    Whoever asks has checked reach. Raises NotCompetentToReview.  Source: LN-15.
    """
    if actor.agency_id is None:
        raise NotCompetentToReview()
    if is_police(agency_by_id(actor.agency_id)):
        return "police"
    if actor.agency_id in (unit.department_id, unit.supervised_by_id):
        return "department"
    raise NotCompetentToReview()
