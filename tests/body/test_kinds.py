import pytest

from newsspider.body import BlockKind, block_kinds
from newsspider.body.choose import body_of
from tests.body.pages import ARTICLE, SENTENCE, page_and_blocks

HEAD = "<html><head><title>Storm closes the harbour</title></head><body><h1>Storm closes the harbour</h1>"
TEXT = f"<div class=text><p>{SENTENCE * 2}</p><p>{SENTENCE * 3}</p></div>"


def kinds(html: str) -> dict[str, BlockKind]:
    """Return the kind of each block of a page whose long blocks are its text."""
    page, blocks = page_and_blocks(html)
    body = body_of(page, blocks, [float(len(text) > 90) for text in blocks.texts])
    return dict(zip(blocks.texts, block_kinds(page, body), strict=True))


def test_blocks_are_known_by_place_and_markup() -> None:
    found = kinds(ARTICLE)
    assert found["Storm closes the harbour"] is BlockKind.HEADLINE
    assert found["The pier at noon. Photo: A. Ruiz"] is BlockKind.CAPTION
    assert found["Home"] is BlockKind.REST
    assert found[f"{SENTENCE.strip()} Tides were high."] is BlockKind.TEXT


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<ul><li>{}</li></ul>", BlockKind.LIST_ITEM),
        ("<blockquote><p>{}</p></blockquote>", BlockKind.QUOTE),
        ("<table><tr><td>{}</td></tr></table>", BlockKind.TABLE),
        ("<h2>{}</h2>", BlockKind.SUBHEADING),
        ("<p>{}</p>", BlockKind.TEXT),
    ],
)
def test_what_was_kept_is_known_by_its_markup(html: str, kind: BlockKind) -> None:
    line = f"{SENTENCE}It had been a long night."
    assert kinds(f"{HEAD}{TEXT}<div>{html.format(line)}</div>{TEXT}")[line] is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ana Ruiz", BlockKind.BYLINE),
        ("12 March 2031, 10:15", BlockKind.BYLINE),
        ("Read also: All ferries are cancelled", BlockKind.READ_ALSO),
        ("Lesen Sie auch: Alle Fähren fallen aus", BlockKind.READ_ALSO),
        ("Lea también: Todos los ferris cancelados", BlockKind.READ_ALSO),
        ("Editing by Ben Okri", BlockKind.CREDIT),
        ("Quelle: Wetterdienst", BlockKind.CREDIT),
        ("Fuente: capitanía", BlockKind.CREDIT),
        ("Correction: It was the north pier.", BlockKind.NOTE),
        ("Korrektur: Es war der Nordsteg.", BlockKind.NOTE),
        ("Nota del editor: era el muelle norte.", BlockKind.NOTE),
        ("Sign up for our newsletter", BlockKind.PROMOTION),
        ("Jetzt den Newsletter abonnieren", BlockKind.PROMOTION),
        ("Suscríbete a nuestro boletín", BlockKind.PROMOTION),
    ],
)
def test_lines_are_known_by_their_words_in_many_languages(line: str, kind: BlockKind) -> None:
    assert kinds(f"{HEAD}{TEXT}<p>{line}</p>")[line] is kind


def test_sentences_within_the_text_are_text_whatever_their_words() -> None:
    credited = f"{SENTENCE}Editing by hand, as the newsletter was, took them all night."
    assert kinds(f"{HEAD}<p>{credited}</p>{TEXT}")[credited] is BlockKind.TEXT


def test_what_readers_wrote_is_known_by_the_names_around_it() -> None:
    found = kinds(f"{HEAD}{TEXT}<div class=comments><p>What a storm that was</p></div>")
    assert found["What a storm that was"] is BlockKind.COMMENT


def test_entries_of_a_live_blog_are_known() -> None:
    entry = f"{SENTENCE}The wind grew."
    found = kinds(f"{HEAD}{TEXT}<div class=liveticker><p>{entry}</p></div>")
    assert found[entry] is BlockKind.LIVE_POST


def test_links_below_the_headline_are_other_stories() -> None:
    found = kinds(f"{HEAD}{TEXT}<p><a href=/x>Ten harbours that never closed</a></p>")
    assert found["Ten harbours that never closed"] is BlockKind.OTHER_STORY


def test_a_page_without_blocks_has_no_kinds() -> None:
    page, blocks = page_and_blocks("<html><body><p>.</p></body></html>")
    assert block_kinds(page, body_of(page, blocks, [0.0] * len(blocks))) == [BlockKind.REST] * len(blocks)
