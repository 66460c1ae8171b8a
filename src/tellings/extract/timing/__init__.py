"""The parts of the finding of time expressions: the parse as they see it, tense, names, and times that hang on one another."""
