"""A field for projects that want Markdown in every feed: `articleBodyMarkdown`.

NEWSSPIDER_FIELDS = {"articleBodyMarkdown": "newsspider.feeds.markdown_field.ARTICLE_BODY_MARKDOWN"}
"""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.feeds.markdown import markdown_of_html, markdown_of_text
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import Field
from newsspider.fields.forms import Correctable, clean_html, text_form


def article_body_markdown(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the chosen blocks as Markdown."""
    if facts.body.html:
        yield Candidate(markdown_of_html(facts.body.html), facts.body.rule)
    elif facts.body.text:
        yield Candidate(markdown_of_text(facts.body.text), facts.body.rule)


ARTICLE_BODY_MARKDOWN = Field(
    name="articleBodyMarkdown",
    rule=article_body_markdown,
    form=text_form("text", Correctable.NOT, clean_html),
    description="The same content as Markdown.",
    doc_form="Markdown of the same",
    sources="`blocks`, `json-ld:articleBody`, `page-state`",
)
