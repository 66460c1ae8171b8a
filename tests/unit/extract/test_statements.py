import pytest

from tellings.app.contexts import make_context
from tellings.data import rows, toml
from tellings.extract import statements
from tellings.extract.parses import run as parse
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.spans import Span
from tellings.settings import Settings

CONTEXT = make_context(Settings(embedder="lexical"))


def stated(text: str) -> list[Statement]:
    article = Article(id="a", page="p", input="i", text=text, body=(Span(start=0, end=len(text)),), furniture=())
    inputs = Inputs.of(article, *parse(Inputs.of(article), CONTEXT))
    made = [s for s in statements.run(inputs, CONTEXT) if isinstance(s, Statement)]
    assert all(text[s.sel.start : s.sel.end] == s.sel.exact for s in made)
    return made


def words(text: str) -> list[str]:
    return [s.sel.exact for s in stated(text)]


def test_a_sentence_that_asserts_several_things_gives_a_statement_for_each() -> None:
    text = "Rebels seized the town on Monday and soldiers fled to the coast."
    assert words(text) == ["Rebels seized the town on Monday", "soldiers fled to the coast"]


def test_a_joined_verb_keeps_its_subject_though_it_stands_outside() -> None:
    joined = stated("The governor opened the bridge in June and praised the engineers who built it.")[1]
    assert (joined.sel.exact, joined.subject) == ("praised the engineers who built it", "The governor")


def test_a_relative_clause_is_read_with_its_noun() -> None:
    assert "the engineers who built the dam" in words("The governor praised the engineers who built the dam.")


def test_what_is_said_is_stated_and_the_saying_is_not() -> None:
    assert words("Officials said the dam had burst.") == ["the dam had burst"]


def test_a_noun_of_an_event_asserts_it() -> None:
    nominal = [s for s in stated("Traders fled after the takeover of the port by the militia.") if s.rule == "nominal"]
    assert [(s.sel.exact, s.predicate) for s in nominal] == [("the takeover of the port by the militia", "take")]


def test_an_elliptical_opening_asserts_an_earlier_event_of_the_kind() -> None:
    found = stated("After Kenyan President William Ruto, Prime Minister Abiy Ahmed on Friday held two hours of talks with the envoy.")
    (early,) = [s for s in found if s.rule == "elliptical"]
    assert (early.times, early.figures) == ((), ())  # the day and the hours are those of the second meeting
    assert any(s.rule == "elliptical" and s.sel.exact.startswith("After Kenyan President William Ruto, Prime Minister") for s in found)


@pytest.mark.parametrize("text", ["Who will pay for the bridge?", "Click here to subscribe now.", "I hope the rain ends soon."])
def test_questions_commands_and_comment_assert_nothing(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "modality", "negated"),
    [
        ("The union will strike on Friday.", "planned", False),
        ("The bank may close ten branches.", "possible", False),
        ("The minister did not resign.", "happened", True),
        ("The minister refused to resign over the affair.", "happened", True),
        ("No passengers were hurt in the fire.", "happened", True),
        ("The rebels threatened to burn the depot.", "threatened", False),
        ("Engineers are repairing the dam.", "ongoing", False),
        ("The ministry denied that troops had crossed the border.", "denied", False),
        ("The council plans to sell the theatre.", "planned", False),
        ("Every ferry must be inspected before it enters a port.", "hypothetical", False),
        ("The crew left before the storm reached the harbour.", "happened", False),
    ],
)
def test_modality_and_polarity(text: str, modality: str, negated: bool) -> None:
    last = stated(text)[-1]
    assert (last.modality, last.negated) == (modality, negated)


def test_figures_say_what_they_count() -> None:
    (one,) = stated("At least twelve miners were rescued.")
    assert [(f.low, f.bound, f.of) for f in one.figures] == [(12, "at_least", "miner")]


def test_an_age_is_no_count_and_a_year_no_figure() -> None:
    (one,) = stated("A 42-year-old baker won the 2019 race.")
    assert [(f.low, f.unit) for f in one.figures] == [(42, "age")]


def test_saying_without_content_states_nothing() -> None:
    assert not stated("The operator, Norlin Ferries, said in a statement on Monday.")
    (one,) = stated("The trial will continue on Monday.")
    assert one.predicate == "continue"


