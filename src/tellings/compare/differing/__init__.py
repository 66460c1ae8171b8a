"""How the tellings of one claim differ: one module for each part in which they may."""
