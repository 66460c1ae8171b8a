"""Lines of another language than the text."""

import pytest
from tests.unit.clean.pages_for_tests import article, body_of, furniture_of

from tellings.clean.furniture import cues
from tellings.clean.furniture.tongues import home
from tellings.data import toml

ENGLISH = home(["The last ferry of the evening left Port Ansel with forty people on board, the coastguard said on Monday."])
GERMAN = home(["Die letzte Fähre des Abends verließ den Hafen mit vierzig Menschen an Bord, sagte die Küstenwache am Montag."])
RUSSIAN = home(["Последний вечерний паром вышел из порта с сорока пассажирами, сообщила в понедельник береговая охрана."])


@pytest.mark.parametrize(
    "line",
    [
        "Jetzt kostenlos testen", "Der Hafen wächst und wächst", "Segnala un errore di stampa", "Ricevi ogni sera le nostre notizie.", "Plaats hier je bericht",
        "Skicka din bild", "Zgłoś błąd w tekście", "Nahlásit chybu v článku", "Raporteaza o greseala", "Hata bildir ve gönder", "Laporkan kesalahan",
        "Gửi ý kiến của bạn", "Сообщить об ошибке", "Αναφορά λάθους", "أبلغ عن خطأ", "דווחו על טעות", "गलती बताएं", "ভুল জানান", "誤りを報告", "報告錯誤", "오류 신고", "แจ้งข้อผิดพลาด",
    ],
)  # fmt: skip
def test_a_sites_own_words_around_an_english_text_are_foreign(line):
    assert ENGLISH.foreign(line)


@pytest.mark.parametrize(
    "line",
    [
        "Mira Tolland", "Bashar al Assad", "Charles de Gaulle", "Ursula von der Leyen", "The clockmaker of Kanazawa", "PORT ANSEL", "“Vive la révolution”", "Ferry sinks off Ansel",
        "El Niño returns to the coast", "Los Angeles", "São Paulo 2026", "12:40", "*", "Le Monde said so", "The word Schadenfreude has no English brother.", "Zverev wins at last", "quaysidenews",
    ],
)  # fmt: skip
def test_names_and_english_are_not(line):
    assert not ENGLISH.foreign(line)


def test_in_a_text_of_another_language_only_another_script_tells():
    assert not GERMAN.foreign("Read all about it")
    assert not GERMAN.foreign("Ricevi le notizie")
    assert GERMAN.foreign("Читать далее")
    assert RUSSIAN.foreign("Read all about it")
    assert not RUSSIAN.foreign("Сообщить об ошибке")


def test_too_little_text_has_no_language():
    assert home([]) is None
    assert home(["On Monday."]) is None
    assert home(["1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"]) is None


@pytest.mark.parametrize("row", toml("furniture")["function"], ids=lambda row: row["lang"])
def test_each_language_is_told_by_its_small_words(row):
    assert ENGLISH.foreign(row["example"])


@pytest.mark.parametrize("row", toml("furniture")["stem"], ids=lambda row: row["reason"])
def test_each_stem_row_names_its_example(row):
    assert cues.reason_of(row["example"]) == row["reason"]
    assert [stem for stem in row["words"] if stem != stem.casefold()] == []


@pytest.mark.parametrize(
    ("line", "reason"), [("mt/jo", "credit"), ("(END)", "credit"), ("(XYZ)", "credit"), ("The harbour", None), ("A/B", None)]
)
def test_marks_of_the_desk_are_credits(line, reason):
    assert cues.reason_of(line) == reason


def test_foreign_lines_around_and_within_an_english_article_are_furniture():
    text = (
        "Vai al menu di sezione\nFerry sinks off Ansel\n\nThe last ferry of the evening sank off Port Ansel on Monday, the coastguard said.\n\n"
        "Ti consigliamo: Il molo chiude per lavori\n\nAll of them were saved by fishing boats.\n\nSegnala un errore di stampa.\nLascia un commento\n"
    )
    made = article(text)
    assert made.headline == "Ferry sinks off Ansel"
    assert len(body_of(made).split("\n")) == 2
    assert dict(furniture_of(made))["Lascia un commento"] == "comment"
