from tellings.app.exporting.columns import BY_NAME, TABLES, describe


def test_names_are_unique_and_every_column_says_what_it_is():
    assert len(BY_NAME) == len(TABLES) == len({table.type for table in TABLES})
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert all(column.about for column in table.columns)
        assert all(name.replace("_", "").isalnum() for name in names)


def test_types_are_read_from_the_marks():
    kinds = {column.name: column.kind for column in BY_NAME["claim_support"].columns}
    assert (kinds["start"], kinds["chain"], kinds["exact"], kinds["passage"]) == ("int", "texts", "text", "int")
    assert {column.kind for column in BY_NAME["articles"].columns} == {"text", "int", "bool", "moment"}


def test_the_description_names_every_column():
    text = describe()
    for table in TABLES:
        part = text.split(f"## {table.name}\n")[1].split("\n## ")[0]
        assert all(f"| `{column.name}` |" in part for column in table.columns)
