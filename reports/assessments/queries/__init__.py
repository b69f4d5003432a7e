"""Reads for assessments: rows of sources, schemes, runs and what is behind them."""
