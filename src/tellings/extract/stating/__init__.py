"""What a clause asserts: where it stands, of whom, whether it happened, with which figures."""
