"""The word lists of data/language, and what a broken one says."""

from pathlib import Path

import pytest

from bot.language.clean import Cleaner
from bot.language.words import ABBREVIATIONS, JARGON, SPELLING, WordListError, read_word_lists, word_lists_digest

LISTS = Path(__file__).resolve().parents[3] / "data/language"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ABBREVIATIONS).write_text("# uitleg\nwnr = wanneer\n\n", encoding="utf-8")
    (tmp_path / SPELLING).write_text("nivo = niveau\n", encoding="utf-8")
    (tmp_path / JARGON).write_text("leverancier\n", encoding="utf-8")
    return tmp_path


def test_reads_lists(folder):
    lists = read_word_lists(folder)
    assert lists.replacements == {"wnr": "wanneer", "nivo": "niveau"}
    assert lists.jargon == {"leverancier"}


@pytest.mark.parametrize("line", ["wnr wanneer", "= wanneer", "wnr =", "w n r = wanneer"])
def test_a_broken_line_is_named(folder, line):
    (folder / ABBREVIATIONS).write_text(f"# uitleg\n{line}\n", encoding="utf-8")
    with pytest.raises(WordListError, match=r"abbreviations.txt:2"):
        read_word_lists(folder)


def test_a_missing_list_is_named(folder):
    (folder / JARGON).unlink()
    with pytest.raises(WordListError, match=JARGON):
        read_word_lists(folder)


def test_digest_follows_the_lists(folder):
    before = word_lists_digest(folder)
    (folder / JARGON).write_text("leverancier\nmakelaar\n", encoding="utf-8")
    assert word_lists_digest(folder) != before


def test_the_products_lists_are_whole():
    lists = read_word_lists(LISTS)
    assert len(lists.replacements) > 40
    assert all(left != right for left, right in lists.replacements.items())
    assert not lists.jargon & set(lists.replacements)


def test_cleaner_uses_all_of_them_and_can_be_made_again():
    cleaner = Cleaner.fit(["Wat kost eHerkenning?"] * 3, read_word_lists(LISTS))
    again = Cleaner(**cleaner.state())
    typed = "wnr moet mn leverancer da regelen voor E-herkenning nivo 3"
    assert again.clean(typed) == cleaner.clean(typed)
    assert cleaner.clean(typed) == "wanneer moet mijn leverancier dat regelen voor eherkenning niveau 3"
