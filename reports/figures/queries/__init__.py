"""Reads of figures, by what is asked; each under an agency of the actor's own subtree."""
