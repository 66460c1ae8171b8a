"""An invented story of three articles, and the records that the stages before composing would make of it."""

from dataclasses import replace

from tellings.briefing import compose
from tellings.briefing.check import check_brief
from tellings.model.articles import Article, Furniture, Rejected
from tellings.model.briefs import Brief, Comparison, Coverage, Manifest, SideAccount, StoryBrief
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Figure, Mention, Quotation, Relay, Statement, TimeExpression
from tellings.model.resolved import Carrier, Claim, ClaimValue, Conflict, CopyGroup, Entity, Event, Story, Utterance
from tellings.model.spans import Selector, Span
from tellings.text.anchor import select

GAZETTE = """Home | News | Weather
Dam at Orsk Vale holds after night of rain
ORSK VALE — Engineers opened two gates of the Orsk dam on Tuesday, and about 400 people left the villages below it.
“The wall is sound and nobody is in danger,” said Mirela Dance, the water minister.
She told Radio Kesten that the gates would stay open until Friday.
At least nine homes were flooded, the mayor's office said.
The dam was built in 1961.
Share this
"""
COURIER = """Orsk: 420 moved from homes
Two gates of the Orsk dam were opened on Tuesday by engineers. Some 420 people were moved from villages downstream.
“The wall is sound and no one is in danger,” the water minister, Mirela Dance, said.
Twelve homes were under water by the evening, according to the mayor's office.
A farmer, Jon Petrak, said he had lost 60 sheep.
The neighbouring state of Kesten lodged a protest: “We were not warned,” its foreign ministry said in a statement.
"""
WIRE = """Dozens of families left their homes below the Orsk dam, whose two gates were opened on Tuesday.
The minister will visit on Thursday.
Source: Vale News Agency
"""
TEXTS = {"gazette": GAZETTE, "courier": COURIER, "wire": WIRE, "copy": WIRE}


class Records:
    """Builds records whose selectors are found by their words."""

    def __init__(self) -> None:
        self.made: list[object] = []
        self.article = {key: _article(key, text) for key, text in TEXTS.items()}

    def sel(self, article: str, words: str) -> Selector:
        text = self.article[article].text
        start = text.index(words)
        return select(article, text, start, start + len(words))

    def add(self, record):
        self.made.append(record)
        return record

    def statement(self, article: str, words: str, **more) -> Statement:
        sel = self.sel(article, words)
        given = {"predicate": "be", "modality": "happened", "sentence": sel.span, **more}
        return self.add(Statement(id=f"st-{article}-{sel.start}-{sel.end}", sel=sel, **given))

    def claim(self, id_: str, *statements: Statement, status: str, units: tuple[str, ...], **more) -> Claim:
        claim = Claim(id=id_, story="s", text=statements[0].sel.exact, statements=tuple(s.id for s in statements))
        self.add(claim)
        self.add(Comparison(claim=id_, status=status, independent=len(units), units=units, **more))
        return claim

    def mention(self, article: str, words: str, kind: str = "person", form: str = "name", **more) -> Mention:
        sel = self.sel(article, words)
        return self.add(Mention(id=f"m-{article}-{sel.start}", sel=sel, kind=kind, form=form, name=words, **more))

    def quotation(self, article: str, content: str, source: Mention | None, cue: str, kind: str = "direct", **more) -> Quotation:
        sel = self.sel(article, content)
        return self.add(
            Quotation(
                id=f"q-{article}-{sel.start}", content=sel, kind=kind, source=source.name if source else None,
                source_sel=source.sel if source else None, source_mention=source.id if source else None,
                cue=cue, cue_sel=self.sel(article, cue), **more,
            )
        )  # fmt: skip


