"""`make golden`: writes every golden case from what the stages make now. People review the diff."""

from tests.golden import readings
from tests.golden.cases import HERE, names, produce


def main() -> None:
    for case in names():
        for name, text in produce(case).items():
            (HERE / case / name).write_text(text, encoding="utf-8")
        print(case)
    print(readings.HERE.name, *readings.rewrite(), sep="\n  ")


if __name__ == "__main__":
    main()
