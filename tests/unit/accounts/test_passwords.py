"""Hashing and checking."""

from bot.accounts.passwords import hash_password, is_password


def test_right_and_wrong():
    kept = hash_password("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert is_password("correct horse battery", kept)
    assert not is_password("Correct horse battery", kept)
    assert not is_password("", kept)


def test_each_hash_differs():
    assert hash_password("correct horse battery") != hash_password("correct horse battery")


def test_nobody_and_a_broken_hash_are_never_right():
    assert not is_password("the password of an account that does not exist", None)
    assert not is_password("x", "not a hash")


def test_the_same_characters_from_another_keyboard():
    assert is_password("cafe\u0301 au lait, merci", hash_password("caf\u00e9 au lait, merci"))


def test_anything_can_be_typed():
    assert not is_password("\ud800\x00", hash_password("correct horse battery"))
