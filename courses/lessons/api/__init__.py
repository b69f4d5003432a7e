"""Courses, lessons, their files, what is mine, and classes, over HTTP."""

from __future__ import annotations

from courses.lessons.api import courses, files, learning, meetings
from courses.lessons.api.routes import blueprint

__all__ = ["blueprint", "courses", "files", "learning", "meetings"]
