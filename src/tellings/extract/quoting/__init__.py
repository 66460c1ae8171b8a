"""The parts of the finding of quotations: marks, cues, clauses, sources, relays."""
