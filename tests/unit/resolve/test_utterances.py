from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Quotation
from tellings.model.resolved import Link, Story, Utterance
from tellings.model.spans import Selector
from tellings.resolve import utterances


def quotation(name, article, text, start=0):
    sel = Selector(article=article, start=start, end=start + len(text), exact=text)
    return Quotation(id=name, content=sel, kind="direct")


def made(*quotes):
    articles = [Article(id=a, page=a, input=a, text="", body=(), furniture=()) for a in sorted({q.content.article for q in quotes})]
    story = Story(id="s", articles=tuple(a.id for a in articles))
    found = list(utterances.run(Inputs.of(story, *articles, *quotes), None))
    return [u for u in found if isinstance(u, Utterance)], [x for x in found if isinstance(x, Link)]


WHOLE = "We had a long and open talk about the flood. We also agreed to share Covid-19 vaccines with our neighbours"


def test_two_halves_and_the_whole_are_one_utterance():
    first = quotation("q1", "a", "We had a long and open talk about the flood.")
    second = quotation("q2", "a", "We also agreed to share COVID-19 vaccines with our neighbours,", start=100)
    whole = quotation("q3", "b", WHOLE)
    (one,), links = made(first, second, whole)
    assert set(one.quotations) == {"q1", "q2", "q3"}
    assert one.longest == "q3"
    assert {(link.a, link.b) for link in links} == {("q3", "q1"), ("q3", "q2")}
    assert all(link.score > 0.9 for link in links)


def test_other_words_are_another_utterance():
    none, links = made(quotation("q1", "a", WHOLE), quotation("q2", "b", "The flood has taken all that we had, and nobody came to help us"))
    assert (none, links) == ([], [])


def test_order_does_not_matter():
    one = [quotation("q1", "a", WHOLE), quotation("q2", "b", WHOLE), quotation("q3", "c", WHOLE[:60])]
    assert made(*one) == made(*reversed(one))
