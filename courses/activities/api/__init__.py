"""Publicity over HTTP: what units did, the micro-courses they give, and the public page of each."""

from __future__ import annotations

from courses.activities.api.blueprints import blueprint, pages
from courses.activities.api.micro_courses import MicroCourses, OneMicroCourse
from courses.activities.api.public_pages import micro_page
from courses.activities.api.records import Activities, TrainingYear

__all__ = ["Activities", "MicroCourses", "OneMicroCourse", "TrainingYear", "blueprint", "micro_page", "pages"]