def _article(key: str, text: str) -> Article:
    furniture = {"gazette": (("Home | News | Weather", "navigation"), ("Dam at Orsk Vale holds after night of rain", "headline"),
                             ("ORSK VALE —", "dateline"), ("Share this", "share")),
                 "courier": (("Orsk: 420 moved from homes", "headline"),)}.get(key, (("Source: Vale News Agency", "credit"),))  # fmt: skip
    off = sorted((text.index(words), text.index(words) + len(words), reason) for words, reason in furniture)
    body, at = [], 0
    for start, end, _ in [*off, (len(text), len(text), "")]:
        if text[at:start].strip():
            body.append(Span(start=at, end=start))
        at = end
    about = {
        "gazette": {"outlet": "Vale Gazette", "headline": "Dam at Orsk Vale holds after night of rain", "dateline": "ORSK VALE",
                    "published": "2026-03-11T08:00:00+01:00", "url": "https://gazette.example/dam"},
        "courier": {"outlet": "Northern Courier", "headline": "Orsk: 420 moved from homes", "published": "2026-03-11", "url": "javascript:alert(1)"},
        "wire": {"outlet": "Bay Post", "written_by": "Vale News Agency", "credit": "Vale News Agency"},
        "copy": {"outlet": "Hill Echo", "written_by": "Vale News Agency", "credit": "Vale News Agency"},
    }[key]  # fmt: skip
    return Article(
        id=key, page=key, input=f"pages/{key}.txt", text=text, body=tuple(body),
        furniture=tuple(Furniture(start=s, end=e, reason=r) for s, e, r in off), **about,
    )  # fmt: skip


def records() -> Records:
    """The whole story as records."""
    r = Records()
    for article in r.article.values():
        r.add(article)
    r.add(Story(id="s", articles=tuple(r.article)))
    r.add(CopyGroup(id="g", articles=("copy", "wire"), kind="whole", written_by="Vale News Agency",
                    passages=(r.sel("copy", WIRE.strip()), r.sel("wire", WIRE.strip())), earliest="wire",
                    carriers=(Carrier(article="wire", share=1.0), Carrier(article="copy", share=0.8, credit="Vale News Agency", carries="wire"))))  # fmt: skip
    _people(r)
    _claims(r)
    _speech(r)
    return r


def _people(r: Records) -> None:
    minister = [r.mention("gazette", "Mirela Dance"), r.mention("courier", "Mirela Dance"), r.mention("gazette", "She", form="pronoun")]
    r.add(
        Entity(
            id="dance",
            story="s",
            name="Mirela Dance",
            kind="person",
            office="Water Minister",
            country="NOR",
            mentions=tuple(m.id for m in minister),
        )
    )
    ministry = r.mention("courier", "its foreign ministry", kind="organisation", form="description")
    r.add(Entity(id="kfm", story="s", name="Foreign Ministry of Kesten", kind="organisation", country="ISL", mentions=(ministry.id,)))
    mayor = [r.mention(a, "the mayor's office", kind="organisation", form="office") for a in ("gazette", "courier")]
    r.add(Entity(id="mayor", story="s", name="the mayor's office", kind="organisation", mentions=tuple(m.id for m in mayor)))


def _time(r: Records, article: str, words: str, value: str) -> TimeExpression:
    return r.add(TimeExpression(id=f"t-{article}-{words}", sel=r.sel(article, words), type="DATE", value=value))


