"""Reads about trainees; what other subjects ask for stands here by name."""

from courses.trainees.queries.identities import identities_masked, identity_masked
from courses.trainees.queries.membership import audiences_of, people_of_audience, trainees_within_reach

__all__ = ["audiences_of", "identities_masked", "identity_masked", "people_of_audience", "trainees_within_reach"]
