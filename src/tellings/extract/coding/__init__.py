"""Coding of events: a tree over the parse, patterns, roles, status, and the learnt choice of a root."""
