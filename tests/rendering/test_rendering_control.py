"""The browser of these tests sees what payloads do where nobody stops them."""

import pytest
from browsing import HOST, visit
from payloads import EVERYTHING, EVIL, HTML, REFRESH


def page(body):
    """Return a page without any protection."""
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


@pytest.mark.parametrize("payload", HTML, ids=lambda payload: payload[:40])
def test_every_payload_does_something_on_an_unprotected_page(browser, payload):
    seen = visit(browser, HOST, body=page(payload))
    assert seen.ran or seen.asked or seen.scripts


def test_a_request_is_seen_and_does_not_leave(browser):
    seen = visit(browser, HOST, body=page(f"<img src={EVIL}/pixel.png>"))
    assert seen.asked == [f"{EVIL}/pixel.png"]


def test_a_script_a_link_and_a_request_among_many_payloads_are_seen(browser):
    seen = visit(browser, HOST, body=page(EVERYTHING.replace(REFRESH, "")))
    assert seen.ran
    assert seen.asked
    assert seen.scripts
