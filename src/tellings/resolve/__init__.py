"""Across a story: who is who, which quotations are one utterance, which statements one claim, which mentions one event."""
