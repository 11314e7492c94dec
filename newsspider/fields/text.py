"""The article's text, what was chosen of the page's blocks, and how long it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider.body.given import body_of_html, html_of_text
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, Each, Field, Together
from newsspider.fields.forms import COUNT, Correctable, clean_html, text_form
from newsspider.processors.text import is_element, paragraphs_and_lines, paragraphs_of_lines
from newsspider.processors.words import count_words


def article_body(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the text of the chosen blocks."""
    if facts.body.text:
        yield Candidate(facts.body.text, facts.body.rule)


def article_body_html(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the chosen blocks as HTML."""
    if facts.body.html:
        yield Candidate(facts.body.html, facts.body.rule)


def word_count(facts: PageFacts) -> Iterator[Candidate[int]]:
    """Yield the number of words of the article's text."""
    if facts.body.text:
        yield Candidate(count_words(facts.body.text), "articleBody")


def given_html(pieces: Sequence[str], base: str | None = None) -> list[str]:
    """Return HTML that a spider adds in the form of ours: safe, of the same elements, with absolute addresses.

    >>> given_html(['<div onclick="x()">Rain <i>again</i></div>', "<script>y()</script>"])
    ['<p>Rain <em>again</em></p>']
    """
    found = body_of_html("\n".join(pieces), base)
    return [found.html] if found is not None and found.html else []


def given_text(texts: Sequence[str]) -> list[str]:
    """Return texts that a spider adds with those that are elements' HTML as their text.

    >>> given_text(["<p>Rain <i>again</i>.</p>", "<ul><li>More & <li>more</ul>"])
    ['Rain again.\\n\\nMore &\\n\\nmore']
    """
    if not any(map(is_element, texts)):
        return list(map(paragraphs_of_lines, texts))
    found = body_of_html("\n".join(text if is_element(text) else html_of_text(text) for text in texts))
    return [found.text] if found is not None and found.text else []


def joined_html(parts: Sequence[str]) -> str | None:
    """Return pieces of HTML as one."""
    return "\n".join(filter(None, parts)) or None


def joined_paragraphs(texts: Sequence[str]) -> str | None:
    """Return texts as one, with a blank line between each two."""
    return "\n\n".join(filter(None, texts)) or None


ARTICLE_BODY = Field(
    name="articleBody",
    rule=article_body,
    clean_given=(Together(given_text),),
    clean=(Each(paragraphs_and_lines),),
    join=joined_paragraphs,
    form=text_form("text", Correctable.NOT, paragraphs_of_lines),
    description="Plain text, paragraphs split by a blank line.",
    doc_form="plain text, paragraphs split by a blank line",
    sources=(
        "`blocks` (T); if scripts draw the page, or a paywall hides the text, `json-ld:articleBody`, `page-state`"
    ),
    limits=(
        "preformatted text keeps its lines; to choose whether the standfirst is its first paragraph, use "
        "`standfirst` of `extract()`, or `NEWSSPIDER_STANDFIRST` ([Extraction](extraction.md))"
    ),
)


ARTICLE_BODY_HTML = Field(
    name="articleBodyHtml",
    rule=article_body_html,
    clean_given=(Together(given_html, BASE_URL),),
    join=joined_html,
    form=text_form("text", Correctable.NOT, clean_html),
    description="The same content as clean, safe HTML.",
    doc_form="safe HTML of the same",
    sources="`blocks`, `json-ld:articleBody`, `page-state`",
)


WORD_COUNT = Field(
    name="wordCount",
    rule=word_count,
    form=COUNT,
    description="Of articleBody.",
    doc_form="number of words of `articleBody`; in scripts without spaces, of characters",
    sources="`articleBody` (T)",
)
