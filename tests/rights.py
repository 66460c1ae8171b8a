"""What a test does without the rights of root."""

import contextlib
import os

from tests.postgres import NOBODY


@contextlib.contextmanager
def without_rights():
    """Run as nobody where the tests run as root, for whom no file is closed."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
