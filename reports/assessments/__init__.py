"""Schemes of indicators with weights, every point traceable to rows (考核评价)."""
