"""The parts of making entities of mentions: what speaks for one, what against it, and how they join."""
