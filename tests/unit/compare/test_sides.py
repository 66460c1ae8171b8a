from tellings.compare import sides
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Quotation, Statement
from tellings.model.resolved import Claim, Entity, Story
from tellings.model.spans import Selector, Span


def sel(start):
    return Selector(article="a", start=start, end=start + 4, exact="abcd")


def quotation(name, mention, start, document=None):
    return Quotation(id=name, content=sel(start), kind="indirect", source_mention=mention, document=document)


def statement(name, mention=None, quoted=None):
    return Statement(
        id=name, sel=sel(0), sentence=Span(start=0, end=4), predicate="be", modality="happened", attributed_to=mention, quotation=quoted
    )


RECORDS = (
    Story(id="s", articles=("a",)),
    Article(id="a", page="a", input="a", text="abcd" * 20, body=(), furniture=()),
    Entity(id="e1", story="s", name="Ministry of Rivers", kind="organisation", mentions=("m1",), country="GHA"),
    Entity(id="e2", story="s", name="Ada Mensah", kind="person", mentions=("m2",), country="GHA", office="President"),
    Entity(id="e3", story="s", name="Volta Basin Union", kind="organisation", mentions=("m3",)),
    Entity(id="e4", story="s", name="Kofi", kind="person", mentions=("m4",)),
    quotation("q1", "m1", 0, "readout"),
    quotation("q2", "m2", 10, "post"),
    quotation("q3", "m2", 20),
    quotation("q4", "m3", 30, "statement"),
    quotation("q5", "m4", 40, "statement"),
    statement("t1", "m1"),
    statement("t2", quoted="q2"),
    statement("t3"),
    statement("t4", "m3"),
    Claim(id="c1", story="s", text="", statements=("t1", "t2")),
    Claim(id="c2", story="s", text="", statements=("t1", "t3")),
    Claim(id="c3", story="s", text="", statements=("t1", "t4")),
    Claim(id="c4", story="s", text="", statements=("t4",)),
)


def test_each_side_has_its_words_its_readouts_and_what_only_it_claims():
    made = {side.side: side for side in sides.run(Inputs.of(*RECORDS), None)}
    assert set(made) == {"GHA", "Volta Basin Union"}
    assert (made["GHA"].quotations, made["GHA"].readouts, made["GHA"].claims_only_here) == (("q1", "q2", "q3"), ("q1", "q2"), ("c1",))
    assert (made["Volta Basin Union"].readouts, made["Volta Basin Union"].claims_only_here) == (("q4",), ("c4",))


def test_what_an_outlet_says_in_its_own_voice_in_nearly_these_words_is_no_claim_of_one_side_only():
    def said(name, article, mention, *terms):
        passage = Selector(article=article, start=0, end=4, exact="abcd")
        return Statement(
            id=name, sel=passage, sentence=Span(start=0, end=4), predicate="close", modality="happened", attributed_to=mention, terms=terms
        )

    def only(*terms):
        records = (
            Story(id="s", articles=("a", "b")),
            *(Article(id=name, page=name, input=name, text="abcd" * 20, body=(), furniture=()) for name in "ab"),
            Entity(id="e1", story="s", name="Ministry of Rivers", kind="organisation", mentions=("m1",), country="GHA"),
            quotation("q1", "m1", 0),
            said("t1", "a", "m1", "lock", "close", "river", "volta", "monday"),
            said("t2", "b", None, *terms),
            Claim(id="c1", story="s", text="", statements=("t1",)),
            Claim(id="c2", story="s", text="", statements=("t2",)),
        )
        (side,) = sides.run(Inputs.of(*records), None)
        return side.claims_only_here

    assert only("farmer", "complain", "volta") == ("c1",)
    assert only("lock", "close", "river", "volta") == ()
