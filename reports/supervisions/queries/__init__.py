"""Reads of letters and visits, within the reach of the agencies on both sides."""
