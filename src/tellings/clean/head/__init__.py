"""Finds what a page says of itself: headline, writers, dates, outlet, dateline, credits, section."""
