"""What a rating is made of, and what it comes to. Source: LN-15, JN-2.3.2d, JN-3.6b."""
