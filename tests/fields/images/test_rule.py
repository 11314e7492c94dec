from __future__ import annotations

import pytest

from newsspider import extract_html
from newsspider.fields import FIELDS
from newsspider.fields.images.rule import images, main_image
from newsspider.items import Image
from newsspider.loaders import ArticleLoader
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


@pytest.mark.parametrize(
    "shown",
    [
        "/fill/w_147,h_98,blur_2/harbour-pier-at-dawn.jpg",
        "/max/60/harbour-pier-at-dawn.jpg",
        "/w_40,h_27,c_fill/harbour-pier-at-dawn.jpg",
    ],
)
def test_a_preview_gives_way_to_the_declared_picture(shown: str) -> None:
    head = '<meta property="og:image" content="/img/fill/w_1000,h_667/harbour-pier-at-dawn.jpg">'
    found = _main(head=head, above=f'<img src="/img{shown}" alt="A pier">')
    assert found is not None
    assert found[0] == Image(
        url="https://www.example.org/img/fill/w_1000,h_667/harbour-pier-at-dawn.jpg", alt="A pier"
    )


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


def test_what_spip_calls_a_logo_is_the_article_s_picture() -> None:
    found = _main(text=f'<img class="spip_logo" src="/wagon.jpg" width="640">{TEXT}')
    assert found is not None
    assert found[0] == Image(url="https://www.example.org/wagon.jpg", width=640)
    assert _main(text=f'<img class="logo" src="/wagon.jpg" width="120">{TEXT}') in (None, (None, "figure"))


@pytest.mark.parametrize(
    "icon", ["print.gif", "wa.png", "mail_button_grey.png", "share-facebook-32.png", "pdf.png"]
)
def test_signs_on_buttons_are_no_pictures(icon: str) -> None:
    assert _main(text=f'<a href="#"><img src="/img/{icon}"></a>{TEXT}') in (None, (None, "figure"))


@pytest.mark.parametrize("name", ["print.jpg", "mailman.png", "zoom-meeting.png", "print-works.gif"])
def test_pictures_of_things_that_signs_name_are(name: str) -> None:
    found = _main(text=f'<img src="/img/{name}">{TEXT}')
    assert found is not None
    assert found[0] is not None


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


_BY = '<meta name="author" content="Ana Ruiz">'


def _main_url(head: str = "", above: str = "") -> str | None:
    facts = html_page(head=head, above=above)
    ArticleLoader().add_fields({"authors": FIELDS["authors"]}, facts)
    found = next(main_image(facts), None)
    return found.value.url if found else None


@pytest.mark.parametrize(
    "head",
    [
        _BY + '<meta property="og:image" content="https://www.example.org/2031/ana-ruiz-300x200.jpg">',
        _BY + '<meta property="og:image" content="/i/7731.jpg"><meta property="og:image:alt" content="Ana Ruiz">',
        '<meta property="og:image" content="https://img.example.org/autoren/7731.jpg">',
        '<meta property="og:image" content="https://img.example.org/columnistas/2031/r-olmedo.png">',
        '<meta property="og:image" content="https://img.example.org/9f/7731.jpg">'
        + json_ld(
            '{"@type": "Article", "author": {"@type": "Person", "name": "Ana Ruiz", "image": "/9f/7731.jpg"}}'
        ),
        '<meta property="og:image" content="https://img.example.org/9f/aa7731.jpg">'
        + json_ld(
            '{"@type": "Article", "author": {"name": "Ana Ruiz", "image": {"@type": "ImageObject", "url":'
            ' "https://www.example.org/9f/300x300/aa7731.jpg"}}}'
        ),
    ],
)
def test_a_columnists_portrait_is_no_picture_of_the_article(head: str) -> None:
    assert _main_url(head) is None


@pytest.mark.parametrize(
    "head",
    [
        _BY + '<meta property="og:image" content="/i/ruiz-and-the-ferry.jpg">',
        _BY
        + '<meta property="og:image" content="/i/ben-kurz.jpg"><meta property="og:image:alt" content="Ben Kurz">',
        '<meta property="og:image" content="/autor.jpg">',
        '<meta property="og:image" content="/i/7732.jpg">'
        + json_ld(
            '{"@type": "Article", "author": {"@type": "Person", "name": "Ana Ruiz", "image": "/i/7731.jpg"}}'
        ),
    ],
)
def test_pictures_of_others_are_no_portraits(head: str) -> None:
    assert _main_url(head) is not None


