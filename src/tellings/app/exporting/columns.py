"""The tables of an export: names and types of their columns, which stay; new columns come at the end of a table."""

from dataclasses import dataclass
from typing import Final, Literal

# text, whole number, number, true or false, moment in UTC, list of texts, list of whole numbers
Kind = Literal["text", "int", "float", "bool", "moment", "texts", "ints"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, the type of its values, and what it says."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: `type` is what one of its rows is called where a row stands alone."""

    name: str
    type: str
    about: str
    columns: tuple[Column, ...]


_TYPES: Final[dict[str, Kind]] = {"": "text", "#": "int", "%": "float", "?": "bool", "@": "moment", "*": "texts", "+": "ints"}


def _table(name: str, kind: str, about: str, columns: str) -> Table:
    """Return a table of lines "name[mark] what it says", the mark for a type other than text."""
    made = []
    for line in filter(str.strip, columns.splitlines()):
        first, _, said = line.strip().partition(" ")
        mark = first[-1] if first[-1] in _TYPES else ""
        made.append(Column(name=first.removesuffix(mark), kind=_TYPES[mark], about=said.strip()))
    return Table(name=name, type=kind, about=about, columns=tuple(made))


_PASSAGE: Final = """
    article     the article (articles.id)
    start#      first character of the passage in the article's text, counted in Unicode code points from 0
    end#        the character after its last
    exact       its words
    prefix      up to 24 characters before it
    suffix      up to 24 characters after it
"""
_CHANGED: Final = """
    was_start#  first character of the passage in the older version, null where it was added
    was_end#    the character after its last
    was_exact   its words
    now_start#  first character of what stands in its place in the newer version, null where it was cut
    now_end#    the character after its last
    now_exact   its words
"""
_MADE: Final = "    made_by     the stage that made the record, name@version"

TABLES: Final[tuple[Table, ...]] = (
    _table("stories", "story", "What several articles tell of one happening.", """
    id          the story
    headline    its headline
    articles*   its articles, as briefs list them
    told_by*    what a brief calls each of them
    first_day   day of its earliest article
    last_day    day of its latest
    claims#     how many claims it has
    made_by     the stage that made the record, name@version"""),
    _table("story_articles", "story_article", "Which article is in which story, and why.", """
    story       the story (stories.id)
    article     the article (articles.id)
    told_by     what a brief calls it
    why         the features that put it there"""),
    _table("claims", "claim", "What statements of one or several articles assert.", """
    id          the claim
    story       the story (stories.id)
    text        its best statement's words
    status      corroborated, repeated, single or conflicting
    independent# how many independent tellings say so
    units*      their names
    rests_on    the one person or body that all of them name for it
    slot        in what tellings differ: number, time, place, actor, polarity, manner
    relation    how: contradiction, update, precision
    passages#   how many passages support it
    made_by     the stage that made the record, name@version"""),
    _table("claim_support", "claim_support", "A passage that supports a claim.", f"""
    claim       the claim (claims.id)
    story       the story (stories.id)
    passage#    number of the passage within its claim, from 1
    statement   the statement
    told_by     what a brief calls the article
    outlet      where it stood
{_PASSAGE}
    modality    happened, ongoing, planned, possible, demanded, threatened, denied, hypothetical
    attributed_to the speaker it is attributed to (entities.id)
    quotation   the quotation it lies in (quotations.id)
    chain*      on whose word it says so, from the speaker outwards; empty in the outlet's own voice
{_MADE}"""),
    _table("claim_matches", "claim_match", "Why two passages are of one claim.", """
    claim       the claim (claims.id)
    story       the story (stories.id)
    a#          one passage (claim_support.passage)
    b#          the other
    rule        the rule that matched them
    score%      how surely, 0 to 1"""),
    _table("claim_values", "claim_value", "One of the values of a claim on which tellings differ.", """
    claim       the claim (claims.id)
    story       the story (stories.id)
    place#      number of the value within its claim, from 1
    value       the value
    statements* the statements that give it (claim_support.statement)
    sources*    whose value it is; empty where an outlet gives it in its own voice"""),
    _table("quotations", "quotation", "What one article says that somebody said.", f"""
    id          the quotation
    story       the story (stories.id)
    told_by     what a brief calls the article
    outlet      where it stood
{_PASSAGE}
    kind        direct, indirect or mixed
    source      the speaker, as resolved
    source_entity the speaker (entities.id)
    source_start# first character of the words that name the speaker
    source_end# the character after their last
    source_exact the words
    cue         the word that signals it
    cue_start#  its first character
    cue_end#    the character after its last
    chain*      the speaker and whoever relayed the words, innermost first
    side        the side that the speaker speaks for
    document    the kind of document that speaks: readout, statement, post, report
    variant_of  the longest quotation of the same words (quotations.id), where it is another
    rule        the rule that found it
{_MADE}"""),
    _table("entities", "entity", "A person, organisation, place or thing of a story.", f"""
    id          the entity
    story       the story (stories.id)
    name        its name
    kind        person, organisation, place, other
    office      its office
    country     the side it speaks for, or where it is: ISO 3166-1 alpha-3
    key         its id in the user's own list of names
    mentions#   how many mentions it has
    articles*   the articles that mention it
{_MADE}"""),
    _table("mentions", "mention", "Words of one article that refer to an entity.", f"""
    id          the mention
    entity      the entity (entities.id)
    story       the story (stories.id)
{_PASSAGE}
    kind        person, organisation, place, other
    form        name, office, acronym, demonym, pronoun, description
    name        the form to compare and show
    office      the office that the words name
    country     the country that they name or imply, ISO 3166-1 alpha-3
    antecedent  the mention of the same article that it stands for (mentions.id)
    traits*     what the words around tell of a person, key:value
{_MADE}"""),
    _table("events", "event", "Something that happened, coded in PLOVER and CAMEO.", f"""
    id          the event
    story       the story (stories.id)
    plover      its PLOVER root, empty where none fits
    mode        its PLOVER mode
    contexts*   its PLOVER contexts
    cameo       its CAMEO code
    actors*     who did it (entities.id)
    recipients* to whom (entities.id)
    reciprocal? whether both did it to one another
    time_text   the words that date it
    time_value  their value, TimeML TIMEX3
    place       where (entities.id)
    status      happened, ongoing, planned, possible, demanded, threatened, denied
    independent# how many independent tellings tell it
    mentions#   how many mentions it has
{_MADE}"""),
    _table("event_mentions", "event_mention", "Words of one article that denote an event.", f"""
    id          the mention
    event       the event (events.id)
    story       the story (stories.id)
{_PASSAGE}
    plover      its PLOVER root
    mode        its PLOVER mode
    contexts*   its PLOVER contexts
    cameo       its CAMEO code
    actors*     who did it (mentions.id)
    recipients* to whom (mentions.id)
    reciprocal? whether both did it to one another
    place       where (mentions.id)
    status      happened, ongoing, planned, possible, demanded, threatened, denied
    quotation   the quotation it lies in (quotations.id)
    rule        the rule that coded it
{_MADE}"""),
    _table("copy_groups", "copy_group", "Articles that carry one text or share a passage.", f"""
    id          the group
    story       the story (stories.id)
    kind        whole or partial
    origin      whose text it is: an agency, or the outlet that others name
    earliest    the article that came out before all others (articles.id)
    articles*   the articles
{_MADE}"""),
    _table("copy_articles", "copy_article", "How one article carries a group's text.", """
    copy_group  the group (copy_groups.id)
    story       the story (stories.id)
    article     the article (articles.id)
    share%      the share of its own words, 0 to 1
    credit      whom it names for it
    carries     the article whose text it is (articles.id)"""),
    _table("copy_passages", "copy_passage", "A passage that a group shares, as one article has it.", f"""
    copy_group  the group (copy_groups.id)
    story       the story (stories.id)
{_PASSAGE}"""),
    _table("coverage", "coverage", "What one article reports of a story, and what it leaves out although most others have it.", f"""
    story       the story (stories.id)
    article     the article (articles.id)
    claims*     what it reports (claims.id)
    omits*      what it leaves out (claims.id)
{_MADE}"""),
    _table("sides", "side", "What one side of a story says.", f"""
    story       the story (stories.id)
    side        the side: ISO 3166-1 alpha-3, or a body's name
    meeting     the meeting that it is an account of (meetings.id), null for all that the side says
    quotations* its quotations (quotations.id)
    readouts*   those of them that are readouts
    claims_only_here* what only its sources say (claims.id)
{_MADE}"""),
    _table("meetings", "meeting", "A meeting, call or talks of which participants give accounts.", f"""
    id          the meeting
    story       the story (stories.id)
    kind        call, meeting, talks
    day         its day, where one is told
    events*     the events it is told by (events.id)
{_MADE}"""),
    _table("developments", "development", "That a story is a development of an earlier one.", """
    story       the later story (stories.id)
    earlier     the earlier one (stories.id)
    score%      how surely, 0 to 1
    why         the features that say so"""),
    _table("revisions", "revision", "What changed from one version of an article to the next.", f"""
    id          the revision
    story       the story (stories.id)
    earlier     the older version (articles.id)
    newer       the version that took its place (articles.id)
    version#    number of the older version
    kept        when the archive received the older version
    replaced    when it received the newer
    changes#    how many passages changed
    withdrawals# how many statements are withdrawn
{_MADE}"""),
    _table("changes", "change", "A passage that one version of an article has otherwise than the next.", f"""
    revision    the revision (revisions.id)
    story       the story (stories.id)
    kind        cut, added, altered
{_CHANGED}"""),
    _table("withdrawals", "withdrawal", "What the older version asserted and the newer no longer does.", f"""
    revision    the revision (revisions.id)
    story       the story (stories.id)
    statement   the statement of the older version
{_CHANGED}
    still*      the articles of the story that say it yet (articles.id)"""),
    _table("articles", "article", "One outlet's publication of one text, a row a version.", """
    id          the article
    version#    number of the version, from 1
    page        the page it was read from (pages.id)
    given_id    the input's own id
    input       the path, path#line or address it came from
    outlet      where it stood
    origin      who wrote it, if another
    owner       who owns its writer or outlet
    state_run?  whether a government runs either
    headline    its headline
    byline      its writers
    byline_kind persons or desk
    dateline    the place it was filed from
    credit      the credit line
    published   as the page gives it
    published_day the day of it, as the page's place has it
    published_utc@ the moment, where the page gives a time with its offset
    modified    as the page gives it
    modified_utc@ the moment, where the page gives a time with its offset
    url         its address
    canonical   the address that the page calls its own
    language    ISO 639-1
    section     the section it stood in
    paywalled?  whether the page says that its text is withheld
    text        the text that all offsets count in; only with --with-text
    made_by     the stage that made the record, name@version
    first_version the first version of the same article (articles.id)
    current?    whether it is the newest version
    added       when the archive received it"""),
    _table("pages", "page", "A page as received.", """
    id          the page
    input       the path, path#line or address it came from
    url         its address
    sha256      digest of its bytes
    bytes#      how many there are
    medium      html, text, markdown or record
    charset     the encoding that the answer's header declares
    fetched_at  when it was fetched
    fetched_utc@ the same as a moment
    given_id    what its record, feed or list says of it: its id
    given_outlet its outlet
    given_headline its headline
    given_byline its writers
    given_published when it was published
    added       when the archive received it"""),
)  # fmt: skip
BY_NAME: Final = {table.name: table for table in TABLES}
_SHOWN: Final = {"text": "string", "int": "int64", "float": "double", "bool": "bool", "moment": "timestamp[us, UTC]", "texts": "list of string", "ints": "list of int64"}  # fmt: skip


def describe() -> str:
    """Return the tables and their columns as Markdown."""
    parts = [
        "# Tables of an export",
        "Columns keep their names and types; new ones are added at the end of a table. An empty value is null (CSV: nothing).",
    ]
    for table in TABLES:
        rows = [f"| `{column.name}` | {_SHOWN[column.kind]} | {column.about} |" for column in table.columns]
        parts.append(
            "\n".join(
                [
                    f"## {table.name}",
                    "",
                    f'{table.about} JSONL: `"type": "{table.type}"`.',
                    "",
                    "| column | type | what it says |",
                    "|---|---|---|",
                    *rows,
                ]
            )
        )
    return "\n\n".join(parts) + "\n"