def _claims(r: Records) -> None:
    days = {a: _time(r, a, "Tuesday", "2026-03-10").id for a in TEXTS}
    gates = [
        r.statement("gazette", "Engineers opened two gates of the Orsk dam on Tuesday", times=(days["gazette"],), actors=("x",)),
        r.statement("courier", "Two gates of the Orsk dam were opened on Tuesday by engineers", times=(days["courier"],)),
        r.statement("wire", "whose two gates were opened on Tuesday", times=(days["wire"],)),
        r.statement("copy", "whose two gates were opened on Tuesday", times=(days["copy"],)),
    ]
    r.claim("gates", *gates, status="corroborated", units=("Vale Gazette", "Northern Courier", "Vale News Agency"))
    left = [
        r.statement(
            "gazette",
            "and about 400 people left the villages below it",
            figures=(Figure(sel=r.sel("gazette", "about 400"), low=400, high=400),),
        ),
        r.statement(
            "courier",
            "Some 420 people were moved from villages downstream",
            figures=(Figure(sel=r.sel("courier", "Some 420"), low=420, high=420),),
        ),
        r.statement("wire", "Dozens of families left their homes below the Orsk dam"),
    ]
    r.claim("left", *left, status="corroborated", units=("Vale Gazette", "Northern Courier", "Vale News Agency"))
    r.add(Conflict(claim="left", slot="number", relation="precision", values=(
        ClaimValue(value="about 400", statements=(left[0].id,)), ClaimValue(value="Some 420", statements=(left[1].id,)))))  # fmt: skip
    homes = [
        r.statement("gazette", "At least nine homes were flooded"),
        r.statement("courier", "Twelve homes were under water by the evening"),
    ]
    homes = [
        r.add(replace(r.made.pop(r.made.index(h)), attributed_to=f"m-{h.sel.article}-{r.sel(h.sel.article, chr(116) + 'he mayor').start}"))
        for h in homes
    ]
    r.claim("homes", *homes, status="conflicting", units=("Vale Gazette", "Northern Courier"))
    r.add(Conflict(claim="homes", slot="number", relation="update", values=(
        ClaimValue(value="At least nine homes", statements=(homes[0].id,)), ClaimValue(value="Twelve homes", statements=(homes[1].id,)))))  # fmt: skip
    built = r.statement("gazette", "The dam was built in 1961", times=(_time(r, "gazette", "1961", "1961").id,))
    r.claim("built", built, status="single", units=("Vale Gazette",))
    visit = [
        r.statement(a, "The minister will visit on Thursday", modality="planned", times=(_time(r, a, "Thursday", "2026-03-12").id,))
        for a in ("wire", "copy")
    ]
    r.claim("visit", *visit, status="repeated", units=("Vale News Agency",))
    open_ = r.statement(
        "gazette",
        "the gates would stay open until Friday",
        modality="planned",
        quotation=f"q-gazette-{r.sel('gazette', 'the gates would').start}",
    )
    r.claim("open", open_, status="single", units=("Vale Gazette",))
    protest = r.statement("courier", "The neighbouring state of Kesten lodged a protest")
    r.claim("protest", protest, status="single", units=("Northern Courier",))
    for article, told, omits in (("gazette", ("gates", "left", "homes", "built", "open"), ()), ("courier", ("gates", "left", "homes", "protest"), ()),
                                 ("wire", ("gates", "left", "visit"), ("homes",)), ("copy", ("gates", "visit"), ("left",))):  # fmt: skip
        r.add(Coverage(story="s", article=article, claims=told, omits=omits))
    opened = r.add(EventMention(id="e1", sel=gates[0].sel, plover="", cameo="", status="happened", rule="x", time=days["gazette"]))
    r.add(
        Event(
            id="ev1",
            story="s",
            mentions=(opened.id,),
            plover="",
            cameo="",
            status="happened",
            time_text="Tuesday",
            time_value="2026-03-10",
            independent=3,
        )
    )


def _speech(r: Records) -> None:
    dance = next(m for m in r.made if isinstance(m, Mention) and m.id.startswith("m-gazette") and m.name == "Mirela Dance")
    she = next(m for m in r.made if isinstance(m, Mention) and m.name == "She")
    dance2 = next(m for m in r.made if isinstance(m, Mention) and m.id.startswith("m-courier") and m.name == "Mirela Dance")
    kfm = next(m for m in r.made if isinstance(m, Mention) and m.name == "its foreign ministry")
    a = r.quotation("gazette", "The wall is sound and nobody is in danger", dance, "said")
    b = r.quotation("courier", "The wall is sound and no one is in danger", dance2, "said")
    c = r.quotation("gazette", "the gates would stay open until Friday", she, "told", kind="indirect", relays=(Relay(name="Radio Kesten"),))
    d = r.quotation("courier", "We were not warned", kfm, "said in", document="statement")
    r.add(Utterance(id="u1", story="s", quotations=(a.id, b.id), longest=a.id))
    r.add(Utterance(id="u2", story="s", quotations=(c.id,), longest=c.id))
    r.add(Utterance(id="u3", story="s", quotations=(d.id,), longest=d.id))
    r.add(SideAccount(story="s", side="NOR", quotations=(a.id, b.id, c.id), readouts=(), claims_only_here=("open",)))
    r.add(SideAccount(story="s", side="ISL", quotations=(d.id,), readouts=(d.id,), claims_only_here=()))


def story_brief(made: Records | None = None) -> StoryBrief:
    """The story composed."""
    (brief,) = compose.run(Inputs.of(*(made or records()).made), None)
    return brief


def brief(made: Records | None = None, *, unseen: tuple[Rejected, ...] = (), times: int = 1) -> Brief:
    """The brief of the story, checked as the app checks it."""
    made = made or records()
    whole = Brief(
        manifest=Manifest(tellings="0", inputs=(), settings=(), backends=(), stages=()),
        articles=tuple(made.article.values()), stories=(story_brief(made),) * times, not_seen=unseen,
    )  # fmt: skip
    check_brief(whole)
    return whole
