from __future__ import annotations

import time

import pytest
from scrapy.http import HtmlResponse, Response

from newsspider.middlewares.reservations import Reservations, page_reservations

URL = "https://example.org/a"


def page(head: str = "", **headers: str) -> HtmlResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HtmlResponse(URL, body=f"<html><head>{head}</head><body><p>Text".encode(), headers=named)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (page(), Reservations()),
        (page('<meta name="robots" content="NOINDEX, follow">'), Reservations(noindex=True)),
        (page("<META content=nofollow name=ROBOTS>"), Reservations(nofollow=True)),
        (page("<meta name='robots' content='none'>"), Reservations(noindex=True, nofollow=True)),
        (page('<meta name="newsspider" content="noarchive">'), Reservations(noarchive=True)),
        (page('<meta name="otherbot" content="noindex"><meta name="robots" content="all">'), Reservations()),
        (page('<!-- <meta name="robots" content="noindex"> -->'), Reservations()),
        (page(X_Robots_Tag="noindex, noarchive"), Reservations(noindex=True, noarchive=True)),
        (page(X_Robots_Tag="otherbot: noindex, nofollow"), Reservations()),
        (page(X_Robots_Tag="newsspider: noindex"), Reservations(noindex=True)),
        (page(X_Robots_Tag="unavailable_after: 25 Jun 2030 15:00:00 PST, nofollow"), Reservations(nofollow=True)),
        (page(X_Robots_Tag="max-snippet: 20"), Reservations()),
        (page(tdm_reservation="1"), Reservations(tdm=True)),
        (page('<meta name="tdm-reservation" content="1">'), Reservations(tdm=True)),
        (page('<meta name="tdm-reservation" content="1">', tdm_reservation="0"), Reservations(tdm=False)),
        (Response(URL, headers={"X-Robots-Tag": "noindex"}, body=b"%PDF"), Reservations(noindex=True)),
    ],
)
def test_headers_and_meta_elements_are_read(response: Response, expected: Reservations) -> None:
    assert page_reservations(response) == expected


def test_several_headers_are_read() -> None:
    response = Response(URL, headers={"X-Robots-Tag": ["otherbot: noindex", "nofollow"]})
    assert page_reservations(response) == Reservations(nofollow=True)


def test_what_stands_in_the_text_of_a_page_does_not_count() -> None:
    body = b"<html><head><title>robots</title></head><body><meta name='robots' content='noindex'>"
    assert page_reservations(HtmlResponse(URL, body=body)) == Reservations()


def test_only_what_is_to_be_obeyed_is_a_reason() -> None:
    reserved = Reservations(noindex=True, nofollow=True, noarchive=True)
    assert reserved.refusal({"noindex", "tdm"}) == "noindex"
    assert reserved.refusal({"noarchive"}) == "noarchive"
    assert reserved.refusal({"tdm", "nofollow"}) is None
    assert reserved.forbids_links({"nofollow"})
    assert not reserved.forbids_links(set())


@pytest.mark.parametrize(
    "head", ["<meta " * 50_000, "<!--" * 100_000, "<meta name=robots content='" + "a" * 400_000, "robots" * 80_000]
)
def test_hostile_heads_take_no_time(head: str) -> None:
    began = time.process_time()
    assert page_reservations(page(f"robots{head}")) == Reservations()
    assert time.process_time() - began < 1
