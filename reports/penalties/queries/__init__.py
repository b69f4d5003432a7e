"""Reads of penalty cases; the front door of the room."""

from reports.penalties.queries.cases import CaseFilter, case_by_id, case_within_reach, cases_within_reach, decision_of
from reports.penalties.queries.terms import terms_on

__all__ = ["CaseFilter", "case_by_id", "case_within_reach", "cases_within_reach", "decision_of", "terms_on"]
