"""Whether the clause that holds a time speaks of what is to come, by its verbs as they were parsed."""

from typing import Final

from tellings.extract.timing.view import View, words

_FINITE: Final = ("VBD", "VBZ", "VBP", "MD")
_WAS: Final = frozenset(["was", "were", "had", "did"])
_NEAR: Final = 3
_MOST_STEPS: Final = 14


def looks_ahead(view: View, a: int, b: int) -> bool:
    """True where the clause that holds the tokens `a` to `b` (half-open) speaks of what is to come."""
    start = view.sentence(a)[0]
    hint = _by_words(view, start, a, b)
    if hint is not None:
        return hint
    subject = _misread_subject(view, a, b)
    if subject is not None:
        return _verb(view, subject)
    if _bound(view, start, a):
        return False
    if _is_set(view, a, b):
        return True
    return _climb(view, view.top(a, b), a)


def _by_words(view: View, start: int, a: int, b: int) -> bool | None:
    """What the words before the time say, None where they say nothing."""
    low = view.lower
    for i in range(a - 1, max(start, a - _NEAR) - 1, -1):
        if low[i] in ("since", "after", "following"):
            return False
        if low[i] in ("next", "coming", "upcoming", "ahead") and not (low[i] == "ahead" and low[i + 1] != "of"):
            return True
        if low[i] in ("until", "till") and i >= a - 2:
            return _until(view, i, b)
    return None


def _is_set(view: View, a: int, b: int) -> bool:
    """True for "fixed July 29 for mention", "set 3 May as the day"."""
    if b >= view.sentence(a)[1] or view.lower[b] not in ("for", "as") or view.parse.pos[a - 1] == "ADP":
        return False
    verb = _governor(view, view.top(a, b))
    return verb is not None and view.parse.lemmas[verb] in words("tense", "fixing")


def _bound(view: View, start: int, a: int) -> bool:
    """True right after the verb or the occasion of speech: "announced on Monday it will", "said in a statement Thursday that"."""
    i = a - 1
    if i >= start and view.lower[i] in ("on", "late", "early"):
        i -= 1
    if i < start or view.lower[i] not in words("tense", "binding"):
        return False
    parse = view.parse
    if parse.pos[i] in ("VERB", "AUX"):
        return parse.tags[i] in ("VBD", "VBN") and not any(parse.deps[k] in ("aux", "auxpass") for k in view.children(i))
    verb = _governor(view, i)
    return verb is not None and parse.tags[verb] == "VBD" and view.lower[verb] in words("tense", "binding")


def _until(view: View, i: int, b: int) -> bool:
    """For one: "Is closed until Friday" and "was adjourned until Friday" look ahead; "lasted until Friday" and "from Tuesday until Friday" need not.

    Nor does "was closed until Friday, when it reopened"; `b` is the first token after the time.
    """
    verb = _governor(view, i)
    while (
        verb is not None
        and view.parse.tags[verb] == "VBN"
        and not any(view.parse.deps[k] in ("aux", "auxpass") for k in view.children(verb))
    ):
        over = _governor(view, verb)
        if over is None or view.parse.deps[verb] in ("acl", "relcl"):
            break
        verb = over
    if verb is None:
        return True
    helpers = [view.lower[k] for k in view.children(verb) if view.parse.deps[k] in ("aux", "auxpass")]
    past = view.parse.tags[verb] == "VBD" or (view.parse.tags[verb] in ("VBN", "VBG") and any(word in _WAS for word in helpers))
    if not past:
        return True
    lemma = view.parse.lemmas[verb]
    if any(view.lower[k] == "from" for k in view.children(verb)):
        return False
    over = "when" in view.lower[b : min(b + 2, view.sentence(i)[1])]
    return lemma in words("tense", "setting") or (lemma in words("tense", "lasting") and not over)


def _governor(view: View, i: int) -> int | None:
    """The verb over a token, itself left out; None where there is none."""
    parse, steps = view.parse, 0
    while steps < _MOST_STEPS and parse.heads[i] != i:
        i, steps = parse.heads[i], steps + 1
        if parse.pos[i] in ("VERB", "AUX"):
            return i
    return None


def _misread_subject(view: View, a: int, b: int) -> int | None:
    """The verb of "said Thursday would be a day of mourning": a bare day right before a modal is its subject, whatever the parse says."""
    parse = view.parse
    if b >= view.sentence(a)[1] or parse.tags[b] != "MD" or a == view.sentence(a)[0] or parse.pos[a - 1] == "ADP":
        return None
    verb = parse.heads[b]
    return verb if not any(parse.deps[k] in ("nsubj", "nsubjpass") and k < a for k in view.children(verb)) else None


def _climb(view: View, token: int, a: int) -> bool:
    """Go up from the time to the verb of its clause, and judge by what stands on the way."""
    parse, i, steps, prep, noun = view.parse, token, 0, "", -1
    while steps < _MOST_STEPS:
        low = view.lower[i]
        if i < a and parse.pos[i] in ("ADP", "SCONJ"):
            if low in ("after", "since", "following") and parse.heads[i] != i:
                return False
            prep = prep or low
        if i != token and low in words("tense", "coming") and parse.pos[i] in ("ADJ", "VERB") and prep not in ("", "since"):
            return not _happened(view, i)
        if parse.pos[i] in ("VERB", "AUX") and i != token:
            return _through(view, noun, _verb(view, i, prep), i)
        if parse.tags[i] in ("NN", "NNS", "NNP", "NNPS") and i != token:
            if _clause_noun(view, i):
                return True
            noun = i if noun < 0 else noun
            if low in words("tense", "happened") or (low in words("tense", "counted") and prep in ("", "for", "in")):
                return False
        elif i == token and _clause_noun(view, i):
            return True
        if parse.heads[i] == i:
            return False
        i, steps = parse.heads[i], steps + 1
    return False


