"""Reads of marks and results."""

from courses.markings.queries.results import best_result, live_results

__all__ = ["best_result", "live_results"]
