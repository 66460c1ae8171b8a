"""The records. This package imports the standard library only."""
