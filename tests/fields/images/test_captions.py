from __future__ import annotations

import time

import pytest
from lxml import html

from newsspider import extract_html
from newsspider.fields.images.pictures import pictures_around, read_picture
from newsspider.processors.images import clean_image
from tests.fields.made_pages import TEXT, URL, html_page


def _texts(markup: str) -> tuple[str | None, str | None]:
    """Return the clean caption and credit of the first <img> of a piece of HTML."""
    image = clean_image(
        read_picture(next(html.fragment_fromstring(markup, create_parent="article").iter("img"))), URL
    )
    assert image is not None
    return image.caption, image.credit


def _in_text(markup: str) -> list[tuple[str | None, str | None]]:
    """Return captions and credits of the pictures of a page that has the HTML behind its first paragraph."""
    facts = html_page(text=TEXT.replace("</p>", f"</p>{markup}", 1))
    found = (clean_image(one.image, URL) for one in pictures_around(facts.body) if not one.is_foreign)
    return [(image.caption, image.credit) for image in found if image]


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src=a.jpg><figcaption>The pier at dawn. <small>(Photo: Ana Ruiz/EXN)</small></figcaption></figure>",
        "<figure><img src=a.jpg><figcaption><p>The pier at dawn.</p><p>Ana Ruiz/EXN</p></figcaption><span class=credit>Ana Ruiz/EXN</span></figure>",
        "<figure><a href=b.jpg><img src=a.jpg></a><div class=photo-credit>Ana Ruiz/EXN</div><figcaption>The pier at dawn.</figcaption></figure>",
        "<figure><img src=a.jpg><figcaption><div class=bildautor>Foto: Ana Ruiz/EXN</div>The pier at dawn.</figcaption></figure>",
        "<figure><img src=a.jpg><div class=CaptionWrapper><span>The pier at dawn. </span>Foto: Ana Ruiz/EXN</div></figure>",
        "<figure><img src=a.jpg><figcaption>The pier at dawn. <button>Show more</button><cite>Ana Ruiz/Reuters</cite></figcaption></figure>".replace("Reuters", "EXN</cite><cite class=source>Ana Ruiz/EXN"),
        "<figure><img src=a.jpg><figcaption><span class=visually-hidden>Image caption, </span>The pier at dawn. Photo: Ana Ruiz/EXN</figcaption></figure>",
        "<figure><img src=a.jpg><figcaption>The pier at dawn. <small>Ana Ruiz/EXN</small></figcaption></figure>",
        "<figure><img src=a.jpg><figcaption><span class=wide>The pier at dawn.</span> <span class=narrow>The pier at dawn.</span> <cite>Ana Ruiz/EXN</cite></figcaption></figure>",
        "<figure><img src=a.jpg><figcaption>The pier at dawn.</figcaption><footer>Foto: Ana Ruiz/EXN</footer></figure>",
        "<figure><img src=a.jpg><figcaption><h3>Ferries stay in port</h3></figcaption><p class=caption>The pier at dawn. <cite>Photo: Ana Ruiz/EXN</cite></p></figure>",
        "<figure><img src=a.jpg><figcaption class=sr-only>The pier at dawn. <cite>Photo: Ana Ruiz/EXN</cite></figcaption></figure>",
    ],
)  # fmt: skip
def test_a_figures_caption_and_credit(markup: str) -> None:
    assert _texts(markup) == ("The pier at dawn.", "Ana Ruiz/EXN")


@pytest.mark.parametrize("mark", ["/", "|", "–", "-"])
def test_the_mark_before_a_credits_element_is_no_part_of_the_caption(mark: str) -> None:
    shown = f"<figure><img src=a.jpg><figcaption>The pier at dawn. {mark} <span class=firma>Ana Ruiz</span></figcaption></figure>"
    assert _texts(shown) == ("The pier at dawn.", "Ana Ruiz")


@pytest.mark.parametrize("said", ["Click Here", "Open Gallery", "View Larger", "San Marino"])
def test_buttons_and_places_in_an_element_of_their_own_are_no_credit(said: str) -> None:
    shown = f"<figure><img src=a.jpg><figcaption>Boats sail at dawn. <small>{said}</small></figcaption></figure>"
    assert _texts(shown)[1] is None


