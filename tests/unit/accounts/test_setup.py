"""The token of the one-time link."""

from bot.accounts.setup import setup_token


def test_the_token_follows_from_the_key_and_does_not_show_it():
    key = "a key of at least sixteen characters"
    assert setup_token(key) == setup_token(key)
    assert setup_token(key) != setup_token(key + "x")
    assert len(setup_token(key)) == 43
    assert setup_token(key).replace("-", "").replace("_", "").isalnum()
    assert key not in setup_token(key)
