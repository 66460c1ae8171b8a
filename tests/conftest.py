"""What holds for all tests."""

from hypothesis import settings

# An example's time says how busy the machine is, and the first one's what is loaded: bounds of time have tests of their own.
settings.register_profile("tellings", deadline=None)
settings.load_profile("tellings")