def test_captions_in_attributes_count_where_the_page_shows_none() -> None:
    written = '<img src=a.jpg data-image-caption="&lt;p&gt;The &lt;b&gt;p&lt;/b&gt;ier at dawn.&lt;/p&gt;" data-credit="Ana Ruiz/EXN">'
    assert _texts(f"<p>{written}</p>") == ("The pier at dawn.", "Ana Ruiz/EXN")
    around = '<div data-caption="The pier at dawn." data-copyright="© Ana Ruiz/EXN"><img src=a.jpg></div>'
    assert _texts(around) == ("The pier at dawn.", "Ana Ruiz/EXN")
    shown = f"<figure>{written}<figcaption>Boats at the pier</figcaption></figure>"
    assert _texts(shown) == ("Boats at the pier", None)
    for said in ("true", "{caption}", "Pier", "[caption of the picture]"):
        assert _texts(f'<p><img src=a.jpg data-caption="{said}"></p>') == (None, None)


def test_a_citation_is_a_credit_only_behind_a_sentence() -> None:
    signed = "<figure><img src=a.jpg><figcaption>The pier at dawn. <cite>Ana Ruiz</cite></figcaption></figure>"
    assert _texts(signed) == ("The pier at dawn.", "Ana Ruiz")
    film = "<figure><img src=a.jpg><figcaption>A scene of <cite>Quay Days</cite></figcaption></figure>"
    assert _texts(film) == ("A scene of Quay Days", None)


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=article-img><img src=/a.jpg><span class=info>The pier at dawn in May. Bild: Ana Ruiz</span></div>",
        "<div class=gallery-item><div><img src=/a.jpg></div><div><div>The pier at dawn in May. <span class=copyright>Ana Ruiz</span></div></div></div>",
        "<picture><img src=/a.jpg></picture><figcaption>The pier at dawn in May, Foto: Ana Ruiz</figcaption>",
        "<div class=box><a href=/zoom/a.htm><img src=/a.jpg></a><div class=photo-cap>The pier at dawn in May <span class=credit>Ana Ruiz</span></div></div>",
        "<div class=relatedPhoto><img src=/a.jpg><div class=caption>The pier at dawn in May <span class=credit>Ana Ruiz</span></div></div>",
        "<p class=img><a href=/zoom/a.htm><img src=/a.jpg></a><span class=Caption>The pier at dawn in May. Photo: Ana Ruiz</span></p>",
        "<figure><a href=/a.jpg><img src=/a.jpg></a></figure><figcaption>The pier at dawn in May <span class=credit>Ana Ruiz</span></figcaption>",
        "<div><img src=/a.jpg alt='The pier at dawn in May'></div><div style='display:none'><span>The pier at dawn in May</span><small class=credit>Ana Ruiz</small></div>",
    ],
)  # fmt: skip
def test_captions_that_no_figure_holds(markup: str) -> None:
    assert [(caption and caption.rstrip("."), credit) for caption, credit in _in_text(markup)] == [
        ("The pier at dawn in May", "Ana Ruiz")
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=box><img src=/a.jpg><p>Ferries stay in the harbour</p></div>",  # no word of pictures
        "<div class=image><img src=/a.jpg><a href=/other>Ferries stay in the harbour for a third day</a></div>",
        "<div class=image><img src=/a.jpg><span>3 min 12:45</span></div>",
        "<figure><img src=/a.jpg><button>The whole gallery of the pier</button></figure>",
    ],
)
def test_texts_beside_a_picture_that_are_no_captions(markup: str) -> None:
    assert _in_text(markup) == [(None, None)]


def test_each_picture_of_a_gallery_has_the_caption_behind_it() -> None:
    slides = "".join(
        f"<div><img src=/{name}-1000.jpg><div class=caption>The {name} at dawn</div></div>"
        for name in ("pier", "boat", "quay")
    )
    assert _in_text(f"<figure>{slides}</figure>") == [
        ("The pier at dawn", None),
        ("The boat at dawn", None),
        ("The quay at dawn", None),
    ]


def test_a_portrait_under_a_byline_is_no_picture_of_the_article() -> None:
    byline = "<figure><img src=/ana.jpg width=200><figcaption>By Ana Ruiz</figcaption></figure>"
    assert _in_text(byline) == []
    facts = html_page(text=TEXT.replace("</p>", "</p><img src=/x.jpg width=200 alt='Ana Ruiz'>", 1))
    assert [one.is_foreign for one in pictures_around(facts.body, people=["Ana Ruiz"])] == [True]


def test_a_figure_in_a_button_is_enlarged_by_it() -> None:
    figure = "<figure><button><img src=/a.jpg></button><figcaption>The pier at dawn</figcaption></figure>"
    assert _in_text(figure) == [("The pier at dawn", None)]


