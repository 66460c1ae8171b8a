"""`tellings export`: followthemoney entities, NewsArticle JSON-LD and Web Annotations, held against their own rules."""

import json
from collections import Counter

import pytest
from followthemoney import model
from followthemoney.types import registry
from tests.app import exported

from tellings.app.exporting import followthemoney, run
from tellings.app.exporting.base import Selection
from tellings.briefing.render.json import contract
from tellings.data import rows, toml

IRI = ("urn:tellings:", "https://", "http://")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("linked")
    run.export(exported.held(), run.Wish(forms=("followthemoney", "jsonld", "annotations")), path)
    return path


def entities(path):
    return [json.loads(line) for line in (path / "entities.ftm.json").read_text(encoding="utf-8").splitlines()]


def check(made):
    """Every entity is valid, keeps its values when they are cleaned, has what its schema requires, and refers to what is there and fits."""
    by_id = {entity["id"]: entity for entity in made}
    assert len(by_id) == len(made)
    for entity in made:
        schema = model.get(entity["schema"])
        schema.validate(entity)
        assert all(entity["properties"].get(name) for name in schema.required), entity
        proxy = model.make_entity(schema)
        proxy.id = entity["id"]
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            assert prop is not None, name
            for value in values:
                proxy.add(name, value)
                if prop.type == registry.entity:
                    assert model.get(by_id[value]["schema"]).is_a(prop.range), (entity, name)
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == entity["properties"]
        assert model.get_proxy(entity).caption


def test_entities_are_valid_and_refer_to_what_is_there(folder):
    made = entities(folder)
    check(made)
    kinds = Counter(entity["schema"] for entity in made)
    assert kinds["Article"] == 4
    assert kinds["Person"]
    assert kinds["Mention"]
    assert kinds["Event"]


def test_entities_say_where_they_come_from(folder):
    made = entities(folder)
    articles = {entity["id"]: entity for entity in made if entity["schema"] == "Article"}
    anna = next(entity for entity in made if entity["properties"].get("name") == ["Anna Roos"] and entity["schema"] == "Person")
    assert set(anna["properties"]["proof"]) <= set(articles)
    assert set(anna["properties"]["publisher"]) == {"=Vik Courier", "Lerum Gazette", "Vik Reprint"}
    mentions = [entity for entity in made if entity["schema"] == "Mention" and entity["properties"]["resolved"] == [anna["id"]]]
    assert {mention["properties"]["document"][0] for mention in mentions} == set(anna["properties"]["proof"])
    herald = next(article for article in articles.values() if article["properties"]["publisher"] == ["Evening Herald"])
    assert herald["properties"]["publishedAt"] == ["2021-03-06T04:30:00"]
    assert herald["properties"]["language"] == ["eng"]
    assert herald["properties"]["title"] == ["Barge down in Lerum"]


def test_who_is_only_described_is_no_entity(folder):
    names = {name for entity in entities(folder) for name in entity["properties"].get("name", ()) if entity["schema"] == "Person"}
    assert "Anna Roos" in names
    assert not names & {"six sailors", "nine sailors", "the lock keeper"}


def test_a_part_of_a_story_is_as_valid(tmp_path):
    run.export(exported.held(), run.Wish(forms=("followthemoney",), selection=Selection(outlet="Evening Herald")), tmp_path)
    made = entities(tmp_path)
    check(made)
    assert Counter(entity["schema"] for entity in made)["Article"] == 1


def test_every_country_and_language_is_one_that_followthemoney_has():
    table = toml("ftm")
    codes = dict(pair.split(":") for pair in table["countries"].split())
    assert set(codes) == {row["code"] for row in rows("countries")}
    assert [code for code, ours in codes.items() if registry.country.clean(code) != ours] == []
    assert all(registry.language.validate(pair.split(":")[1]) for pair in table["languages"].split())


@pytest.mark.parametrize("noun", toml("ftm")["public_nouns"])
def test_a_noun_of_public_bodies_makes_its_example_one(noun):
    assert followthemoney.is_public(toml("ftm")["public_nouns"][noun])


@pytest.mark.parametrize("word", toml("ftm")["not_public_words"])
def test_a_word_undoes_it(word):
    assert not followthemoney.is_public(toml("ftm")["not_public_words"][word])


