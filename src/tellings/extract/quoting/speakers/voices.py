"""Who spoke last: "he said" after a quotation goes on with its speaker, unless somebody else was the subject since."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings import data
from tellings.extract.quoting.trees import Tree
from tellings.model.observed import Mention

Named = tuple[str | None, Mention | None]
# Over so many sentences "he said" still means the last speaker.
_REACH: Final = 3
# So many persons back it is looked who was named before: beyond it, a book would cost its square.
_LOOK: Final = 200
_REMEMBERED: Final = 6
_PRONOUNS: Final = {"he": "m", "she": "f", "him": "m", "her": "f"}
_OTHER: Final = {"m": "she", "f": "he"}
_HUMANS: Final = {"man": "m", "woman": "f", "boy": "m", "girl": "f"}
_PLURAL: Final = frozenset({"NNS", "NNPS"})
_DEFINITE: Final = ("the ", "The ")
_OBJECTS: Final = frozenset({"dobj", "dative", "iobj"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class _Voice:
    named: Named
    place: int
    gender: str


@cache
def _genders() -> dict[str, str]:
    found = {word: gender for gender, words in data.toml("speech")["genders"].items() for word in words}
    given = data.toml("offices")["given"]
    both = set(given["m"]) & set(given["f"])
    address: dict[str, str] = data.toml("offices")["address"]
    return {word: gender for gender in ("m", "f") for word in given[gender] if word not in both} | found | address


def gender_of(words: Iterable[str]) -> str:
    """Return "m" or "f" where the words of a noun phrase tell, else ""."""
    found = set()
    for word in words:
        low = word.lower()
        known = _genders().get(low) or ("f" if low.endswith("woman") else "m" if low.endswith("man") and len(low) > len("woman") else "")
        found.add(known)
    found.discard("")
    return found.pop() if len(found) == 1 else ""


class Voices:
    """The last speakers of a text and the words they were given, in the order they are told of."""

    def __init__(self, tree: Tree, mentions: Sequence[Mention]) -> None:
        self.tree, self.parse = tree, tree.parse
        self.mentions = [m for m in mentions if m.kind == "person" and m.form != "pronoun"]
        self.places = [tree.at(m.sel.start) for m in self.mentions]
        self.spoke: list[_Voice] = []
        self.contents: list[tuple[int, int]] = []
        self.marked = False
        self.many: tuple[int, Named] | None = None

    def hear(self, start: int, end: int, *, marked: bool = False) -> None:
        """Take note of a content, `marked` where it stands in marks: who is named in it is no speaker for that."""
        self.contents = [*self.contents[-_REMEMBERED:], (start, end)]
        self.marked = marked

    def note(self, head: int, named: Named, words: Iterable[str]) -> None:
        """Take note of a speaker that is one person."""
        if named[0] is not None and self.parse.tags[head] not in _PLURAL and not self.is_told(self.parse.starts[head]):
            gender = _PRONOUNS.get(self.parse.words[head].lower()) or gender_of(words)
            self.spoke = [*self.spoke[-_REMEMBERED:], _Voice(named, head, gender)]

    def of_pronoun(self, head: int, found: Named, root: Mention | None = None, *, apart: str | None = None) -> Named:
        """Return whom "he" or "she" as a speaker stands for, where `found` is whom it may stand for as any pronoun, `root` that one's mention.

        The one named `apart` it does not stand for.
        """
        gender = _PRONOUNS.get(self.parse.words[head].lower())
        if gender is None:
            return found
        if self._beside_other(head, gender):
            return self._apart_from_last(head, gender, found)
        subject = self._subject_over(head)
        if root is not None and self._is_said(root) and not self.is_told(self.parse.starts[head]):
            found = self._outside(head, gender)
        for voice in reversed(self.spoke):
            if voice.place >= head or voice.place == subject or voice.named[0] == apart:
                continue
            if self.tree.sent_of[head] - self.tree.sent_of[voice.place] > _REACH:
                return found
            if voice.gender in {"", gender}:
                return (
                    found
                    if self._other_subject(voice.place, head if subject is None else self.tree.left[subject])
                    or self._says_more(found, voice, gender)
                    else voice.named
                )
        return found

    def note_many(self, head: int, named: Named) -> None:
        """Take note of speakers that are several, or of a body."""
        if named[0] is not None and not self.is_told(self.parse.starts[head]):
            self.many = (head, named)

    def of_they(self, head: int, found: Named, root: Mention | None) -> Named:
        """Return whom "they" as a speaker stands for: those who spoke last, unless other people were named since."""
        if self.many is None or self.tree.sent_of[head] - self.tree.sent_of[self.many[0]] > _REACH:
            return found
        place = self.parse.starts[self.many[0]]
        since = root is not None and root.sel.start > place and not self.is_told(root.sel.start)
        return found if since else self.many[1]

    def of_noun(self, head: int) -> Named | None:
        """Return the last speaker, one without a name, whom "the man" or "the woman" takes up."""
        words, gender = self.tree.words(self.tree.left[head], head), _HUMANS.get(self.parse.words[head].lower())
        if gender is None or words.split()[:-1] != ["the"]:
            return None
        for voice in reversed(self.spoke):
            if self.tree.sent_of[head] - self.tree.sent_of[voice.place] > _REACH:
                return None
            if voice.gender in {"", gender}:
                unnamed = voice.gender == gender and (voice.named[0] or "")[:1].islower()
                return voice.named if unnamed and not self._other_subject(voice.place, self.tree.left[head]) else None
        return None

    def _beside_other(self, head: int, gender: str) -> bool:
        """True where another speaker's "she said" governs the pronoun: "she said he had told her"."""
        if self.parse.heads[self.parse.heads[head]] == self.parse.heads[head]:
            return False
        first, end = self.parse.sents[self.tree.sent_of[head]]
        others = (k for k in range(first, end) if self.parse.words[k].lower() == _OTHER[gender])
        return any(not self.is_told(self.parse.starts[k]) for k in others)

    def _subject_over(self, head: int) -> int | None:
        """The subject of the verb whose object the pronoun is: "the agency quoted him" is of two."""
        if self.parse.deps[head] not in _OBJECTS:
            return None
        return self.tree.first(self.parse.heads[head], *_SUBJECTS)

    def _apart_from_last(self, head: int, gender: str, found: Named) -> Named:
        """Who "he" is beside "she", where both would be the last speaker: the person named last who is not that speaker."""
        last = next((v for v in reversed(self.spoke) if v.place < head), None)
        if last is None or found[0] != last.named[0] or last.gender == gender:
            return found
        for k in range(bisect_left(self.places, head) - 1, -1, -1):
            m = self.mentions[k]
            if self.tree.sent_of[head] - self.tree.sent_of[self.places[k]] > _REACH:
                break
            if m.form == "name" and m.name != last.named[0] and gender_of(m.name.split()) in {"", gender}:
                return m.name, m
        return found

    def is_told(self, place: int) -> bool:
        """True for a place inside one of the last contents."""
        return any(a <= place < b for a, b in self.contents)

    def _is_said(self, root: Mention) -> bool:
        """True for one who is only spoken of in the words of the quotation itself: "I want a nurse," she said."""
        if not self.marked or not self.contents:
            return False
        start, end = self.contents[-1]
        if start <= root.sel.start < end or (root.sel.start < start and root.form != "pronoun"):
            return root.sel.start >= start
        at = bisect_left(self.places, self.tree.at(start))
        return not any(self._is_of(m, root) for m in self.mentions[max(0, at - _LOOK) : at])

    def _is_of(self, mention: Mention, root: Mention) -> bool:
        return (
            root.id in {mention.id, mention.antecedent}
            or mention.name == root.name
            or (root.known is not None and mention.known == root.known)
        )

    def _outside(self, head: int, gender: str) -> Named:
        """The person named last before the words, in the sentences near them, whose name does not tell of another gender."""
        begins = self.tree.sent_of[self.tree.at(self.contents[-1][0])]
        for k in range(bisect_left(self.places, head) - 1, -1, -1):
            m = self.mentions[k]
            if begins - self.tree.sent_of[self.places[k]] > 1:
                break
            if m.form == "name" and not self.is_told(m.sel.start) and gender_of(m.name.split()) in {"", gender}:
                return m.name, m
        return None, None

    def _says_more(self, found: Named, voice: _Voice, gender: str) -> bool:
        """True where the last speaker is only described ("the actor said") and the pronoun's own antecedent has a name."""
        if found[0] is None or gender_of(found[0].split()) not in {"", gender}:
            return False
        described = (voice.named[0] or "").startswith(_DEFINITE)
        return described and found[0][:1].isupper() and not found[0].startswith(_DEFINITE)

    def _other_subject(self, first: int, last: int) -> bool:
        """True where a person is a subject between two tokens, outside what is quoted."""
        between = range(bisect_right(self.places, first), bisect_left(self.places, last))
        near = self.tree.sent_of[first]
        found = (m for m in (self.mentions[k] for k in between) if self._is_subject(m) and not self.is_told(m.sel.start))
        return any(self.tree.sent_of[self.tree.at(m.sel.start)] != near or self._is_main(m) for m in found)

    def _is_main(self, mention: Mention) -> bool:
        """True for the subject of a sentence's main clause, or of one beside it."""
        parse, last = self.parse, self.tree.over(mention.sel.end - 1)
        verb = next(parse.heads[k] for k in range(self.tree.at(mention.sel.start), last + 1) if parse.deps[k] in _SUBJECTS)
        return parse.heads[verb] == verb or (parse.deps[verb] == "conj" and parse.heads[parse.heads[verb]] == parse.heads[verb])

    def _is_subject(self, mention: Mention) -> bool:
        last = self.tree.over(mention.sel.end - 1)
        return any(self.parse.deps[k] in _SUBJECTS for k in range(self.tree.at(mention.sel.start), last + 1))
