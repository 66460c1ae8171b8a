"""Where a content ends: the breaks at which it may, and what is to be seen at each. `learnt` decides between them."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from tellings.extract.quoting.cues import VERBS, Cue, cue_at
from tellings.extract.quoting.trees import Tree

# More breaks than this are not weighed, nor any further from the head of a content than this many tokens.
_MOST: Final = 16
_REACH: Final = 110
# A content of more tokens keeps the end that the parse gives it.
_LONGEST: Final = 250
# So many breaks beyond what the parse gives are weighed too.
_BEYOND: Final = 1
# "the spokesman for the ministry said" has no more tokens than this before its verb.
_SHORT: Final = 6
# A break is taken before the one that the rules give where its score is better by more than this.
_SURER: Final = 0.05
_OPENS: Final = frozenset({"“", "``", "‘", "„", "«"})
_CLOSES: Final = frozenset({"”", "''", "»"})
_STRAIGHT: Final = frozenset({'"'})
_COMMA: Final = frozenset({","})
_DASH: Final = frozenset({"—", "–", "--", "-"})
_PARTS: Final = frozenset({";", ":", "(", "[", "…", "..."})
_FINAL: Final = frozenset({".", "!", "?"})
_MARKS: Final = _OPENS | _CLOSES | _STRAIGHT
_PUNCT: Final = _COMMA | _DASH | _PARTS | _FINAL | _MARKS | {")", "]"}
_LABELS: Final = ("cc", "conj", "advcl", "relcl", "prep", "advmod", "appos", "ccomp", "nsubj", "ROOT", "npadvmod", "parataxis")
# Classes of the word after a break.
_WORDS: Final = {
    "and": frozenset({"and", "or", "&"}),
    "but": frozenset({"but", "yet", "though"}),
    "which": frozenset({"which", "who", "where", "whose", "whom"}),
    "as": frozenset({"as"}),
    "while": frozenset({"while", "although", "though", "despite", "even", "whereas"}),
    "when": frozenset({"when", "after", "before", "until", "once"}),
    "in": frozenset({"in", "on", "at", "during", "under", "amid"}),
    "that": frozenset({"that"}),
    "for": frozenset({"for", "from", "by", "of", "about", "over", "against", "into"}),
}
_TAGS: Final = ("VBG", "VBD", "IN", "CC", "NNP", "NN", "DT", "PRP")
_RULES: Final = ("clause", "infinitive", "request", "object", "phrase", "called")
_KINDS: Final = {"comma": _COMMA, "dash": _DASH, "part": _PARTS, "closes": _CLOSES | _STRAIGHT, "opens": _OPENS, "final": _FINAL}
_PAST, _PRESENT, _MODAL, _BARE = 1, 2, 3, 0
_AFTER: Final = (
    *(f"label {label}" for label in _LABELS), *(f"word {word}" for word in _WORDS), *(f"tag {tag}" for tag in _TAGS), "on content", "on cue",
    "on what came", "on what comes", "verb", "subject", "pronoun", "past", "present", "bare", "tense of cue", "tense of content", "cue",
    "cue of nobody", "size", "day",
)  # fmt: skip
NAMES: Final = (
    "by parse", "beyond parse", "closes sentence", *_KINDS, *(f"rule {rule}" for rule in _RULES), "marks open", "marks open first", "order",
    "order from last", "words before", "words to parse", "words to sentence", "words from head", "one tense", "content past", "cue past",
    "cue present", "cue bare", *_AFTER,
)  # fmt: skip


def breaks(tree: Tree, first: int, head: int, last: int) -> list[int]:
    """Return the tokens after which a content may end, in their order: where the parse says, before punctuation and before what depends.

    Some lie beyond what the parse gives the content, but none behind ", the mayor said", "according to" or ", adding".
    """
    parse = tree.parse
    end = parse.sents[tree.sent_of[head]][1]
    inner = inside(tree, head, last)
    stop = min(end, head + _REACH)
    found = list(islice((t for t in range(max(head, first), inner) if _may_break(tree, t)), _MOST - 1))
    found.append(inner)
    beyond: list[int] = []
    for t in range(inner, stop):
        if t > inner and parse.words[t] not in _PUNCT and (t + 1 == end or _may_break(tree, t)):
            beyond.append(t)
        if _is_told(tree, t + 1, end):
            break
    return [*found, *beyond[:_BEYOND], *beyond[max(_BEYOND, len(beyond) - 1) :]]


def _is_told(tree: Tree, n: int, end: int) -> bool:
    """True where a comma and what follows it is the cue's own: "…, the mayor said", "… according to the mayor", "…, adding that"."""
    parse = tree.parse
    if n >= end:
        return True
    if parse.words[n].lower() == "according":
        return True
    if parse.words[n] not in _COMMA and not (n + 1 < end and parse.words[n] in _CLOSES | _STRAIGHT):
        return False
    while n < end and parse.words[n] in _PUNCT:
        n += 1
    if n >= end:
        return False
    if parse.words[n].lower() == "according" or (parse.tags[n] == "VBG" and cue_at(tree, n) is not None):
        return True
    for k in range(n, min(n + _SHORT, end)):
        if parse.pos[k] in VERBS and parse.deps[k] not in {"aux", "auxpass"}:
            told = cue_at(tree, k)
            return told is not None and "that" in told.frames and (k + 1 == end or parse.words[k + 1] in _PUNCT)
    return False


def goes_after(cue: Cue, rule: str, first: int, head: int, last: int) -> bool:
    """True for a content whose end is weighed: it stands after its cue, in one piece, and is no page whose sentence ends were lost."""
    return rule in _RULES and head > cue.verb and first > cue.verb and last - first <= _LONGEST


