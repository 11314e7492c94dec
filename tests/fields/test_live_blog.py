from __future__ import annotations

from newsspider.fields.live_blog import live_blog_updates
from newsspider.items import LiveBlogUpdate
from tests.fields.made_pages import TEXT, first, html_page, json_ld


def _entry(name: str, hour: int) -> str:
    return (
        f'<div class="{name}"><time datetime="2024-05-03T{hour}:00:00+02:00">{hour}:00</time><h3>News at {hour}</h3>'
        f"<p>What happened at {hour}.</p><blockquote><p>Someone said so.</p></blockquote></div>"
    )


def test_linked_data_comes_first() -> None:
    head = json_ld(
        '{"@type": "LiveBlogPosting", "headline": "Storm, live", "liveBlogUpdate": [{"@type": "BlogPosting",'
        ' "headline": "Ferry sails", "datePublished": "2024-05-03T12:00:00+02:00", "articleBody": "It left at noon."}]}'
    )
    update = LiveBlogUpdate(
        headline="Ferry sails", datePublished="2024-05-03T12:00:00+02:00", articleBody="It left at noon."
    )
    assert first(live_blog_updates(html_page(head=head))) == ([update], "json-ld")


def test_common_markup() -> None:
    text = "".join(_entry("live-blog__entry", hour) for hour in (14, 13, 12))
    found = first(live_blog_updates(html_page(text=TEXT, below=f'<div class="live-blog">{text}</div>')))
    assert found is not None
    assert found[1] == "markup:live-entry"
    assert found[0][0] == LiveBlogUpdate(
        headline="News at 14",
        datePublished="2024-05-03T14:00:00+02:00",
        articleBody="What happened at 14.\n\nSomeone said so.",
    )
    assert len(found[0]) == 3


def test_teasers_of_a_live_blog_are_none() -> None:
    below = _entry("live-teaser-item", 12) + "".join(_entry("latest-news", hour) for hour in (14, 13, 12, 11))
    assert first(live_blog_updates(html_page(below=below))) is None


def test_entries_have_the_offset_of_the_articles_own_date() -> None:
    told = (
        '{"@type": "LiveBlogPosting", "headline": "Storm, live", "datePublished": "2031-10-20T06:00:00Z",'
        ' "liveBlogUpdate": [{"@type": "BlogPosting", "datePublished": "2031-10-20T21:45:00Z", "articleBody": "Done."}]}'
    )
    facts = html_page(head=json_ld(told))
    for published, own in (
        ("2031-10-20T07:00:00+01:00", "2031-10-20T22:45:00+01:00"),
        (None, "2031-10-20T21:45:00Z"),
    ):
        facts.chosen["datePublished"] = published
        found = first(live_blog_updates(facts))
        assert found is not None
        assert [update.datePublished for update in found[0]] == [own]
