"""The table of outlets: enough of every continent, owners spelt one way, and who is run by a government."""

import re
import unicodedata
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from tellings.data import rows
from tellings.data.outlets import find, outlets, state_of

# By the UN's regions; what spans two stands where its capital is.
CONTINENTS = {
    "Africa": "AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI DZA EGY ERI ETH GAB GHA GIN GMB GNB GNQ KEN LBR LBY LSO MAR MDG MLI MOZ MRT MUS MWI NAM NER "
    "NGA RWA SDN SEN SLE SOM SSD STP SWZ SYC TCD TGO TUN TZA UGA ZAF ZMB ZWE",
    "Asia": "AFG ARE ARM AZE BGD BHR BRN BTN CHN CYP GEO HKG IDN IND IRN IRQ ISR JOR JPN KAZ KGZ KHM KOR KWT LAO LBN LKA MAC MDV MMR MNG MYS NPL OMN PAK PHL PRK "
    "PSE QAT SAU SGP SYR THA TJK TKM TLS TUR TWN UZB VNM YEM",
    "Europe": "ALB AND AUT BEL BGR BIH BLR CHE CZE DEU DNK ESP EST FIN FRA FRO GBR GGY GIB GRC HRV HUN IMN IRL ISL ITA JEY LIE LTU LUX LVA MCO MDA MKD MLT MNE NLD "
    "NOR POL PRT ROU RUS SMR SRB SVK SVN SWE UKR VAT XKX",
    "North America": "ABW ATG BHS BLZ BMU BRB CAN CRI CUB CUW CYM DMA DOM GRD GRL GTM HND HTI JAM KNA LCA MEX NIC PAN PRI SLV TTO USA VCT",
    "South America": "ARG BOL BRA CHL COL ECU GUY PER PRY SUR URY VEN",
    "Oceania": "AUS COK FJI GUM MHL NCL NZL PLW PNG PYF SLB TON VUT WSM",
}
CONTINENT = {code: name for name, codes in CONTINENTS.items() for code in codes.split()}
# Words that an owner is written with or without.
GENERIC = {
    "group",
    "grupo",
    "groupe",
    "gruppo",
    "gruppe",
    "media",
    "medien",
    "verlag",
    "publishing",
    "publications",
    "company",
    "corporation",
    "corp",
    "inc",
    "ltd",
    "the",
    "hus",
}


def test_there_are_enough_of_every_continent_and_all_have_an_owner():
    counts = Counter(CONTINENT[outlet.country] for outlet in outlets() if outlet.country)
    assert sum(counts.values()) >= 600
    assert {name for name, count in counts.items() if count >= 25} == set(CONTINENTS)
    assert [outlet.name for outlet in outlets() if not (outlet.owner or "").strip()] == []
    agencies = Counter(CONTINENT[outlet.country] for outlet in outlets() if outlet.kind == "agency" and outlet.country)
    assert sum(agencies.values()) >= 150
    assert set(agencies) >= set(CONTINENTS)


def test_an_owner_is_spelt_one_way():
    where = defaultdict(set)
    for outlet in outlets():
        where[outlet.owner].add(outlet.country)
    folded = defaultdict(set)
    for owner in where:
        plain = "".join(c for c in unicodedata.normalize("NFKD", owner.casefold()) if not unicodedata.combining(c))
        words = [word for word in re.findall(r"[^\W_]+", plain) if word not in GENERIC]
        folded["".join(words)].add(owner)
    twice = [pair for owners in folded.values() for pair in combinations(sorted(owners), 2) if where[pair[0]] & where[pair[1]]]
    assert twice == []


def test_governments_are_called_by_the_countrys_name_in_the_table_of_countries():
    names = {name for row in rows("countries") for name in (row["name"], *row["names"].split("|"))}
    owners = {str(o.owner).removeprefix("Government of ") for o in outlets() if str(o.owner).startswith("Government of ")}
    assert {owner.removeprefix("the ") for owner in owners} - {name.removeprefix("the ") for name in names} <= {"Beijing"}


def test_only_those_owned_by_governments_and_what_belongs_to_them_are_state_run():
    by_government = [o for o in outlets() if str(o.owner).startswith("Government of ")]
    assert all(o.state for o in by_government)
    assert len([o for o in outlets() if o.state]) >= 120


@pytest.mark.parametrize(
    "name", ["Xinhua", "TASS", "KCNA", "IRNA", "SANA", "Granma", "BelTA", "The Herald Zimbabwe", "Thanh Nien", "tass.com"]
)
def test_known_state_media_are_state_run(name):
    assert state_of(name) == find(name).owner


@pytest.mark.parametrize("name", ["BBC", "CBC", "Deutsche Welle", "NHK", "AP", "Reuters", "AFP", "Yonhap", "NPR", "The Osk Gazette", ""])
def test_public_service_and_private_media_and_unknown_ones_are_not(name):
    assert state_of(name) is None
