"""A user's own list of names: what it says is taken before the tables, and what it cannot say is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.data.gazetteer import gazetteer
from tellings.data.own_names import NO_NAMES, read_own_names
from tellings.errors import ConfigError

ROWS = """# who we follow
name,kind,forms,weak,country,office,start,end,id,note
Marit Olsen,person,M. Olsen|Mette Olsen,,Norway,Mayor,2019-10-23,2023,Q1,"reads, and writes"
Marit Olsen,person,,,NOR,Prime Minister,2024,,Q1,
Savanna Radio,organisation,Radio Savanna,SR,KEN,,,,R7,
Jordan,person,,,,,,,,
Vladimir Putin,person,Volodya,,RUS,,,,P1,
Anna Berg,person,,,SWE,,,,B1,
Anna Berg,person,,,DNK,,,,B2,
"""


@pytest.fixture
def listed(tmp_path):
    def read(text, encoding="utf-8"):
        path = tmp_path / "names.csv"
        path.write_bytes(text.encode(encoding))
        return read_own_names(str(path))

    return read


def test_rows_are_read_with_their_forms_country_and_days(listed):
    row = listed(ROWS).rows[0]
    assert (row.name, row.kind, row.forms, row.country) == ("Marit Olsen", "person", ("M. Olsen", "Mette Olsen"), "NOR")
    assert (row.office, row.start, row.end, row.id) == ("Mayor", "2019-10-23", "2023", "Q1")


@pytest.mark.parametrize("cut", [";", "\t"])
def test_semicolons_and_tabs_part_cells_too_and_a_byte_order_mark_is_dropped(listed, cut):
    found = listed(f"Name{cut}Kind{cut}Country\r\nPort of Vik{cut}Place{cut}Norway\r\n", "utf-8-sig")
    assert [(row.name, row.kind, row.country) for row in found.rows] == [("Port of Vik", "place", "NOR")]


def test_a_form_of_the_list_means_its_bearer_alone(listed):
    tables = gazetteer(listed(ROWS))
    assert [(known.name, known.kind) for known in tables.lookup("Jordan")] == [("Jordan", "person")]
    assert gazetteer().lookup("Jordan")[0].kind == "place"


def test_a_row_that_the_tables_have_adds_its_forms_to_that_bearer_and_its_key(listed):
    tables = gazetteer(listed(ROWS))
    (named,) = tables.lookup("Volodya")
    assert named.id == gazetteer().lookup("Vladimir Putin")[0].id
    assert tables.own[named.id].id == "P1"


def test_two_bearers_of_one_name_are_kept_apart_by_their_ids(listed):
    tables = gazetteer(listed(ROWS))
    assert [(tables.own[known.id].id, known.country) for known in tables.lookup("Anna Berg")] == [("B1", "SWE"), ("B2", "DNK")]


def test_offices_of_the_list_are_held_on_their_days(listed):
    tables = gazetteer(listed(ROWS))
    assert [term.name for term in tables.holders("NOR", "Mayor", "2021-05-01")] == ["Marit Olsen"]
    assert "Marit Olsen" not in [term.name for term in tables.holders("NOR", "Mayor", "2024-05-01")]


def test_forms_are_found_in_a_text_also_in_capitals_and_weak_ones_are_marked(listed):
    text = "RADIO SAVANNA and SR said so."
    hits = gazetteer(listed(ROWS)).find(text, 0, len(text))
    assert [(text[hit.start : hit.end], hit.known[0].name, hit.known[0].weak) for hit in hits] == [
        ("RADIO SAVANNA", "Savanna Radio", False),
        ("SR", "Savanna Radio", True),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no header line"),
        ("name,forms\nA B,\n", "needs the columns name and kind"),
        ("name,kind,colour\nA B,person,red\n", "no column 'colour'"),
        ("name,kind\nA B,persn\n", "line 2: the kind is 'persn'"),
        ("name,kind\n\n# x\n,person\n", "line 4: the name is missing"),
        ("name,kind,country\nA B,person,Atlantis\n", "no country is called 'Atlantis'"),
        ("name,kind,forms\nA B,person,C|-\n", "is no name"),
        ("name,kind,office\nA B,place,Mayor\n", "only a person"),
        ("name,kind,office,start\nA B,person,Mayor,last year\n", "the start is 'last year'"),
        ("name,kind,start\nA B,person,2020\n", "none is given"),
        ("name,kind,office,start\nA B,person,Mayor,2022-02-31\n", "line 2: there is no 2022-02-31"),
        ("name,kind,office,start,end\nA B,person,Mayor,2022-05,2020\n", "the end 2020 is before the start 2022-05"),
        ("name,kind,id\nA B,person,1\nC D,person,1\n", "line 3: the id 1 is that of 'A B' already"),
        ("name,kind\nA B,person,x\n", "3 cells under 2 columns"),
        ('name,kind\n"A B,person\n', "line 2"),
    ],
)
def test_what_a_list_cannot_say_is_told_with_its_line(listed, text, said):
    with pytest.raises(ConfigError, match=said):
        listed(text)


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot read the names"):
        read_own_names(str(tmp_path / "none.csv"))
    (tmp_path / "bytes.csv").write_bytes(b"name,kind\n\xff\xfe,person\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_own_names(str(tmp_path / "bytes.csv"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(text):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.csv"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        said = ""
        try:
            assert read_own_names(str(path)).sha256
        except ConfigError as error:
            said = str(error)
        assert "\n" not in said


def test_lists_are_compared_by_their_bytes(listed):
    assert listed(ROWS) == listed(ROWS) != listed(ROWS + "X Y,person,,,,,,,,\n")
    assert listed(ROWS) != NO_NAMES
