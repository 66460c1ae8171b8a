import inspect

import pytest

from tellings import errors
from tellings.errors import EXIT_CODES, HTTP_STATUS, TellingsError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, TellingsError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_slug_in_both_tables_and_stands_in_the_tree(kind):
    assert kind.slug in EXIT_CODES
    assert kind.slug in HTTP_STATUS
    assert kind.__name__ in (errors.__doc__ or "")


def test_slugs_are_unique():
    slugs = [kind.slug for kind in KINDS]
    assert len(set(slugs)) == len(slugs)


def test_a_message_is_one_line():
    assert str(errors.InputError("a\nb  c")) == "a b c"
