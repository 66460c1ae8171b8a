from tellings.settings import Settings, describe


def test_every_setting_is_described():
    assert all(len(text) > 10 for _, _, text in describe())
    assert [name for name, _, _ in describe()] == list(Settings.__dataclass_fields__)


def test_the_number_of_processes_is_no_part_of_the_digest():
    assert Settings(processes=1).digest() == Settings(processes=2).digest()
    assert Settings(one_story=True).digest() != Settings().digest()