@pytest.mark.parametrize(
    ("above", "url"),
    [
        ('<figure class="lazy" data-src="/i/pier.jpg"><figcaption>The pier</figcaption></figure>', "/i/pier.jpg"),
        (
            '<figure><div data-bg="url(/i/pier.jpg)"></div><figcaption>Der Hafen</figcaption></figure>',
            "/i/pier.jpg",
        ),
        ('<figure><span style="background:#eee url(/i/pier) center"></span></figure>', "/i/pier"),
        ('<figure><noscript><img src="/i/pier.jpg"></noscript></figure>', "/i/pier.jpg"),
        ("""<div class="lead" style="background-image: url('/i/pier.jpg')"></div>""", "/i/pier.jpg"),
        ('<div class="featured-image" data-background-image="/i/pier.png"></div>', "/i/pier.png"),
        (
            '<div data-picture><div data-src="/i/a.jpg"></div><div data-src="/i/b.jpg" data-media="(min-width: 700px)"></div></div>',
            "/i/a.jpg",
        ),
        ('<div class="hero-image" data-bgset="/i/a.jpg 800w, /i/b.jpg 1600w"></div>', "/i/b.jpg"),
        (
            '<figure><a href="/i/pier.jpg"><span></span></a><figcaption>The pier</figcaption></figure>',
            "/i/pier.jpg",
        ),
        ('<figure><a href="/the-pier"><span></span></a><figcaption>The pier</figcaption></figure>', None),
        # Of the layout, of another kind, or of another part of the page.
        ('<div class="top" style="background: url(/i/dots.png)"></div>', None),
        ('<div class="top" style="background: url(/theme/header-bg.jpg)"></div>', None),
        ('<div class="top" style="background: url(data:image/png;base64,AA)"></div>', None),
        ('<nav style="background: url(/i/pier.jpg)"></nav>', None),
        ("""<div class="lead" style='background-image: url("/i/pier (21).jpg")'></div>""", "/i/pier (21).jpg"),
        ("""<div class="lead" data-bg="url('/i/pier(2).jpg')"></div>""", "/i/pier(2).jpg"),
        ('<div class="profile-pic" style="background: url(/u/77.jpg)"></div>', None),
        (
            '<div class="author-info"><div class="photo" style="background: url(/u/77.jpg)"></div>Ana Ruiz</div>',
            None,
        ),
        ('<div class="post-meta"><i class="thumb" style="background: url(/u/77.jpg)"></i>4 May</div>', None),
        (
            '<article class="author-ana"><div class="lead" style="background: url(/i/pier.jpg)"></div></article>',
            "/i/pier.jpg",
        ),
        ('<figure data-src="/v/pier.mp4"><video></video></figure>', None),
        ('<figure data-src="https://player.example.org/embed/77"></figure>', None),
    ],
)
def test_pictures_that_no_img_shows(above: str, url: str | None) -> None:
    assert _main_url(above=above) == url


def test_what_lies_behind_the_text_is_no_picture_of_it() -> None:
    facts = html_page(text=f'<div style="background-image: url(/i/pier.jpg)">{TEXT}</div>')
    assert next(main_image(facts), None) is None


def test_a_background_is_not_listed_beside_the_declared_picture() -> None:
    above = '<div class="lead" style="background-image: url(/i/pier.jpg)"></div>'
    found = next(images(html_page(head=_DECLARED, above=above)))
    assert [image.url for image in found.value] == ["https://www.example.org/i/lead-storm.jpg"]


def test_a_figure_without_an_img_is_listed_in_its_place() -> None:
    text = TEXT.replace(
        "</p>", '</p><figure data-src="/i/planks.jpg"></figure><p>It was so.</p><img src="/i/waves.jpg">', 1
    )
    found = next(images(html_page(text=text)))
    assert [image.url for image in found.value] == ["/i/planks.jpg", "/i/waves.jpg"]


@pytest.mark.parametrize(
    ("caption", "url"),
    [
        ("<div class='caption'>The pier at dawn.</div><div class='photographer'>Ana Ruiz</div>", "/i/pier.jpg"),
        ("<div class='caption'>Ana Ruiz</div>", None),
    ],
)
def test_a_picture_that_the_author_took_is_no_portrait(caption: str, url: str | None) -> None:
    assert _main_url(_BY, f"<div class='image'><img src='/i/pier.jpg'>{caption}</div>") == url


@pytest.mark.parametrize("name", ["author-photo", "foto autor", "auteur__image", "yazar-resim"])
def test_a_picture_that_is_named_after_its_author_is_none_of_the_story(name: str) -> None:
    assert _main_url(above=f"<img class='{name}' src='/i/7.jpg'>") is None
    assert _main_url(above=f"<div class='{name}' style='background-image:url(/i/7.jpg)'></div>") is None
    assert _main_url(above=f"<img class='post-image' alt='{name}' src='/i/7.jpg'>") == "/i/7.jpg"


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("Boats in the harbour. Photo: Ana Ruiz", "Ana Ruiz"),
        ("Camioane pe cheiul de jos. Foto: Mihai Stan", "Mihai Stan"),
        ("Грузовики на набережной. Фото: Иван Петров", "Иван Петров"),
    ],
)
def test_a_caption_in_the_paragraph_of_its_picture(caption: str, name: str) -> None:
    text = TEXT.replace("</p>", f"</p><p><img src='/i/pier.jpg'><br><em>{caption}</em></p>", 1)
    article = extract_html(f"<html><body><article><h1>Storm hits coast</h1>{text}</article></body></html>", URL)
    assert caption not in (article.articleBody or "")
    assert [image.credit for image in article.images or ()] == [name]


def test_a_paragraph_beside_a_picture_is_text() -> None:
    text = TEXT.replace("<p>", "<p><img src='/i/pier.jpg' class='alignleft'>", 1)
    article = extract_html(f"<html><body><article><h1>Storm hits coast</h1>{text}</article></body></html>", URL)
    assert "The storm that reached the coast" in (article.articleBody or "")


def test_the_declared_picture_is_whole_where_the_page_shows_what_a_script_cuts_of_it() -> None:
    head = '<meta property="og:image" content="https://cms.example.org/u/pier-at-night.jpg">'
    cut = "/_next/image?url=https%3A%2F%2Fcms.example.org%2Fu%2Fpier-at-night.jpg&amp;w=640"
    above = f'<figure><img src="{cut}" width=640 height=400><figcaption>The pier on Monday</figcaption></figure>'
    (candidate, *_) = main_image(html_page(head=head, above=above))
    assert candidate.value.url == "https://cms.example.org/u/pier-at-night.jpg"
    assert candidate.value.caption == "The pier on Monday"
