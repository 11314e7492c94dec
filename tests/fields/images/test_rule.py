from __future__ import annotations

import pytest

from newsspider.fields.images.rule import images, main_image
from newsspider.items import Image
from newsspider.processors.images import clean_image, clean_images
from tests.fields.made_pages import DUMP, TEXT, URL, html_page, json_ld, text_page

FIGURE = (
    '<figure><img src="/pier-at-dawn-300x200.jpg" alt="A pier"><figcaption>The pier at dawn. '
    '<span class="credit">Ana Ruiz</span></figcaption></figure>'
)
LINKED = json_ld(
    '{"@type": "NewsArticle", "image": [{"@type": "ImageObject", "url": "/pier-at-dawn-640x640.jpg", "width": 640,'
    ' "height": 640}, {"@type": "ImageObject", "url": "/pier-at-dawn-1600x900.jpg", "width": "1600", "height": 900}]}'
)


def _main(head: str = "", above: str = "", text: str = TEXT) -> tuple[Image | None, str] | None:
    found = next(main_image(html_page(head=head, above=above, text=text)), None)
    return (clean_image(found.value, URL), found.source) if found else None


def test_the_largest_shape_with_the_figures_caption() -> None:
    expected = Image(
        url="https://www.example.org/pier-at-dawn-1600x900.jpg",
        caption="The pier at dawn.",
        credit="Ana Ruiz",
        alt="A pier",
        width=1600,
        height=900,
    )
    assert _main(head=LINKED, above=FIGURE) == (expected, "json-ld")


def test_a_crop_with_another_name_is_the_one_picture_above_the_text() -> None:
    head = '<meta property="og:image" content="https://img.example.org/c/8f14e45fceea167a5a36dedd4bea2543.jpg">'
    found = _main(head=head, above=FIGURE)
    assert found is not None
    assert found[0] is not None
    assert (found[0].caption, found[0].credit, found[1]) == ("The pier at dawn.", "Ana Ruiz", "figure")


def test_a_logo_is_passed_over() -> None:
    head = '<meta property="og:image" content="/static/logo.png">'
    found = _main(head=head, above=FIGURE)
    assert found is not None
    assert found[1] == "figure"


def test_no_picture() -> None:
    assert _main() is None


def test_one_picture_in_sizes_is_listed_once_and_the_text_s_own_follow() -> None:
    text = TEXT.replace("</p>", '</p><figure><img src="/broken-planks.jpg"></figure>', 1)
    facts = html_page(head=LINKED, above=FIGURE, text=text)
    found = next(images(facts))
    urls = [image.url for image in clean_images(found.value, URL)]
    assert urls == [
        "https://www.example.org/pier-at-dawn-1600x900.jpg",
        "https://www.example.org/broken-planks.jpg",
    ]
    assert found.source == "figure"


def test_a_dump_has_captions_left() -> None:
    dump = f"Storm hits coast\n\nThe pier at dawn on Tuesday, after the storm. Photo: Ana Ruiz\n\n{DUMP}"
    found = next(main_image(text_page(dump)), None)
    assert found is not None
    assert found.value == Image(caption="The pier at dawn on Tuesday, after the storm.", credit="Ana Ruiz")
    assert found.source == "caption-line"


_DECLARED = '<meta property="og:image" content="https://www.example.org/i/lead-storm.jpg">'


@pytest.mark.parametrize(
    ("above", "url"),
    [
        ('<img src="/i/sale9.jpg" width=970 height=250>', "/i/lead-storm.jpg"),
        ('<figure><img src="/i/sale9.jpg" width=800 height=500></figure>', "/i/lead-storm.jpg"),
        ('<figure><img src="/i/sale9.jpg" width=970 height=250><figcaption>Everything must go</figcaption></figure>', "/i/lead-storm.jpg"),
        ('<figure><img src="/i/sale9.jpg" width=970 height=250><figcaption>Alles muss raus</figcaption></figure>', "/i/lead-storm.jpg"),
        ('<div class="ad"><figure><img src="/i/sale9.jpg"><figcaption>Todo rebajado</figcaption></figure></div>', "/i/lead-storm.jpg"),
        ('<figure><img src="/i/pier.jpg" width=800 height=500><figcaption>The pier at dawn</figcaption></figure>', "/i/pier.jpg"),
        ('<figure><img src="/i/pier.jpg" width=800 height=500><figcaption>Der Hafen am Morgen</figcaption></figure>', "/i/pier.jpg"),
        ('<img src="/c/lead-storm-300x200.jpg">', "/i/lead-storm.jpg"),
    ],
)  # fmt: skip
def test_a_picture_above_the_text_against_the_declared_one(above: str, url: str) -> None:
    found = _main(head=_DECLARED, above=above)
    assert found is not None
    assert found[0] is not None
    assert found[0].url == f"https://www.example.org{url}"


def test_a_picture_without_caption_is_the_main_one_where_none_is_declared() -> None:
    assert _main(above='<img src="/i/sale9.jpg" width=970 height=250>') is None
    found = _main(above='<img src="/i/pier.jpg" width=800 height=500>')
    assert found is not None
    assert found[1] == "figure"
