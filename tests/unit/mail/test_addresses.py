"""The field that an error names; which addresses pass is tested with the ticket form."""

import pytest

from bot.errors import InvalidInput
from bot.mail.addresses import check_address


def test_the_error_names_the_field():
    with pytest.raises(InvalidInput) as caught:
        check_address("school@", "login")
    assert (caught.value.code, caught.value.field) == ("invalid_email", "login")


def test_an_address_that_passes_once_passes_again():
    once = check_address(" Info@B\u00fccher.example.com ")
    assert check_address(once) == once


def test_the_longest_address():
    domain = ".".join(["y" * 60] * 4)
    assert len(check_address(f"{'x' * 10}@{domain}"[-254:])) <= 254
    with pytest.raises(InvalidInput):
        check_address(f"{'x' * 64}@{domain}")
