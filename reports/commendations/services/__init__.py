"""Acts of commending."""

from reports.commendations.services.deciding import decide_round, withdraw_round
from reports.commendations.services.nominating import nominate, review_nomination, withdraw_nomination
from reports.commendations.services.noticing import answer_objection, antedate_notice, record_objection, start_notice
from reports.commendations.services.papers import (
    make_certificate,
    make_decision_paper,
    make_notice_paper,
    make_revocation_paper,
    revoke_certificate,
    revoke_notice_paper,
)
from reports.commendations.services.revoking import revoke_honour
from reports.commendations.services.rounds import open_round, revise_round
from reports.commendations.services.terms import seed_commendation_terms, set_term
from reports.commendations.services.workbooks import honours_workbook

__all__ = [
    "answer_objection",
    "antedate_notice",
    "decide_round",
    "honours_workbook",
    "make_certificate",
    "make_decision_paper",
    "make_notice_paper",
    "make_revocation_paper",
    "nominate",
    "open_round",
    "record_objection",
    "review_nomination",
    "revise_round",
    "revoke_certificate",
    "revoke_honour",
    "revoke_notice_paper",
    "seed_commendation_terms",
    "set_term",
    "start_notice",
    "withdraw_nomination",
    "withdraw_round",
]
