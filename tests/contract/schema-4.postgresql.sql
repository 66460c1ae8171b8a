-- The tables of schema 4 as they were made in PostgreSQL.
CREATE TABLE archive_info (
    key TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (key)
);
CREATE TABLE runs (
    id BIGSERIAL NOT NULL,
    command TEXT COLLATE "C" NOT NULL,
    began TEXT COLLATE "C" NOT NULL,
    ended TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    manifest TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE arrivals (
    seq BIGSERIAL NOT NULL,
    run BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    page TEXT COLLATE "C",
    article TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    detail TEXT COLLATE "C",
    PRIMARY KEY (seq)
);
CREATE INDEX arrivals_page ON arrivals (page);
CREATE TABLE blobs (
    sha256 TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (sha256)
);
CREATE TABLE pages (
    id TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C",
    fetched_at TEXT COLLATE "C",
    record BYTEA NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX pages_sha256 ON pages (sha256);
CREATE TABLE records (
    article BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    count INTEGER NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (article, kind)
);
CREATE TABLE prints (
    hash BIGINT NOT NULL,
    article BIGINT NOT NULL,
    PRIMARY KEY (hash, article)
);
CREATE TABLE copy_pairs (
    a BIGINT NOT NULL,
    b BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (a, b)
);
CREATE INDEX copy_pairs_b ON copy_pairs (b);
CREATE TABLE stories (
    id TEXT COLLATE "C" NOT NULL,
    founder BIGINT NOT NULL,
    headline TEXT COLLATE "C" NOT NULL,
    articles INTEGER NOT NULL,
    tellings INTEGER NOT NULL,
    outlets TEXT COLLATE "C" NOT NULL,
    first TEXT COLLATE "C",
    last TEXT COLLATE "C",
    last_day INTEGER NOT NULL,
    stale BOOLEAN NOT NULL,
    "into" TEXT COLLATE "C",
    PRIMARY KEY (id)
);
CREATE INDEX stories_last ON stories (last_day, id);
CREATE INDEX stories_stale ON stories (stale);
CREATE INDEX stories_size ON stories (tellings, articles, id);
CREATE TABLE members (
    article BIGINT NOT NULL,
    story TEXT COLLATE "C" NOT NULL,
    score FLOAT NOT NULL,
    why TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C",
    founded BOOLEAN NOT NULL,
    day INTEGER NOT NULL,
    keys BYTEA NOT NULL,
    others BYTEA,
    likeness BYTEA,
    PRIMARY KEY (article)
);
CREATE INDEX members_story ON members (story);
CREATE TABLE developments (
    story TEXT COLLATE "C" NOT NULL,
    earlier TEXT COLLATE "C" NOT NULL,
    score FLOAT NOT NULL,
    why TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (story, earlier)
);
CREATE INDEX developments_earlier ON developments (earlier);
CREATE TABLE resolved (
    story TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    count INTEGER NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (story, kind)
);
CREATE TABLE claims (
    story TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    independent INTEGER NOT NULL,
    rests_on TEXT COLLATE "C",
    slot TEXT COLLATE "C",
    relation TEXT COLLATE "C",
    PRIMARY KEY (story, id)
);
CREATE INDEX claims_id ON claims (id);
CREATE INDEX claims_status ON claims (status, independent);
CREATE TABLE quotes (
    story TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    article BIGINT NOT NULL,
    source TEXT COLLATE "C",
    entity TEXT COLLATE "C",
    side TEXT COLLATE "C",
    text TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (story, id)
);
CREATE INDEX quotes_article ON quotes (article);
CREATE INDEX quotes_source ON quotes (source);
CREATE TABLE article_entities (
    article BIGINT NOT NULL,
    entity TEXT COLLATE "C" NOT NULL,
    story TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C",
    key TEXT COLLATE "C",
    mentions INTEGER NOT NULL,
    PRIMARY KEY (article, entity)
);
CREATE INDEX article_entities_country ON article_entities (country, article);
CREATE INDEX article_entities_story ON article_entities (story);
CREATE INDEX article_entities_name ON article_entities (name, article);
CREATE TABLE judgements (
    seq BIGSERIAL NOT NULL,
    after BIGINT NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    who TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    links BYTEA NOT NULL,
    undone BIGINT,
    PRIMARY KEY (seq)
);
CREATE TABLE vectors (
    article BIGINT NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (article)
);
CREATE TABLE entity_words (
    word TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (word, name)
);
CREATE TABLE corroborated (
    article BIGINT NOT NULL,
    story TEXT COLLATE "C" NOT NULL,
    claims INTEGER NOT NULL,
    told BOOLEAN NOT NULL,
    PRIMARY KEY (article)
);
CREATE INDEX corroborated_story ON corroborated (story);
CREATE INDEX corroborated_told ON corroborated (told, article);
CREATE TABLE feeds (
    url TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C" NOT NULL,
    checked TEXT COLLATE "C",
    due TEXT COLLATE "C",
    pace INTEGER,
    failures INTEGER NOT NULL,
    problem TEXT COLLATE "C",
    open BOOLEAN NOT NULL,
    sha256 TEXT COLLATE "C",
    answer BYTEA,
    PRIMARY KEY (url)
);
CREATE INDEX feeds_parent ON feeds (parent);
CREATE TABLE visits (
    key TEXT COLLATE "C" NOT NULL,
    page TEXT COLLATE "C",
    first TEXT COLLATE "C" NOT NULL,
    checked TEXT COLLATE "C" NOT NULL,
    due TEXT COLLATE "C",
    tries INTEGER NOT NULL,
    data BYTEA,
    PRIMARY KEY (key)
);
CREATE INDEX visits_due ON visits (due);
CREATE INDEX visits_page ON visits (page);
CREATE TABLE follows (
    id BIGINT NOT NULL,
    uid TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    made TEXT COLLATE "C" NOT NULL,
    mark BIGINT NOT NULL,
    atom TEXT COLLATE "C",
    webhook TEXT COLLATE "C",
    secret TEXT COLLATE "C",
    PRIMARY KEY (id)
);
CREATE TABLE alerts (
    seq BIGINT NOT NULL,
    follow BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    story TEXT COLLATE "C" NOT NULL,
    seen BOOLEAN NOT NULL,
    queued BOOLEAN NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (seq)
);
CREATE INDEX alerts_key ON alerts (follow, key);
CREATE INDEX alerts_queued ON alerts (queued);
CREATE INDEX alerts_seen ON alerts (seen);
CREATE TABLE articles (
    number BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    page TEXT COLLATE "C" NOT NULL,
    given_id TEXT COLLATE "C",
    input TEXT COLLATE "C" NOT NULL,
    lineage BIGINT NOT NULL,
    version INTEGER NOT NULL,
    current BOOLEAN NOT NULL,
    outlet TEXT COLLATE "C",
    unit TEXT COLLATE "C",
    headline TEXT COLLATE "C",
    url TEXT COLLATE "C",
    place TEXT COLLATE "C",
    published TEXT COLLATE "C",
    day INTEGER,
    language TEXT COLLATE "C" NOT NULL,
    analysed BOOLEAN NOT NULL,
    added TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id),
    FOREIGN KEY(page) REFERENCES pages (id)
);
CREATE INDEX articles_page ON articles (page);
CREATE INDEX articles_place ON articles (place);
CREATE INDEX articles_outlet ON articles (outlet, number);
CREATE INDEX articles_given_id ON articles (given_id);
CREATE INDEX articles_lineage ON articles (lineage);
CREATE INDEX articles_day ON articles (day, number);
CREATE TABLE IF NOT EXISTS search_words (article BIGINT PRIMARY KEY, day INTEGER NOT NULL, words TSVECTOR NOT NULL);
CREATE INDEX IF NOT EXISTS search_words_words ON search_words USING GIN (words);
CREATE INDEX IF NOT EXISTS search_words_day ON search_words (day, article);
