"""Plain text and its parts: linearisation, paragraphs and sentences, selectors, times."""
