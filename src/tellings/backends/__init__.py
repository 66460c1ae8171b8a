"""Protocols for parser and embedder, and the built-in ones. Heavy libraries are imported only here."""
