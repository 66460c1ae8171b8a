"""Tellings compared: corroboration, conflicts, sides, coverage."""