def _through(view: View, noun: int, ahead: bool, verb: int) -> bool:  # a step of the climb
    """What a noun between the time and its verb leaves of the verb's tense: "the comments Monday are", "a Tuesday deal" look back."""
    if noun < 0 or not ahead or view.parse.tags[verb] not in ("VBZ", "VBP"):
        return ahead
    return view.lower[noun] in words("tense", "planned") or view.parse.deps[noun] not in ("nsubj", "nsubjpass", "pobj")


def _happened(view: View, i: int) -> bool:
    """For one: "Had been set for Monday" looks back, and so does "was killed … set on fire": only adjectives and passives count."""
    if view.parse.tags[i] == "VBD" or any(view.lower[k] == "had" for k in view.children(i)):
        return True
    return view.parse.lemmas[i] == "set" and view.parse.deps[i] == "conj"


def _clause_noun(view: View, i: int) -> bool:
    """True for a verb that was parsed as a noun: "Bin collections resume on Thursday, the council said"."""
    return view.parse.deps[i] in ("ccomp", "advcl", "csubj") and any(view.parse.deps[k] in ("nsubj", "nsubjpass") for k in view.children(i))


def _verb(view: View, i: int, prep: str = "", depth: int = 0) -> bool:  # one way out for each tense
    """True where the verb's own tense, or that of the verb which it follows, looks ahead."""
    parse, lemma, tag = view.parse, view.parse.lemmas[i], view.parse.tags[i]
    kids = view.children(i)
    helpers = [view.lower[k] for k in kids if parse.deps[k] in ("aux", "auxpass")]
    modal = next((word for word in helpers if word in words("future", "modals")), None)
    if modal is not None:
        if modal in ("could", "would", "ca", "can") and any(parse.deps[k] == "neg" for k in kids) and lemma in words("tense", "refused"):
            return False
        return modal in ("will", "'ll", "’ll", "shall") or "have" not in helpers
    if "to" in helpers:
        return "have" not in helpers and _to_come(view, i, depth)
    if (
        tag in ("VB", "VBN", "VBG")
        and not helpers
        and parse.deps[i] in ("conj", "xcomp", "ccomp", "advcl", "pcomp", "acl", "relcl", "dep", "ROOT")
    ):
        return _bare(view, i, prep, depth)
    if lemma in words("tense", "setting") and prep in ("for", "to", "until", "till") and parse.deps[i] != "auxpass":
        return True
    if "did" in helpers or any(word in _WAS for word in helpers) or tag == "VBD":
        return tag == "VBG" and lemma == "go"
    if tag == "VBG":
        return any(word in ("is", "are", "am", "'s", "'re", "’s", "’re", "be") for word in helpers)
    if "have" in helpers or "has" in helpers or "'ve" in helpers or "’ve" in helpers:
        return lemma in words("tense", "setting") and prep == "by"
    if tag == "VBN" and any(word in ("is", "are", "'s", "’s") for word in helpers):
        return lemma not in words("tense", "told")
    if tag not in ("VBZ", "VBP", "VB"):
        return False
    # "reports its results on Friday" is to come, "reports that" was
    return lemma not in words("tense", "told") or (lemma in ("report", "mark") and any(parse.deps[k] == "dobj" for k in kids))


def _bare(view: View, i: int, prep: str, depth: int) -> bool:
    """A verb form without helpers of its own: it shares those of the verb that it follows."""
    parse, tag, lemma = view.parse, view.parse.tags[i], view.parse.lemmas[i]
    if (
        tag == "VBN"
        and (lemma in words("tense", "setting") or lemma in words("future", "verbs"))
        and parse.deps[i] in ("acl", "relcl", "ROOT", "advcl")
    ):
        return prep in ("for", "on", "to", "in", "at", "until", "") and lemma not in ("order", "ask", "tell", "bar", "ban")
    head = parse.heads[i]
    order = tag == "VB" and not any(parse.deps[k] in ("nsubj", "nsubjpass") for k in view.children(i))
    if head == i or depth > _NEAR or (order and parse.deps[i] == "ccomp" and parse.lemmas[head] in words("tense", "speech")):
        # an order: "Come back on Monday"
        return order
    if tag == "VBN" and parse.deps[i] in ("ccomp", "xcomp") and parse.lemmas[head] in words("future", "verbs"):
        return parse.tags[head] != "VBN" or _verb(view, head, "", depth + 1)
    if tag == "VBG" and parse.deps[i] == "pcomp":
        return False if view.lower[head] in ("after", "since", "of", "for") else _climb(view, head, head)
    if parse.pos[head] not in ("VERB", "AUX"):
        return False
    if parse.deps[i] == "conj" or tag in {"VB", "VBG"}:
        return _verb(view, head, "", depth + 1)
    return False


def _to_come(view: View, i: int, depth: int) -> bool:
    """For one: "Is to start", "plans to visit", "due to open" look ahead; "was forced to resign" does not."""
    parse = view.parse
    head = parse.heads[i]
    if head == i:
        return True
    lemma, low = parse.lemmas[head], view.lower[head]
    if parse.deps[i] == "conj" and depth <= _NEAR:
        return _verb(view, head, "", depth + 1)
    if lemma in words("future", "verbs") or low in words("future", "verbs") or low in words("tense", "coming") or lemma == "be":
        return True
    if parse.tags[head] in ("VBD", "VBN"):
        return False
    if lemma in words("tense", "done") or parse.deps[i] == "advcl":
        return depth <= _NEAR and parse.pos[head] in ("VERB", "AUX") and _verb(view, head, "", depth + 1)
    return parse.deps[i] in ("xcomp", "ccomp", "acl", "advcl", "relcl", "nsubj", "csubj")
