"""The parts of the finding of relays: who heard, whose hands a document came through, how far a relay holds, which outlet a text means."""
