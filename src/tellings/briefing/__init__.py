"""The brief: composed, checked, rendered."""