def test_what_the_table_of_organisations_says_comes_first():
    assert followthemoney.is_public("Blue House", "no such id") is False
    assert followthemoney.is_public("Acme Ministry of Sound", "no such id") is True


def news(path):
    made = json.loads((path / "articles.jsonld").read_text(encoding="utf-8"))
    assert made["@context"] == "https://schema.org"
    return made["@graph"]


def test_articles_are_news_articles(folder):
    made = news(folder)
    assert {item["@type"] for item in made} == {"NewsArticle"}
    assert all(item["@id"].startswith(IRI) for item in made)
    herald = next(item for item in made if item["publisher"]["name"] == "Evening Herald")
    assert herald["headline"] == "Barge down in Lerum"
    assert herald["author"] == [{"@type": "Person", "name": "Vera Ek"}]
    assert herald["datePublished"] == "2021-03-05T23:30:00-05:00"
    assert herald["inLanguage"] == "en"
    assert not any("articleBody" in item or "text" in item for item in made)
    assert not any(value is None for item in made for value in item.values())


def test_a_reprint_is_based_on_what_it_prints(folder):
    made = {item["publisher"]["name"]: item for item in news(folder)}
    assert made["Vik Reprint"]["isBasedOn"] == [{"@id": made["Lerum Gazette"]["@id"]}]
    assert "isBasedOn" not in made["Lerum Gazette"]


def test_text_comes_with_its_furniture_apart(tmp_path):
    run.export(exported.held(), run.Wish(forms=("jsonld",), with_text=True), tmp_path)
    herald = next(item for item in news(tmp_path) if item["publisher"]["name"] == "Evening Herald")
    assert "Home" in herald["text"]
    assert "Home" not in herald["articleBody"]
    assert "lock gate" in herald["articleBody"]


def collections(path):
    return json.loads((path / "annotations.jsonld").read_text(encoding="utf-8"))


def test_annotations_keep_the_rules_of_their_model(folder):
    made = collections(folder)
    assert [one["id"].rsplit(":", 1)[1] for one in made] == ["claims", "quotations"]
    for collection in made:
        check_collection(collection)


def check_collection(collection):
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    page = collection["first"]
    assert page["items"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", collection["id"], 0)
    assert collection["total"] == len(page["items"])
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids))
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert item["id"].startswith(IRI)
        assert item["target"]["source"].startswith(IRI)
        assert [selector["type"] for selector in item["target"]["selector"]] == ["TextQuoteSelector", "TextPositionSelector"]
        assert {body["type"] for body in item["body"]} == {"TextualBody"}


def test_annotations_point_to_passages_by_words_and_by_place(folder):
    brief = exported.held().brief
    texts = {article.url: article.text for article in brief.articles if article.url} | {
        f"urn:tellings:article:{a.id}": a.text for a in brief.articles
    }
    items = collections(folder)[0]["first"]["items"]
    assert len(items) == sum(len(claim.statements) for claim in brief.stories[0].claims)
    claims = {f"urn:tellings:claim:{claim.id}": claim.text for claim in brief.stories[0].claims}
    for item in items:
        quote, place = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text[: place["start"]].endswith(quote.get("prefix", ""))
        assert claims[item["body"][0]["id"]] == item["body"][0]["value"]
    # an offset behind the ship of the headline counts it as one character, as the model asks
    gazette = next(item for item in items if item["target"]["source"] == "https://gazette.example/lock")
    assert (
        texts["https://gazette.example/lock"].index(gazette["target"]["selector"][0]["exact"]) == gazette["target"]["selector"][1]["start"]
    )


def test_a_quotation_is_identified_by_its_speaker(folder):
    said = {q.id: (q.source, q.content.exact) for q in contract(exported.held().brief).stories[0].quotations}
    items = collections(folder)[1]["first"]["items"]
    found = {item["id"].rsplit(":", 1)[1]: (item["body"][0]["value"], item["target"]["selector"][0]["exact"]) for item in items}
    assert found == said
    assert any(speaker == "Anna Roos" and "crack" in words for speaker, words in found.values())


def test_a_story_of_nothing_wanted_has_no_collection(tmp_path):
    run.export(
        exported.held(), run.Wish(forms=("annotations", "jsonld", "followthemoney"), selection=Selection(since="2030-01-01")), tmp_path
    )
    assert collections(tmp_path) == []
    assert news(tmp_path) == []
    assert entities(tmp_path) == []
