"""Exams over HTTP: sessions and candidates for those who plan and watch, sitting for those who are examined."""

from courses.exams.api import candidates, sessions, sitting
from courses.exams.api.doors import blueprint

__all__ = ["blueprint", "candidates", "sessions", "sitting"]
