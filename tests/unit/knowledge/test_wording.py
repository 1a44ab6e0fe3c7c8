"""What is counted as a word and a sentence, and what is found to be not plain."""

from bot.knowledge.wording import count_words, lint, sentences


def test_sentences_are_split_at_marks_and_lines():
    assert sentences("Een. Twee? Drie:\n- vier\n- vijf.\n\nZes.") == ("Een.", "Twee?", "Drie:", "vier", "vijf.", "Zes.")


def test_an_address_does_not_end_a_sentence():
    assert sentences("Kijk op www.duo.nl/eherkenning voor meer.") == ("Kijk op www.duo.nl/eherkenning voor meer.",)


def test_a_lone_mark_is_no_word():
    assert count_words("aantal × prijs - korting") == 3


def test_plain_text_passes():
    assert list(lint("Ja, dat mag. Vraag het aan uw leverancier.", ["tevens"])) == []


def test_long_sentences_are_found():
    rules = [rule for rule, _ in lint(" ".join(["woord"] * 21) + ".", [])]
    assert rules == ["average_words", "long_sentence"]
    assert list(lint(" ".join(["woord"] * 12) + ".", [])) == []
    assert [rule for rule, _ in lint(" ".join(["woord"] * 13) + ".", [])] == ["average_words"]


def test_avoided_words_are_found_whatever_their_case():
    assert list(lint("Tevens mag het.", ["tevens", "je"])) == [("avoided_word", "tevens")]
    assert list(lint("Een jaar.", ["je"])) == []
