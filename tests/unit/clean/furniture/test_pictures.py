import pytest

from tellings.clean.furniture.pictures import pictured


@pytest.mark.parametrize(
    "line",
    [
        "The pier at dawn. (Ana Petrov/AAP PHOTOS)",
        "The pier at dawn on Monday. (Xinhua/Hu Anlan)",
        "A boat below the pier. (PNA file photo)",
        "A boat below the pier, October 2026. (Ana Petrov/Flash90)",
        "The pier on a Friday [File: Ana Petrov/AP Photo]",
        "The pier seen from the school. Credit: PTI Photo",
        "A stall on the pier. — Bernama file pic",
        "Le phare, en 2019. © Ana Petrov / AFP",
        "Foto Ana Petrov / Lusa",
        "Fot. PAP/Ana Petrov",
    ],
)
def test_captions_say_who_took_the_picture(line):
    assert pictured(line)


@pytest.mark.parametrize(
    "line",
    [
        "The board will meet again in March. (Reuters)",
        "He sent a message with the news (see photo)",
        "The board said no (Reuters/Ansel poll)",
        "She works for the harbour board (and her brother for the ferry)",
        "Photos of the pier were everywhere.",
        "The league of the coast (LOC)",
        "",
    ],
)
def test_other_lines_do_not(line):
    assert not pictured(line)


def test_brackets_can_be_left_aside():
    assert not pictured("The pier at dawn. (Ana Petrov/AAP PHOTOS)", brackets=False)
    assert pictured("The pier at dawn. Photo: Ana Petrov", brackets=False)
