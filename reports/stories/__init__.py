"""Model cases, published to phones after approval (典型经验)."""
