"""The parts of the finding of contents: marks, clauses, nouns, transcripts, posts; where a content ends and what is taken for one."""
