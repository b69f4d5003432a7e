"""Reads of model cases: for those who write and approve, and for everybody's feed."""
