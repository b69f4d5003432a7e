"""Acts on ratings."""

from reports.ratings.services.appealing import decide_appeal, file_appeal
from reports.ratings.services.applying import apply_for_rating, endorse_proposal, open_yearly_reviews, propose_jointly
from reports.ratings.services.deciding import decide_rating
from reports.ratings.services.papers import (
    make_appeal_paper,
    make_certificate,
    make_decision_paper,
    make_downgrade_paper,
    revoke_certificate,
    revoke_downgrade_paper,
)
from reports.ratings.services.reviewing import review_application, withdraw_application
from reports.ratings.services.rounds import open_round, publish_round
from reports.ratings.services.schemes import add_scheme, load_rating_schemes, revise_scheme
from reports.ratings.services.vetoes import (
    apply_due_downgrades,
    note_veto_of_event,
    register_veto,
    withdraw_veto,
    withdraw_veto_of_event,
)

__all__ = [
    "add_scheme",
    "apply_due_downgrades",
    "apply_for_rating",
    "decide_appeal",
    "decide_rating",
    "endorse_proposal",
    "file_appeal",
    "load_rating_schemes",
    "make_appeal_paper",
    "make_certificate",
    "make_decision_paper",
    "make_downgrade_paper",
    "note_veto_of_event",
    "open_round",
    "open_yearly_reviews",
    "propose_jointly",
    "publish_round",
    "register_veto",
    "review_application",
    "revise_scheme",
    "revoke_certificate",
    "revoke_downgrade_paper",
    "withdraw_application",
    "withdraw_veto",
    "withdraw_veto_of_event",
]
