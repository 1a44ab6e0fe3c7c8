"""Several questions in one message."""

import pytest

from bot.language.split import MOST_PARTS, split_questions


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Wat kost het en wie moet tekenen?", ["Wat kost het", "wie moet tekenen?"]),
        ("Is het verplicht? En per wanneer dan?", ["Is het verplicht?", "En per wanneer dan?"]),
        ("welk niveau is nodig, en bij wie koop ik het", ["welk niveau is nodig", "bij wie koop ik het"]),
        (
            "Wij zijn een klein bestuur. Moeten wij dit ook en wat kost het?",
            ["Wij zijn een klein bestuur. Moeten wij dit ook", "wat kost het?"],
        ),
        (
            "We hebben nog niets, waar begin ik en hoe lang duurt het?",
            ["We hebben nog niets, waar begin ik", "hoe lang duurt het?"],
        ),
    ],
)
def test_splits(message, questions):
    assert split_questions(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "",
        "???",
        "Wat kost eHerkenning?",
        "eherkenning kosten",
        "We hebben drie scholen en zijn tevreden.",
        "Ik ben directeur van een kleine school. Hoe vraag ik het aan?",
        "Geldt dit voor DUO en de Inspectie?",
        "DUO en ROD",
    ],
)
def test_leaves_one_question_whole(message):
    assert split_questions(message) == []


def test_a_list_of_questions_is_for_a_person():
    assert split_questions("Wat kost het? " * (MOST_PARTS + 1)) == []


def test_parts_are_the_askers_own_words():
    message = "Wie mag dat — en waaróm, en wanneer kan dat?"
    assert all(part in message for part in split_questions(message))
