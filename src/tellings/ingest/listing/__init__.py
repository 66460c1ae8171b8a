"""Readers of what names pages: feeds, sitemaps, OPML, lists of addresses."""
