"""Chooses the blocks of an HTML page that are the article's own text, and tells pages that hold none."""
