"""Nomination, review, public notice, decision and certificates (表彰奖励)."""
