"""Reads of plans (``plans``), of the units a plan takes (``units``), and of what a plan will make (``preview``)."""
