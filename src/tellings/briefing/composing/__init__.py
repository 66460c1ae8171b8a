"""The parts of a brief, section by section: each turns a story's records into lines with their evidence."""
