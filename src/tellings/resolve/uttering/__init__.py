"""What decides whether two quotations give one utterance: their words, who says them, when, and what they mean."""
