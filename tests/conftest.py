"""What holds for all tests."""

import os

import pytest
from hypothesis import settings
from tests import postgres

# An example's time says how busy the machine is, and the first one's what is loaded: bounds of time have tests of their own.
settings.register_profile("tellings", deadline=None)
settings.load_profile("tellings")


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL server of this run. Where none can be had the tests that want it are skipped; in CI they fail."""
    try:
        server = postgres.start()
    except postgres.CannotStart as error:
        why = f"no PostgreSQL can be started here: {error}"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    yield server
    server.stop()