def test_a_clause_does_not_begin_behind_a_preposition_it_leaves_out() -> None:
    told = [s.sel.exact for s in stated("After Danish envoy Mette Holm, King Osric on Tuesday had a long talk with Minister Paul Dorn.")]
    assert told
    assert not any(text.startswith("Danish envoy") and "talk" in text for text in told)


@pytest.mark.parametrize("row", rows("nominals"), ids=lambda row: row["noun"])
def test_each_noun_of_an_event_is_in_its_example(row: dict[str, str]) -> None:
    assert row["noun"][:4] in row["example"].lower()
    assert row["verb"]


@pytest.mark.parametrize(
    "table",
    [
        "saying",
        "denying",
        "doubt",
        "negation",
        "supposing",
        "comment",
        "light",
        "empty",
        "believing",
        "doubting",
        "verifying",
        "supposed",
        "unsure",
        "sure",
        "untrue",
        "proof",
        "hearsay",
        "undoing",
        "state",
    ],
)
def test_each_list_has_a_word_in_its_example(table: str) -> None:
    listed = toml("stating")[table]
    text = listed["example"]
    article = Article(id="a", page="p", input="i", text=text, body=(Span(start=0, end=len(text)),), furniture=())
    (parsed,) = parse(Inputs.of(article), CONTEXT)
    found = {*parsed.lemmas, *(word.lower() for word in parsed.words)}
    assert found & set(listed.get("lemmas", listed.get("words")))


@pytest.mark.parametrize(
    ("text", "words", "modality"),
    [
        ("I do not think the pilot landed at all.", "I do not think the pilot landed at all", "denied"),
        ("It is unclear whether the pilot landed.", "It is unclear whether the pilot landed", "possible"),
        ("Officers found no sign that the gate had been forced.", "Officers found no sign that the gate had been forced", "possible"),
        ("Nobody has told me that the well is safe.", "Nobody has told me that the well is safe", "possible"),
        ("The mayor dismissed reports that she had resigned.", "The mayor dismissed reports that she had resigned", "denied"),
        ("The ministry denied that the envoy had left.", "The ministry denied that the envoy had left", "denied"),
        (
            "Reports that rebels had taken the mine could not be confirmed.",
            "Reports that rebels had taken the mine could not be confirmed",
            "possible",
        ),
        ("If the council agrees, the theatre will be sold.", "If the council agrees, the theatre will be sold", "possible"),
    ],
)
def test_what_a_clause_says_keeps_the_words_that_govern_it(text: str, words: str, modality: str) -> None:
    assert (words, modality) in [(s.sel.exact, s.modality) for s in stated(text)]
    bare = [s for s in stated(text) if s.sel.exact != words and s.modality in ("happened", "planned")]
    assert not bare


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The thief is believed to have fled by boat.", "possible"),
        ("Two guards allegedly sold the keys.", "possible"),
        ("A second lorry could have hit the wall.", "possible"),
        ("The wall would have stopped the lorry.", "hypothetical"),
        ("The clerk denied taking the money.", "denied"),
        ("According to an unconfirmed report, the mine has closed.", "possible"),
        ("Mayor to face inquiry over bridge contract", "planned"),
    ],
)
def test_words_that_take_the_certainty_away(text: str, modality: str) -> None:
    assert stated(text)[-1].modality == modality


def test_what_another_clause_tells_is_not_counted_twice() -> None:
    main = next(s for s in stated("The lorry, which carried 40 goats, hit two cars in Adana.") if s.rule == "main")
    assert [f.low for f in main.figures] == [2]


def test_a_count_in_a_with_phrase_is_a_statement_of_its_own() -> None:
    assert words("Crews searched the mine, with 12 people still missing.") == ["Crews searched the mine", "12 people still missing"]


def test_a_happening_that_was_called_off_is_not_asserted() -> None:
    assert not [s for s in stated("The club cancelled the visit of the envoy.") if s.rule == "nominal"]


def test_a_speaker_hung_on_by_with_is_no_part_of_what_was_agreed() -> None:
    text = "Peru and Chile agreed to open a shared customs post with Ortega tweeting: “We had a warm and useful exchange on our border.”"
    assert "Peru and Chile agreed to open a shared customs post" in words(text)
    assert not any("tweeting" in found for found in words(text))
