"""Whether words of time are (part of) a name, or a number that counts or labels something."""

import re
from typing import Final

from tellings.extract.timing.view import View, words
from tellings.text.timex import DAYNAME, Found

_UNIT_WORD: Final = re.compile(
    r"\b(?:Seconds|Minutes?|Hours?|Days?|Weeks?|Months?|Years?|Decades?|Night|Tonight|Midnight|Noon|Today|Tomorrow|Weekend|Daily|Weekly|Spring|Summer|Autumn|Winter|Future|Past|Now|Soon|Present|Dawn|Evening|Morning|Recently|Sunset|Sunrise)\b"
)
_AFTER_PREPOSITION: Final = frozenset(
    ["on", "last", "next", "this", "since", "until", "till", "by", "from", "late", "early", "of", "to", "before", "after", "through", "between", "and", "in", "during", "for", "mid", "around", "past", "every", "each", "coming"]
)  # fmt: skip
_BEFORE_YEAR: Final = frozenset(
    ["in", "since", "until", "by", "of", "from", "during", "late", "early", "the", "'s", "’s", "after", "before", "between", "through", "a", "an", "this", "that", "its", "their"]
)  # fmt: skip
_COUNTED: Final = frozenset(
    ["hours", "gmt", "local", "percent", "per", "km", "miles", "metres", "meters", "kg", "tonnes", "tons", "feet", "ft", "people", "hectares", "acres", "euros", "dollars", "pounds", "litres"]
)  # fmt: skip
_ALSO_WORDS: Final = frozenset(["may", "march", "august", "mar", "mar.", "sun", "sat", "wed", "jan", "dec", "fall", "spring"])
_OPENING: Final = frozenset(["`", '"', "“", "‘", "'", "«", "(", "[", ":", "-", "–", "—", "•", "*", "...", "…", "``"])
_REACH: Final = 24


def in_name(view: View, match: Found) -> bool:
    """True where the words are (part of) a name or a figure of something else."""
    place = _Place(view, match)
    rule = match.rule.name
    if _in_known_name(view, match.start, match.end) or place.quoted():
        return True
    if rule in ("year", "year-range", "range-year", "old-year"):
        return _no_year(place)
    if rule == "month" and view.lower[place.a] == "that" and view.parse.deps[place.a] in ("mark", "nsubj", "nsubjpass"):
        return True
    if rule.startswith("vague"):
        return _vague_name(place)
    if place.named_head() or (rule.startswith(("month", "season", "date", "holiday")) and place.person()):
        return True
    if rule in ("duration", "hyphened", "past-unit", "many") and _no_duration(place):
        return True
    if place.first and place.next_word[:1].islower() and place.after not in words("names", "after_weekday"):
        return place.low in _ALSO_WORDS and view.parse.deps[place.a] in ("nsubj", "nsubjpass", "aux")
    if re.match(DAYNAME, place.low) is not None:
        return _weekday_name(place)
    if place.low in _ALSO_WORDS and rule.startswith("month"):
        return not place.words[0].isupper() or not _is_month(place)
    return _titled(place, rule)


def _is_month(place: "_Place") -> bool:
    """True for "in May", "an August interview", "March's figures"; not for "then May said", "Theresa May's plan"."""
    parse = place.view.parse
    if place.before in _AFTER_PREPOSITION:
        return True
    follows_name = bool(place.before) and parse.pos[place.a - 1] == "PROPN"
    return not follows_name and place.next_word[:1].islower() and parse.deps[place.last] in ("compound", "nmod", "poss", "npadvmod")


class _Place:
    """A match among its tokens: `a` to `last`, the words before and after it in its sentence."""

    __slots__ = ("a", "after", "before", "first", "last", "low", "next_word", "view", "words")

    def __init__(self, view: View, match: Found) -> None:
        parse = view.parse
        self.view = view
        self.a, self.last = view.token_at(match.start), view.token_at(match.end - 1)
        start, end = view.sentence(self.a)
        self.words = view.text[match.start : match.end]
        self.low = view.flat[match.start : match.end]
        self.before = view.lower[self.a - 1] if self.a > start else ""
        self.after = view.lower[self.last + 1] if self.last + 1 < end else ""
        self.next_word = parse.words[self.last + 1] if self.after else ""
        # an opening mark or a label leaves the word that follows the first of its sentence
        self.first = self.words[0].isupper() and (self.before == "" or (self.before in _OPENING and self._opens(start)))

    def _opens(self, start: int) -> bool:
        lower = self.view.lower
        return lower[self.a - 1] in ('"', "“", "‘", ":", "``", "`") or all(lower[k] in _OPENING for k in range(start, self.a))

    def quoted(self) -> bool:
        """True where the words alone stand in quotation marks, with a capital: "Today", a programme."""
        return self.words[0].isupper() and self.before in ('"', "“", "‘", "'", "``") and self.after in ('"', "”", "’", "'", "''")

    def named_head(self) -> bool:
        """True before the head of a name with a capital: "14 July Bridge", "Good Friday Memorial"."""
        parse = self.view.parse
        if not self.next_word[:1].isupper() or self.after not in words("names", "heads"):
            return False
        return (
            parse.heads[self.last] == self.last + 1
            or parse.heads[self.a] == self.last + 1
            or parse.heads[self.last] == parse.heads[self.last + 1]
        )

    def person(self) -> bool:
        """True for "June Achieng", "Captain Adeel Noon": capitals beside it that are one name with it, and no preposition."""
        parse, token = self.view.parse, self.a
        if self.a != self.last or not self.words[0].isupper() or self.before in _AFTER_PREPOSITION:
            return False
        day = re.match(DAYNAME, self.low) is not None
        if not day and self.before.rstrip(".") in words("names", "titles") and parse.words[token - 1][0].isupper():
            return True
        follows = (
            self.next_word[:1].isupper()
            and parse.pos[token + 1] == "PROPN"
            and parse.heads[token] == token + 1
            and parse.deps[token] == "compound"
        )
        return (
            follows
            and parse.ner[token + 1] in ("PERSON", "")
            and parse.deps[token + 1] in ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj", "ROOT", "poss", "attr")
        )


