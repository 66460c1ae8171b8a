"""The press in the words of a text: which noun phrases name or describe somebody who passes news on to the public."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from tellings import data
from tellings.extract.quoting.trees import Tree

# A name ends like a paper's ("Morgenbladet") where something stands before the ending.
_LONG: Final = 6
# How far a noun phrase may reach after the verb, in tokens.
NEAR: Final = 8
IN_NAMES: Final = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "NUM"})
_POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})
_TIMES: Final = frozenset({"DATE", "TIME"})
# What stands inside a name between its words.
_LINKS: Final = frozenset(
    {"&", "-", "de", "del", "della", "des", "di", "do", "da", "du", "la", "le", "el", "al", "of", "und", "y", "e", "i", "tis"}
)
_CALL_SIGN: Final = re.compile(r"[KW][A-Z]{2,3}(?:-TV)?|(?:Radi[oóô]|Rádio|Raidió|Radyo|Tele|TV)[A-ZÀ-Þ]\w+")


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.toml("speech")[name]
    return found


@cache
def _media() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    media = _table("media")
    return frozenset(media["words"]), frozenset(media["name_words"]), frozenset(media["not_media"])


@cache
def _name_ends() -> tuple[str, ...]:
    return tuple(_table("media")["name_ends"])


def is_media(tree: Tree, first: int, last: int) -> bool:
    """True where the words name or describe somebody who passes news on to the public; those who only hear ("reporters") do not."""
    parse = tree.parse
    words, names, no = _media()
    if any(parse.words[k].lower() in no for k in range(first, last + 1)) or parse.words[first].lower() in {"this", "our"}:
        return False
    if not _is_told_apart(tree, first, last):
        return False
    if any(
        (parse.lemmas[k].lower() in words or parse.words[k].lower() in words) and not _is_other_place(tree, k)
        for k in range(first, last + 1)
    ):
        return True
    return any(_is_media_name(parse.words[k], names) for k in range(first, last + 1))


def _is_told_apart(tree: Tree, first: int, last: int) -> bool:
    """False for "the press", "the media", "a journalist": nobody can be asked for those words again."""
    parse, all_of = tree.parse, _table("media")["all"]
    if any(parse.words[k][:1].isupper() and k > first for k in range(first, last + 1)):
        return True
    kept = [k for k in range(first, last + 1) if parse.pos[k] not in {"DET", "NUM", "PUNCT", "PART"}]
    return any(parse.lemmas[k].lower() not in all_of and parse.words[k].lower() not in all_of for k in kept)


def _is_media_name(word: str, names: frozenset[str]) -> bool:
    low = word.lower()
    return word[:1].isupper() and (low in names or bool(_CALL_SIGN.fullmatch(word)) or (len(low) > _LONG and low.endswith(_name_ends())))


def _is_other_place(tree: Tree, k: int) -> bool:
    """True for a police station or a building site, which only share their noun with the press."""
    parse = tree.parse
    if parse.lemmas[k].lower() not in _table("media")["of_places"] or k == 0 or parse.pos[k - 1] != "NOUN":
        return False
    return parse.lemmas[k - 1].lower() not in _media()[0] and parse.lemmas[k - 1].lower() not in _table("media")["of_the_press"]


def is_document(tree: Tree, head: int) -> bool:
    """True for a noun for what is written or recorded."""
    lemma = tree.parse.lemmas[head].lower()
    return tree.parse.pos[head] == "NOUN" and (lemma in _table("documents") or lemma in _table("passed")["nouns"])


@cache
def _bodies() -> frozenset[str]:
    """Words that mark the name of an institution or firm rather than of an outlet."""
    return frozenset(word.lower() for word in data.toml("kinds")["ends"]["words"]) | {"parliament", "congress", "police", "government"}


def could_be_outlet(name: str, people: Iterable[str]) -> bool:
    """True for a name of two words or more that neither marks a body of another kind nor shares a word with a person of the article."""
    words = {word.lower() for word in name.split()}
    if len(words) == 1 and "-" not in name and name[1:].islower():
        return False
    return not words & _bodies() and not words & set(people)


def only_hears(lemma: str) -> bool:
    """True for those who hear without passing on by themselves: reporters."""
    return lemma in _media()[2]


def is_media_word(lemma: str) -> bool:
    """True for a common noun for those who pass news on: newspaper, broadcaster, agency."""
    return lemma in _media()[0]


def noun_phrase(tree: Tree, head: int) -> tuple[int, int]:
    """Return first and last token of the words beside a noun that belong to its phrase."""
    left = head
    while left - 1 >= tree.left[head] and tree.parse.pos[left - 1] in {"PROPN", "NOUN", "ADJ", "DET", "NUM", "PART"}:
        left -= 1
    right = head
    while right + 1 <= tree.right[head] and tree.parse.pos[right + 1] in {"PROPN", "NOUN"}:
        right += 1
    return left, right


def heard_after(tree: Tree, verb: int, unsure: set[int]) -> Iterator[int]:
    """Yield the end of the noun phrase right after a verb of telling, whatever the parser made of it.

    What no word betrays as one of the press and has a name is put into `unsure`.
    """
    parse, last = tree.parse, verb
    end = parse.sents[tree.sent_of[verb]][1]
    while last + 1 < min(end, verb + NEAR) and _goes_on(tree, verb, last + 1):
        last += 1
    if last == verb or (not parse.words[last][:1].isupper() and parse.pos[last] not in {"NOUN", "PROPN"}):
        return
    owner = next((k for k in range(verb + 1, last) if parse.words[k] in _POSSESSIVE), None)
    if owner is not None and owner > verb + 1 and is_media(tree, verb + 1, owner - 1):
        yield owner - 1
    elif is_media(tree, verb + 1, last):
        yield last
    elif parse.tags[last] != "NNPS" and all(
        parse.pos[k] in {"PROPN", "PUNCT", "DET"} or _in_name(tree, k) for k in range(verb + 1, last + 1)
    ):
        unsure.add(last)
        yield last


def _goes_on(tree: Tree, before: int, k: int) -> bool:
    """True where token `k` belongs to the noun phrase that begins after token `before`; a second article begins another."""
    parse = tree.parse
    if _in_name(tree, k) and parse.ner[k] not in _TIMES:
        return True
    if parse.lemmas[k].lower() in _media()[0]:
        return True
    if parse.pos[k] == "DET" or parse.ner[k] in _TIMES:
        return k == before + 1 and parse.pos[k] == "DET"
    return parse.pos[k] in IN_NAMES or parse.words[k] in {"&", "-"}


def _in_name(tree: Tree, k: int) -> bool:
    """True for a word with a capital, or one that links two of them."""
    parse = tree.parse
    if parse.words[k][:1].isupper():
        return True
    links = parse.words[k] in _LINKS and 0 < k < len(parse) - 1
    return links and parse.words[k - 1][:1].isupper() and parse.words[k + 1][:1].isupper()


def name_run(tree: Tree, head: int) -> tuple[int, int]:
    """Return first and last token of the words with capitals around a token, days left out: "Juba Compass"."""
    parse = tree.parse
    first = last = head
    begin, end = parse.sents[tree.sent_of[head]]
    while first > begin and _in_name(tree, first - 1) and parse.ner[first - 1] not in _TIMES and parse.words[first - 1].lower() != "the":
        first -= 1
    while last + 1 < end and _in_name(tree, last + 1) and parse.ner[last + 1] not in _TIMES:
        last += 1
    return first, last
