"""Plain texts as safe HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.rich_text import linked, rich_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Een.\n\nTwee.", "<p>Een.</p>\n<p>Twee.</p>"),
        ("Een\ntwee", "<p>Een<br>twee</p>"),
        ("Dit:\n- een\n- twee\n\nEn zo.", "<p>Dit:</p><ul><li>een</li><li>twee</li></ul>\n<p>En zo.</p>"),
        ("1. een\n2) twee", "<ol><li>een</li><li>twee</li></ol>"),
        ("14 juni 2021: de brief", "<p>14 juni 2021: de brief</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        ("", ""),
    ],
)
def test_blocks(text, html):
    assert rich_text(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("zie https://duo.nl/x.", 'zie <a href="https://duo.nl/x">duo.nl/x</a>.'),
        ("(www.duo.nl/eherkenning)", '(<a href="https://www.duo.nl/eherkenning">www.duo.nl/eherkenning</a>)'),
        ("mail helpdesk@bron.nl!", 'mail <a href="mailto:helpdesk@bron.nl">helpdesk@bron.nl</a>!'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('https://x.nl/"onmouseover="y', '<a href="https://x.nl/">x.nl/</a>&#34;onmouseover=&#34;y'),
    ],
)
def test_links(text, html):
    assert linked(text) == html


@given(st.text(max_size=200))
def test_no_tag_comes_out_that_was_not_put_in(text):
    tags = re.findall(r"<[^>]*>", rich_text(text))
    assert all(re.fullmatch(r'</?(p|ul|ol|li|br|a)>|<a href="(https?://|mailto:)[^"<>]*">', tag, re.I) for tag in tags)