def _in_known_name(view: View, start: int, end: int) -> bool:
    for hit in view.tables.find(view.text, max(0, start - _REACH), min(len(view.text), end + _REACH)):
        if hit.start < end and hit.end > start and (hit.start < start or hit.end > end):
            return True
    return False


def _weekday_name(place: _Place) -> bool:
    parse = place.view.parse
    if place.after in words("names", "after_weekday") or place.before in words("names", "before_weekday"):
        return True
    if place.last + 1 >= len(parse):
        return False
    proper = place.next_word[:1].isupper() and parse.pos[place.last + 1] == "PROPN" and place.view.text[parse.ends[place.last]] == " "
    if not proper:
        return False
    return (
        (place.before not in _AFTER_PREPOSITION and parse.heads[place.last] == place.last + 1) or place.first or place.before in ("", "the")
    )


def _vague_name(place: _Place) -> bool:
    """True for "Vision of the Future", "Apocalypse Now", "now" that joins clauses."""
    parse = place.view.parse
    if not place.first and any(word[:1].isupper() for word in place.words.split()):
        return True
    return place.low == "now" and parse.deps[place.a] in ("mark", "compound", "intj")


def _no_duration(place: _Place) -> bool:
    """True where the unit is another word ("a second man", "the last minute"), or the count is of a game."""
    parse, tail = place.view.parse, place.view.lower[place.last]
    if tail in ("second", "minute") and parse.tags[place.last].startswith("JJ"):
        return True
    if tail in ("second", "minute") and parse.deps[place.last] == "amod":
        return True
    head = parse.heads[place.last]
    if sum(word[:1].isupper() for word in place.words.split()) > 1 and not place.words.isupper():
        return True
    if tail == "century" and parse.deps[place.last] == "dobj" and parse.lemmas[head] in words("names", "cricket"):
        return True
    if place.low == "a day" and place.after == "of" and parse.deps[place.last] in ("attr", "appos"):
        return True
    if (
        place.low == "one day"
        and place.before not in ("for", "in", "just", "only", "lasted", "least", "within")
        and parse.deps[place.last] == "npadvmod"
    ):
        return True
    if place.low.startswith("many ") and place.before in ("as", "how", "so"):
        return True
    if place.low.startswith(("a ", "an ")) and _is_rate(place):
        return True
    if place.low in ("the last minute", "the final hour") and place.before in ("at", "until", "to", "till"):
        return True
    return place.after in ("mark", "rule") and place.before == ""


def _is_rate(place: _Place) -> bool:
    """True for "$80 a day", "three meals a day"; "died a day after" and "waited a week" are times."""
    parse, a = place.view.parse, place.a
    if not place.before or place.after in ("after", "before", "earlier", "later", "ago", "on", "and", "or"):
        return False
    return parse.deps[place.last] == "npadvmod" and (parse.pos[a - 1] in ("NOUN", "NUM", "SYM") or place.before[-1].isdigit())


def _titled(place: _Place, rule: str) -> bool:
    parse = place.view.parse
    if (
        rule != "holiday"
        and _UNIT_WORD.search(place.words)
        and not place.words.isupper()
        and not place.first
        and place.a > parse.sents[0][0]
    ):
        return place.before != ""
    if rule in ("adverb", "tonight") and place.words[0].isupper() and place.next_word[:1].isupper():
        return True
    if rule == "holiday" and place.low in ("christmas", "easter", "halloween", "thanksgiving"):
        return parse.deps[place.last] == "compound" and parse.pos[parse.heads[place.last]] in ("NOUN", "PROPN")
    if rule in ("quarter", "quarter-short") and not re.search(r"\d{4}|year", place.low):
        a, b = place.view.sentence(place.a)
        return any(word in words("names", "sport") for word in place.view.lower[a:b])
    return False


def _no_year(place: _Place) -> bool:
    """True for a number of four figures that counts or labels something."""
    parse = place.view.parse
    bare = place.a == place.last
    if place.before in words("names", "before_number") or (place.before and place.before[-1] in "$£€#"):
        return True
    if (
        bare
        and place.a
        and place.before
        and place.before[0].isalpha()
        and parse.words[place.a - 1][0].isupper()
        and parse.pos[place.a - 1] == "PROPN"
    ):
        # "Apollo 1970": a year that follows a name without a preposition is part of it
        return place.a - 1 > place.view.sentence(place.a)[0] and parse.heads[place.a] == place.a - 1
    if not place.after:
        return False
    if place.after in _COUNTED:
        return True
    counted = parse.tags[place.last + 1] == "NNS" and parse.heads[place.last] == place.last + 1 and parse.deps[place.last] == "nummod"
    return counted and place.before not in _BEFORE_YEAR
