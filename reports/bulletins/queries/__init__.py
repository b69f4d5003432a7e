"""Reads of bulletins and briefs, their figures and their papers."""
