"""Scores that show their factors and weights, and the hazards behind them (智能化应用)."""
