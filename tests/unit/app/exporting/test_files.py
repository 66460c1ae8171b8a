import hashlib

import pytest

from tellings.app.exporting.files import Folder
from tellings.app.exporting.graphs import ItemList


def test_files_are_in_place_together_and_known_by_their_digest(tmp_path):
    with Folder(tmp_path / "out") as folder:
        one = folder.file("one.txt")
        one.write(b"ab")
        assert not (tmp_path / "out/one.txt").exists()
        one.write(memoryview(b"c"))
        one.records = 2
        (written,) = folder.written()
    assert (tmp_path / "out/one.txt").read_bytes() == b"abc"
    assert (written.file, written.records, written.bytes, written.sha256) == ("one.txt", 2, 3, hashlib.sha256(b"abc").hexdigest())


def test_a_fault_puts_none_of_them_there(tmp_path):
    def break_off():
        with Folder(tmp_path) as folder:
            folder.file("one.txt").write(b"ab")
            folder.file("two.txt")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("items", "expected"), [([], b"[\n]\n"), ([1], b"[\n1\n]\n"), ([1, {"a": "é"}], '[\n1,\n{"a":"é"}\n]\n'.encode())])
def test_a_list_of_items_is_one_document(tmp_path, items, expected):
    with Folder(tmp_path) as folder:
        made = ItemList(folder.file("list.json"), b"[", b"]")
        for item in items:
            made.add(item)
        made.close()
    assert (tmp_path / "list.json").read_bytes() == expected
