"""Ratings of units: application, joint review, grade, yearly review, up and down (平安单位)."""
