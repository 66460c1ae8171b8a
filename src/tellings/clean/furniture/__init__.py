"""Finds by their words and form the lines that are not the article's own, and says what they are."""
