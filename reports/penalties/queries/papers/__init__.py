"""From an act to the facts its paper states; sentences of law are chosen by the day of the act."""

from reports.penalties.queries.papers.casework import filing_facts, review_facts, transfer_facts
from reports.penalties.queries.papers.decisions import decision_facts, no_penalty_facts, spot_facts
from reports.penalties.queries.papers.drafts import case_to_draft, decision_draft
from reports.penalties.queries.papers.hearings import hearing_facts, hearing_record_facts, notice_facts

__all__ = [
    "case_to_draft",
    "decision_draft",
    "decision_facts",
    "filing_facts",
    "hearing_facts",
    "hearing_record_facts",
    "no_penalty_facts",
    "notice_facts",
    "review_facts",
    "spot_facts",
    "transfer_facts",
]
