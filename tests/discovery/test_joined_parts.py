from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.joined_parts import holds_all_of, is_part_of, joined_article, whole_article
from newsspider.items import Article, Image, Metadata

STANDFIRST = "The storm took roofs and trees, and one old lighthouse."
AUTHOR = "Ana Ruiz has written about the sea for twenty years."


def part(*texts: str, html: str | None = None, **values: object) -> Article:
    made = html or "\n".join(f"<p>{text}</p>" for text in texts)
    article = Article(headline="Storm hits coast", articleBody="\n\n".join(texts), articleBodyHtml=made)
    return replace(article, **values)  # type: ignore[arg-type]  # of Article's fields


ONE = part("The storm came at night.", "It was the worst in years.", "1 2 3 Next")
TWO = part("Storm hits coast", "By day the harbour was gone.", "1 2 3 Next")
THREE = part("Nobody was hurt.")


def test_text_and_html_are_joined_in_order_without_the_pagers() -> None:
    joined = joined_article([ONE, TWO, THREE])
    texts = [
        "The storm came at night.",
        "It was the worst in years.",
        "By day the harbour was gone.",
        "Nobody was hurt.",
    ]
    assert joined.articleBody == "\n\n".join(texts)
    assert joined.articleBodyHtml == "\n".join(f"<p>{text}</p>" for text in texts)
    assert joined.wordCount == 20
    assert joined.metadata is None


def test_what_pages_repeat_is_there_once() -> None:
    one = part(STANDFIRST, "The storm came at night.", "What happened", AUTHOR, description=STANDFIRST)
    two = part(STANDFIRST, "By day the harbour was gone.", "What happened", "Much.", AUTHOR)
    joined = joined_article([one, two])
    assert joined.articleBody is not None
    assert joined.articleBody.split("\n\n") == [
        STANDFIRST, "The storm came at night.", "What happened", "By day the harbour was gone.", "What happened", "Much.", AUTHOR,
    ]  # fmt: skip
    assert joined.articleBodyHtml is not None
    assert joined.articleBodyHtml.count("roofs") == joined.articleBodyHtml.count("Ana Ruiz") == 1


def test_pictures_are_merged() -> None:
    harbour, tower = (
        Image(url="https://example.org/h.jpg"),
        Image(url="https://example.org/t.jpg", caption="The tower"),
    )
    figures = [f'<figure><img src="{image.url}" alt=""></figure>' for image in (harbour, tower)]
    one = part("The storm came.", html=f"<p>The storm came.</p>\n{figures[0]}", images=[harbour])
    two = part("It went.", html=f"{figures[0]}\n<p>It went.</p>\n{figures[1]}", images=[harbour, tower])
    joined = joined_article([one, two])
    assert joined.images == [harbour, tower]
    assert joined.articleBodyHtml == f"<p>The storm came.</p>\n{figures[0]}\n<p>It went.</p>\n{figures[1]}"


def test_lists_and_quotes_keep_their_form() -> None:
    html = (
        "<ul><li>A roof</li><li>A tree</li></ul>\n<blockquote><p>It was dark.</p></blockquote>\n<p>a &amp; b</p>"
    )
    joined = joined_article([ONE, part("A roof", "A tree", "It was dark.", "a & b", html=html)])
    assert joined.articleBodyHtml is not None
    assert joined.articleBodyHtml.endswith(html)


def test_missing_pages_are_noted() -> None:
    joined = joined_article([replace(ONE, metadata=Metadata(probability=0.9)), THREE], ["page 2 is missing"])
    assert joined.metadata == Metadata(probability=0.9, validationMessages={"articleBody": ["page 2 is missing"]})


def test_fields_are_the_first_pages() -> None:
    one = replace(ONE, url="https://example.org/a", datePublished="2026-03-04")
    joined = joined_article([one, replace(TWO, url="https://example.org/a/2", isAccessibleForFree=False)])
    assert (joined.url, joined.datePublished, joined.isAccessibleForFree) == (one.url, one.datePublished, False)


def test_what_is_part_of_an_article() -> None:
    assert is_part_of(ONE, TWO, [ONE])
    assert is_part_of(ONE, replace(TWO, headline="Storm hits coast (2/3)"), [ONE])
    assert is_part_of(ONE, replace(TWO, headline=None), [ONE])


def test_what_is_none() -> None:
    assert not is_part_of(ONE, ONE, [ONE])  # the page again, with the next comments
    assert not is_part_of(ONE, replace(TWO, headline="Ferries are late"), [ONE])
    assert not is_part_of(ONE, Article(headline="Storm hits coast"), [ONE])
    dated = replace(ONE, datePublished="2026-03-04T10:00:00")
    assert not is_part_of(dated, replace(TWO, datePublished="2026-03-05"), [dated])


def test_the_version_on_one_page_must_hold_the_first_and_more() -> None:
    whole = part(
        "The storm came at night.", "It was the worst in years.", "By day the harbour was gone.", wordCount=16
    )
    assert holds_all_of(whole, ONE)
    assert not holds_all_of(TWO, ONE)
    assert not holds_all_of(replace(ONE, headline="Ferries are late"), ONE)
    taken = whole_article(replace(ONE, url="https://example.org/a"), whole)
    assert (taken.url, taken.articleBody, taken.wordCount) == ("https://example.org/a", whole.articleBody, 16)


TEXT = st.text(alphabet="ab 12\n<&>.é", min_size=1, max_size=60)


@given(st.lists(st.lists(TEXT, max_size=5), min_size=1, max_size=4))
def test_no_pages_make_it_raise_and_no_word_is_invented(pages: list[list[str]]) -> None:
    parts = [part(*texts, html="<p>a") for texts in pages]
    joined = joined_article(parts)
    words = {word for article in parts for word in (article.articleBody or "").split()}
    assert set((joined.articleBody or "").split()) <= words
    is_part_of(parts[0], parts[-1], parts)
    holds_all_of(parts[0], parts[-1])


def test_hostile_pages_take_no_time() -> None:
    start = time.perf_counter()
    texts = [f"{number} storm " * 30 for number in range(2_000)]
    deep = "<blockquote>" * 2_000 + "storm"
    parts = [part(*texts, html=deep, headline=" " * 90_000 + "(" * 9_999), part(*texts[1:], html="<li>" * 9_000)]
    joined_article(parts)
    assert not is_part_of(parts[0], parts[1], parts[:1])
    assert time.perf_counter() - start < 5
