import pytest


@pytest.fixture(scope="module")
def groups(resolve):
    def run(*texts):
        """The words of each entity's mentions, for every entity of the story."""
        entities, mentions, _ = resolve(*texts)
        return [{mentions[m].sel.exact for m in e.mentions} for e in entities]

    return run


def together(found, one, other):
    return any(one in words and other in words for words in found)


@pytest.mark.parametrize(
    ("a", "b", "one", "other"),
    [
        ("Finnair cancelled 40 flights from Oulu.", "The Finnish airline blamed the strike.", "Finnair", "The Finnish airline"),
        ("The Prado was shut for a day.", "The Madrid museum gave no reason.", "Prado", "The Madrid museum"),
        ("Latvia closed two crossings.", "The Baltic state gave no date for opening them.", "Latvia", "The Baltic state"),
        ("Bhutan sold its power.", "The Himalayan kingdom has few other exports.", "Bhutan", "The Himalayan kingdom"),
        ("Macau raised the tax on cards.", "Gamblers in the former Portuguese colony shrugged.", "Macau", "the former Portuguese colony"),
        ("Rain fell on Patna all week.", "Boats were seen in the Bihar capital.", "Patna", "the Bihar capital"),
        ("Mombasa ran out of water.", "Tankers were sent to Kenya's second city.", "Mombasa", "Kenya's second city"),
        ("The Feyenoord coach resigned.", "The team from Rotterdam will name another.", "Feyenoord", "The team from Rotterdam"),
        ("Audi will shut a plant in Brussels.", "Volkswagen said its daughter had no choice.", "Audi", "Audi"),
        ("WhatsApp was down in Kenya.", "WhatsApp's owner apologised. Meta Platforms fell.", "Meta Platforms", "WhatsApp's owner"),
        ("Sofia sent a note.", "The Bulgarian government sent a note.", "Sofia", "The Bulgarian government"),
        ("The Spanish government fell.", "The cabinet in Madrid fell at noon.", "The Spanish government", "The cabinet in Madrid"),
        ("The Rossoneri won the cup final 2-0.", "AC Milan won the cup.", "Rossoneri", "AC Milan"),
        ("The tanker Brisa Norte sank.", "Its crew left the Brisa Norte in boats.", "Brisa Norte", "Brisa Norte"),
        ("Tourists fled Breslau.", "Tourists fled Wroclaw.", "Breslau", "Wroclaw"),
        ("Hugin Shipping sold two ferries.", "The two ferries were Hugin's last.", "Hugin Shipping", "Hugin"),
    ],
)
def test_what_one_report_describes_and_another_names_is_one(groups, a, b, one, other):
    assert together(groups(a, b), one, other)


@pytest.mark.parametrize(
    ("a", "b", "one", "other"),
    [
        ("Finnair and Norwegian Air cut flights.", "The airline blamed the strike.", "Finnair", "The airline"),
        ("Finnair cut flights.", "The Danish airline cut none.", "Finnair", "The Danish airline"),
        ("Latvia closed two crossings.", "The Balkan state closed none.", "Latvia", "The Balkan state"),
        ("Latvia and Estonia closed two crossings.", "The Baltic state gave no date.", "Latvia", "The Baltic state"),
        ("Siemens will move.", "Siemens Energy will stay.", "Siemens", "Siemens Energy"),
        ("The Prado was shut.", "The airport's operator said nothing.", "Prado", "The airport's operator"),
        ("Kenya lost the rugby final by a try.", "Kenya raised the tax on maize.", "Kenya", "the tax"),
        ("Kestrel Bank will lend more.", "Thieves dug a hole near the bank in Lindale.", "Kestrel Bank", "the bank"),
    ],
)
def test_what_fits_two_or_none_stays_alone(groups, a, b, one, other):
    assert not together(groups(a, b), one, other)


def test_a_nation_that_plays_is_not_the_state(groups):
    found = groups("Kenya lost the rugby final by a try.", "Kenya raised the tax on maize.")
    assert sum("Kenya" in words for words in found) == 2


def test_a_place_that_nobody_names_is_no_entity(groups):
    assert not any("the village" in words for words in groups("Rain fell. A bus stopped outside the village."))
