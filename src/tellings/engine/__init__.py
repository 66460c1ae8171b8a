"""Runs the stages: reads their inputs from a store, calls them, writes what they give."""
