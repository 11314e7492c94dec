from __future__ import annotations

import pytest
from lxml import html

from newsspider.fields.images.pictures import pictures_around, read_picture
from newsspider.items import Image
from tests.fields.made_pages import TEXT, html_page


def _read(markup: str) -> Image:
    return read_picture(next(html.fragment_fromstring(markup, create_parent="article").iter("img")))


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<img src="a.jpg">', "a.jpg"),
        ('<img src="data:image/gif;base64,R0lG" data-src="a.jpg">', "a.jpg"),
        ('<img src="spacer.gif" data-original="a.jpg">', "a.jpg"),
        ('<img src="s.jpg" srcset="a.jpg 400w, b.jpg 1200w, c.jpg 800w">', "b.jpg"),
        ('<img src="s.jpg" data-srcset="a.jpg 1x, b.jpg 2x">', "b.jpg"),
        (
            '<picture><source srcset="a.webp 900w"><source srcset="b.webp 300w"><img src="s.jpg"></picture>',
            "a.webp",
        ),
        ('<img src="s.jpg" srcset="data:image/gif;base64,R0lG 1w">', "s.jpg"),
        ("<img>", None),
    ],
)
def test_the_best_source(markup: str, url: str | None) -> None:
    assert _read(markup).url == url


def test_caption_and_credit_of_their_own() -> None:
    markup = '<figure><div><img src=a.jpg width=800 height="600px"></div><figcaption>The pier <em>at dawn</em>.<span class="image-copyright">© Ana Ruiz</span></figcaption></figure>'
    image = _read(markup)
    assert (image.caption or "").split() == ["The", "pier", "at", "dawn."]
    assert (image.credit or "").strip() == "© Ana Ruiz"
    assert (image.width, image.height) == (800, 600)


def test_a_caption_by_class() -> None:
    image = _read('<div class="wp-caption"><img src=a.jpg><p class="wp-caption-text">The pier.</p></div>')
    assert (image.caption or "").strip() == "The pier."


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/x.gif" width=1 height=1>',
        '<aside><img src="/other-story.jpg"></aside>',
        '<div class="related-stories"><img src="/other-story.jpg"></div>',
        '<div class="author-bio"><img src="/ana-ruiz.jpg"></div>',
        '<a href="/other-story"><img src="/other-story.jpg"></a>',
        '<div class="related photos"><a href="/b"><figure><img src="/b.jpg"><figcaption>The pier</figcaption></figure></a></div>',
        '<img class="avatar" src="/ana.jpg">',
        '<div class="top-ad"><img src="/sale.jpg"></div>',
    ],
)
def test_no_pictures_of_others(markup: str) -> None:
    text = TEXT.replace("</p>", f"</p>{markup}", 1)
    assert [picture for picture in pictures_around(html_page(text=text).body) if not picture.is_foreign] == []


def test_a_link_to_the_picture_itself_enlarges_it() -> None:
    text = TEXT.replace("</p>", '</p><a href="/pier-large.jpg"><img src="/pier.jpg"></a>', 1)
    assert [
        picture.image.url for picture in pictures_around(html_page(text=text).body) if not picture.is_foreign
    ] == ["/pier.jpg"]


def test_a_small_copy_gives_way_to_the_picture_beside_it_that_a_script_loads() -> None:
    small = '<img src="/30/hram-u-morya.jpg">'
    later = '<img src="data:image/gif;base64,R0lG" data-src="/800/hram-u-morya.jpg">'
    for markup, urls in (
        (small + later, ["/800/hram-u-morya.jpg"]),
        (small + later.replace("hram", "most"), ["/30/hram-u-morya.jpg", "/800/most-u-morya.jpg"]),
        (f"{small}<div>{later}</div>", ["/30/hram-u-morya.jpg", "/800/hram-u-morya.jpg"]),
    ):
        text = TEXT.replace("</p>", f"</p><figure>{markup}</figure>", 1)
        assert [one.url for one in pictures_around(html_page(text=text).body)] == urls


def test_sizes_that_are_a_ratio() -> None:
    image = '<figure><a-img width="16" height="9" {} src="/pier.jpg"></a-img></figure>'
    for layout, urls in (("layout=responsive", ["/pier.jpg"]), ("", [])):
        text = TEXT.replace("</p>", f"</p>{image.format(layout)}", 1)
        assert [one.url for one in pictures_around(html_page(text=text).body)] == urls


def test_a_credit_beside_the_caption_of_a_figure() -> None:
    image = _read(
        "<figure><img src=a.jpg><figcaption>Der Kegel.</figcaption><footer>Foto: Ana Ruiz</footer></figure>"
    )
    assert (image.caption, image.credit) == ("Der Kegel.", "Foto: Ana Ruiz")


def test_a_hash_in_an_id_is_no_advert() -> None:
    facts = html_page(text=TEXT.replace("</p>", "</p><div id=1.4ad40b><img src=/storm.jpg></div>", 1))
    assert [one.is_foreign for one in pictures_around(facts.body)] == [False]


def test_a_box_that_holds_the_whole_text_may_be_called_anything() -> None:
    for name in ("sidebar-1", "related", "teaser"):
        text = TEXT.replace("</p>", "</p><img src=/storm.jpg>", 1)
        facts = html_page(text=f"<div class={name}>{text}</div>")
        assert [one.is_foreign for one in pictures_around(facts.body)] == [False]


def test_a_link_leads_to_the_whole_of_a_picture_that_is_shown_small() -> None:
    small = '<figure><a href="{}"><img src="/hram-300x200.jpg" width="300" height="200"></a></figure>'
    for href, url, width in (
        ("/hram.jpg", "/hram.jpg", None),
        ("/hram-1024x683.jpg", "/hram-1024x683.jpg", None),
        ("/hram-150x100.jpg", "/hram-300x200.jpg", 300),
        ("/other.jpg", "/hram-300x200.jpg", 300),
        ("/hram", "/hram-300x200.jpg", 300),
    ):
        text = TEXT.replace("</p>", f"</p>{small.format(href)}", 1)
        images = [picture.image for picture in pictures_around(html_page(text=text).body)]
        assert [(image.url, image.width) for image in images] == [(url, width)]


@pytest.mark.parametrize(
    "name", ["attachment-entry_with_sidebar size-entry_with_sidebar", "size-logo attachment-logo"]
)
def test_the_name_of_a_size_is_no_place(name: str) -> None:
    text = TEXT.replace("</p>", f'</p><img class="{name}" src=/storm.jpg>', 1)
    assert [one.is_foreign for one in pictures_around(html_page(text=text).body)] == [False]
    text = TEXT.replace("</p>", '</p><img class="sidebar-picture" src=/storm.jpg>', 1)
    assert [one.is_foreign for one in pictures_around(html_page(text=text).body)] == [True]
