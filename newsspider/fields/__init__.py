"""Page and body -> candidates: a family of fields a folder or file, each field declared once, in one table."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.fields.about import DESCRIPTION, KEYWORDS
from newsspider.fields.access import ACCESS
from newsspider.fields.agency.rule import AGENCY
from newsspider.fields.authors.rule import AUTHORS
from newsspider.fields.candidate import Candidate
from newsspider.fields.dates.rule import DATE_MODIFIED, DATE_MODIFIED_RAW, DATE_PUBLISHED, DATE_PUBLISHED_RAW
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import Field, Rule
from newsspider.fields.forms import Correctable, Form
from newsspider.fields.headline.rule import ALTERNATIVE_HEADLINE, HEADLINE
from newsspider.fields.images.rule import IMAGES, MAIN_IMAGE
from newsspider.fields.language import LANGUAGE
from newsspider.fields.license import LICENSE
from newsspider.fields.live_blog import LIVE_BLOG_UPDATES
from newsspider.fields.media import AUDIOS, VIDEOS
from newsspider.fields.publisher.rule import PUBLISHER
from newsspider.fields.section import ARTICLE_SECTION, BREADCRUMBS
from newsspider.fields.text import ARTICLE_BODY, ARTICLE_BODY_HTML, WORD_COUNT
from newsspider.fields.url import CANONICAL_URL, ID, URL

METADATA = Field(
    name="metadata",
    form=Form(schema={"$ref": "#/$defs/Metadata"}, correctable=Correctable.NOT),
    doc_form="[Metadata](#metadata)",
)

# In the order in which rules run: each sees what was chosen before. The language comes first, since names and
# dates are read in it.
FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        LANGUAGE,
        URL,
        CANONICAL_URL,
        ID,
        HEADLINE,
        ALTERNATIVE_HEADLINE,
        DESCRIPTION,
        AUTHORS,
        AGENCY,
        PUBLISHER,
        DATE_PUBLISHED,
        DATE_PUBLISHED_RAW,
        DATE_MODIFIED,
        DATE_MODIFIED_RAW,
        ARTICLE_SECTION,
        BREADCRUMBS,
        KEYWORDS,
        ARTICLE_BODY,
        ARTICLE_BODY_HTML,
        MAIN_IMAGE,
        IMAGES,
        VIDEOS,
        AUDIOS,
        ACCESS,
        LICENSE,
        LIVE_BLOG_UPDATES,
        WORD_COUNT,
        METADATA,
    )
}

__all__ = ["FIELDS", "Candidate", "Field", "PageFacts", "Rule"]
