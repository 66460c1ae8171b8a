"""The parts of the finding of speakers: which words name the source, whom they mean, what to call one without a name."""
