"""Marks and results over HTTP."""

from courses.markings.api import attempt_sheets, marks, regrades, results, statistics, terms
from courses.markings.api.blueprint import blueprint

__all__ = ["attempt_sheets", "blueprint", "marks", "regrades", "results", "statistics", "terms"]