def test_what_a_button_says_in_an_element_of_its_own() -> None:
    for control in ("Show more", "Schließen", "Ampliar"):
        assert _texts(
            f"<figure><img src=a.jpg><figcaption><span>The pier at dawn</span><a href=#>{control}</a></figcaption></figure>"
        ) == ("The pier at dawn", None)
    emphasized = "<figure><img src=a.jpg><figcaption>The star of <em>Close</em> in May</figcaption></figure>"
    assert _texts(emphasized) == ("The star of Close in May", None)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The storm that hit the coast on Monday left the town without power, its mayor said.",
        "Der Sturm, der am Montag die Küste traf, hat die Stadt ohne Strom gelassen, sagte sie.",
    ],
)
def test_a_paragraph_that_repeats_the_alt_is_no_caption(paragraph: str) -> None:
    alt = paragraph.rpartition(",")[0]
    assert _in_text(f"<img src=/a.jpg width=800 height=500 alt='{alt}'><p>{paragraph}</p>") == [(None, None)]
    behind = f"<img src=/a.jpg width=800 height=500 alt='{alt}'><p class=caption>{paragraph}</p>"
    assert _in_text(behind) == [(paragraph, None)]


@pytest.mark.parametrize("caption", ["<i>a</i>" * 4_000, "<i></i>" * 4_000 + "The pier"])
def test_many_pictures_share_a_long_caption(caption: str) -> None:
    pictures = "".join(f"<img src=/pier{number}.jpg>" for number in range(200))
    figure = f"<figure>{pictures}<figcaption>{caption}</figcaption></figure>"
    facts = html_page(text=TEXT.replace("</p>", f"</p>{figure}", 1))
    started = time.process_time()
    assert len([one.captioned for one in pictures_around(facts.body)]) == 200
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize(
    "caption", ["I camion al molo basso, lunedì mattina", "Грузовики на набережной в понедельник"]
)
def test_the_title_of_a_link_that_enlarges_a_picture(caption: str) -> None:
    image = html.fragment_fromstring(f"<a href='/i/molo.jpg' title='{caption}'><img src='/i/molo-s.jpg'></a>")[0]
    assert read_picture(image).caption == caption
    image = html.fragment_fromstring(f"<a href='/molo' title='{caption}'><img src='/i/molo-s.jpg'></a>")[0]
    assert read_picture(image).caption is None


@pytest.mark.parametrize(
    "line",
    ["The pier at dawn. Photo: Ana Ruiz", "Der Steg am Morgen. Foto: Ana Ruiz", "Причал утром. Фото: Ana Ruiz"],
)
@pytest.mark.parametrize(
    "form",
    [
        "<p>{image}</p><p><em>{line}</em></p>",
        "<div class='widget-image'><div>{image}</div></div><div class='widget-text'><p>{line}</p></div>",
        "<div class='image'><figure>{image}</figure></div><div>{line}</div>",
        "<p><img src='/pier.jpg' title='{line}'></p>",
    ],
)
def test_a_line_with_a_credit_behind_a_picture(form: str, line: str) -> None:
    block = form.format(image="<img src='/pier.jpg'>", line=line)
    paragraphs = TEXT.split("</p>", 1)
    text = f"{paragraphs[0]}</p>{block}{paragraphs[1]}"
    article = extract_html(f"<article><h1>Storm hits coast</h1>{text}</article>", URL)
    assert article.images is not None
    assert [(one.caption, one.credit) for one in article.images] == [(line.partition(".")[0] + ".", "Ana Ruiz")]
    assert line not in (article.articleBody or "")


@pytest.mark.parametrize("caption", ["The harbour at dawn.", "Der Hafen am Morgen.", "El puerto al alba."])
def test_a_name_in_an_element_of_its_own_behind_a_sentence_in_another(caption: str) -> None:
    figure = (
        f"<figure><img src=/a.jpg><figcaption><span>{caption}</span><span>Ana Ruiz</span></figcaption></figure>"
    )
    page = f"<h1>Storm hits coast</h1>{figure}<p>{'It rained in the bay for the third day. ' * 9}</p>"
    image = extract_html(page, URL).images[0]  # type: ignore[index]
    assert (image.caption, image.credit) == (caption, "Ana Ruiz")


@pytest.mark.parametrize("button", ["Buy this image", "Kup zdjęcie", "Перейти в медиабанк"])
def test_a_button_behind_a_credit_is_none_of_it(button: str) -> None:
    figure = (
        f"<figure><img src=/a.jpg><div class=copyright>© Quay / Ana Ruiz <a href=/m>{button}</a></div></figure>"
    )
    page = f"<h1>Storm hits coast</h1>{figure}<p>{'It rained in the bay for the third day. ' * 9}</p>"
    assert extract_html(page, URL).images[0].credit == "Quay / Ana Ruiz"  # type: ignore[index]