def chosen(points: Sequence[int], scores: Sequence[float], last: int) -> int:
    """Return the break with the best score; the one that the rules give, unless that is clearly worse."""
    best = max(range(len(points)), key=lambda k: (scores[k], -k))
    by_rule = points.index(last) if last in points else -1
    if by_rule >= 0 and scores[best] - scores[by_rule] <= _SURER:
        return last
    return points[best]


def with_mark(tree: Tree, first: int, last: int) -> int:
    """Return the last token of a content with the mark that closes a passage in it."""
    words = tree.parse.words
    after = last + 2 if last + 2 < len(words) and words[last + 1] in {",", "."} else last + 1
    if after < len(words) and words[after] in _CLOSES | _STRAIGHT and _open_marks(tree, first, last)[-1]:
        return after
    return last


def inside(tree: Tree, head: int, last: int) -> int:
    """Return the last token of a content that is no punctuation."""
    while last > head and tree.parse.words[last] in _PUNCT:
        last -= 1
    return last


def _may_break(tree: Tree, t: int) -> bool:
    parse = tree.parse
    if parse.words[t] in _PUNCT:
        return False
    after = parse.words[t + 1]
    if after in _PUNCT:
        return True
    if parse.deps[t + 1] in {"cc", "mark"} or parse.tags[t + 1] in {"IN", "TO", "VBG", "WRB", "WDT", "WP"}:
        return True
    k = _constituent(tree, t + 1)
    return parse.deps[k] in {"npadvmod", "advcl", "relcl", "acl", "conj", "parataxis"} and parse.heads[k] <= t


def _constituent(tree: Tree, n: int) -> int:
    """The highest token whose span begins with token `n`."""
    heads, k = tree.parse.heads, n
    for _ in range(_REACH):
        up = heads[k]
        if up == k or tree.left[up] != n:
            return k
        k = up
    return k


def features(tree: Tree, cue: Cue, rule: str, content: tuple[int, int, int], points: Sequence[int]) -> Iterator[list[float]]:
    """Yield for each break what is to be seen there, by NAMES; `content` is its first, head and last token as the parse has it."""
    parse = tree.parse
    first, head, last = content
    end = parse.sents[tree.sent_of[head]][1]
    inner = inside(tree, head, last)
    tenses = _tense(tree, head), _tense(tree, cue.verb)
    whole = [float(rule == name) for name in _RULES]
    opened = _open_marks(tree, first, points[-1])
    about = [
        float(tenses[0] == tenses[1]), float(tenses[0] == _PAST), float(tenses[1] == _PAST), float(tenses[1] == _PRESENT),
        float(tenses[1] == _BARE),
    ]  # fmt: skip
    for order, t in enumerate(points):
        n = t + 1
        marks: set[str] = set()
        while n < end and parse.words[n] in _PUNCT:
            marks.add(parse.words[n])
            n += 1
        yield [
            float(t == inner), float(t > inner), float(n >= end), *(float(not marks.isdisjoint(kind)) for kind in _KINDS.values()), *whole,
            float(opened[t - first]), float(opened[0]), float(order), float(len(points) - order), float(t - first + 1),
            float(max(0, inner - t)), float(end - n), float(t - head), *about, *_after(tree, cue, head, n, end, tenses),
        ]  # fmt: skip


def _after(tree: Tree, cue: Cue, head: int, n: int, end: int, tenses: tuple[int, int]) -> list[float]:
    """What stands after a break: the words that begin there, and what they hang on."""
    parse = tree.parse
    if n >= end:
        return [0.0] * len(_AFTER)
    k = _constituent(tree, n)
    if parse.deps[n] == "cc":
        k = next((c for c in tree.kids(parse.heads[n], "conj") if c > n), k)
    word, up, tag = parse.words[n].lower(), parse.heads[k], parse.tags[n]
    subject = tree.first(k, "nsubj", "nsubjpass")
    verb = parse.pos[k] in VERBS
    tense = _tense(tree, k) if verb else -1
    cued = verb and cue_at(tree, k) is not None
    return [
        *(float(parse.deps[k] == label) for label in _LABELS), *(float(word in kind) for kind in _WORDS.values()),
        *(float(tag == name) for name in _TAGS), float(up == head), float(up == cue.verb), float(up < n), float(up > n), float(verb),
        float(subject is not None), float(subject is not None and parse.pos[subject] == "PRON"), float(tense == _PAST),
        float(tense == _PRESENT), float(tense == _BARE), float(tense == tenses[1]), float(tense == tenses[0]), float(cued),
        float(cued and subject is None), float(tree.right[k] - tree.left[k] + 1), float(parse.ner[k] in {"DATE", "TIME"}),
    ]  # fmt: skip


def _tense(tree: Tree, verb: int) -> int:
    parse = tree.parse
    for k in (*tree.kids(verb, "aux", "auxpass"), verb):
        if parse.tags[k] == "MD":
            return _MODAL
        if parse.tags[k] == "VBD":
            return _PAST
        if parse.tags[k] in {"VBZ", "VBP"}:
            return _PRESENT
    return _BARE


def _open_marks(tree: Tree, first: int, last: int) -> list[bool]:
    """For each token whether a passage in marks that began in the content (or right before it) is still open after it."""
    words, is_open, made = tree.parse.words, False, []
    begin = first - 1 if first > 0 and words[first - 1] in _OPENS | _STRAIGHT else first
    for t in range(begin, last + 1):
        if words[t] in _OPENS:
            is_open = True
        elif words[t] in _CLOSES:
            is_open = False
        elif words[t] in _STRAIGHT:
            is_open = not is_open
        if t >= first:
            made.append(is_open)
    return made
