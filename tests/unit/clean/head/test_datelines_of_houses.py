import pytest

from tellings.clean.head.datelines import dateline_of


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("ANSEL, Nov 3 (PTI) A village has built its own bridge.", "ANSEL, Nov 3", "PTI"),
        ("ANSEL, 3rd November, 2026 (WAM) -- Drones have sown seeds.", "ANSEL, 3rd November, 2026", "WAM"),
        ("BASCO, Batanes, Philippines — The ferry has not sailed.", "BASCO, Batanes, Philippines", None),
        ("MAUMERE, PantaiPos.com – Weavers have been granted a patent.", "MAUMERE", None),
        ("Zanzibar. Women who grow seaweed have bought a lorry.", "Zanzibar", None),
        ("Fez – The tanners have hung out the last hides.", "Fez", None),
        ("NNA - Soap makers have begun to stamp poems.", "", "National News Agency"),
    ],
)
def test_house_styles_of_datelines(line, place, agency):
    found = dateline_of(line, 0)
    assert (found.text, found.agency) == (place, agency)


@pytest.mark.parametrize("line", ["Zanzibar. No.", "Reuters – the agency – said so.", "Paris is far, the mayor said."])
def test_other_beginnings_are_no_dateline(line):
    assert dateline_of(line, 0) is None
