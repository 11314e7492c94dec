"""Nodes to typed values: from here on nobody sees JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from newsspider.page.json_ld import Graph, Json, Node
from newsspider.page.linked_values import (
    agents,
    each,
    first_text,
    images,
    is_free,
    language,
    licence,
    media_urls,
    names,
    texts,
    type_names,
    urls,
)
from newsspider.page.types import LinkedAgent, LinkedArticle, LinkedData, LinkedUpdate

_Step: TypeAlias = tuple[str | None, str | None]  # name and address
_MOST_STEPS = 20  # of a trail in which each step holds the next

# schema.org's Article and CreativeWork types that news and magazine pages use for the story itself.
ARTICLE_TYPES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "Report",
    "SatiricalArticle", "ScholarlyArticle", "MedicalScholarlyArticle", "TechArticle", "APIReference",
    "SocialMediaPosting", "BlogPosting", "LiveBlogPosting", "DiscussionForumPosting", "Blog_Posting", "Review",
    "Recipe", "HowTo",
})  # fmt: skip
_PUBLISHER_TYPES = frozenset({
    "Organization", "NewsMediaOrganization", "WebSite", "Corporation", "NewspaperPublisher", "LocalBusiness",
})  # fmt: skip


# What is shown beside an article or links to another: no topics of it. Books and films may be.
_NO_TOPICS = ARTICLE_TYPES | {
    "WebPage", "WebSite", "CollectionPage", "ItemList", "VideoObject", "ImageObject", "AudioObject", "MediaObject",
}  # fmt: skip


def read_linked_data(graph: Graph, microdata: Sequence[Node], errors: Sequence[str]) -> LinkedData:
    """Return what the page's JSON-LD and microdata say, articles first where they are of an article type."""
    readers = ((graph, node, "json-ld") for node in graph.nodes)
    items = ((Graph((), {}), node, "microdata") for node in microdata)
    articles: list[LinkedArticle] = []
    pages: list[LinkedArticle] = []
    undated: list[LinkedArticle] = []  # what names an author alone counts where nothing else tells of the page
    publishers: list[LinkedAgent] = []
    breadcrumbs: list[Sequence[_Step]] = []
    old_trails: list[list[_Step]] = []
    types: set[str] = set()
    for owner, node, syntax in (*readers, *items):
        kinds = type_names(node)
        types.update(kinds)
        if ARTICLE_TYPES.intersection(kinds):
            articles.append(_article(owner, node, syntax))
        elif "WebPage" in kinds and (node.get("datePublished") or node.get("author")):
            page = _article(owner, node, f"{syntax}:WebPage")
            if node.get("datePublished"):
                pages.append(page)
            elif _names_person(page):
                undated.append(page)
        elif "BreadcrumbList" in kinds:
            breadcrumbs.append(_breadcrumbs(node))
        elif "Breadcrumb" in kinds:
            _add_steps(old_trails, node)
        elif _PUBLISHER_TYPES.intersection(kinds):
            publishers.extend(agents(owner, node))
        trails = (trail for trail in each(node.get("breadcrumb")) if isinstance(trail, Mapping))
        breadcrumbs.extend(map(_breadcrumbs, trails))
    return LinkedData(
        articles=(*articles, *pages) or undated,
        breadcrumbs=[trail for trail in (*breadcrumbs, *old_trails) if trail],
        publishers=publishers,
        types=frozenset(types),
        errors=errors,
    )


def _names_person(page: LinkedArticle) -> bool:
    """Return whether a page's author may be a person; a body is as often who made the site."""
    return any(not (author.type or "").endswith("Organization") for author in page.authors)


def _article(graph: Graph, node: Node, syntax: str) -> LinkedArticle:
    return LinkedArticle(
        syntax=syntax,
        types=type_names(node),
        url=next(iter(urls(graph, node.get("url"), node.get("mainEntityOfPage"), node.get("@id"))), None),
        headline=first_text(node.get("headline")) or first_text(node.get("name")),
        alternative_headline=first_text(node.get("alternativeHeadline")),
        description=first_text(node.get("description")),
        authors=agents(graph, node.get("author")) or agents(graph, node.get("creator")),
        publisher=next(iter(agents(graph, node.get("publisher"))), None),
        date_published=first_text(node.get("datePublished")) or first_text(node.get("dateCreated")),
        date_modified=first_text(node.get("dateModified")),
        language=language(node.get("inLanguage")),
        sections=texts(node.get("articleSection")),
        keywords=texts(node.get("keywords")),
        topics=names(graph, node.get("about"), _NO_TOPICS) or names(graph, node.get("mentions"), _NO_TOPICS),
        body=first_text(node.get("articleBody")) or first_text(node.get("text")),
        images=[
            *images(graph, node.get("image")),
            *images(graph, node.get("primaryImageOfPage")),
            *images(graph, node.get("thumbnailUrl")),
        ],
        video_urls=media_urls(graph, node.get("video")),
        audio_urls=media_urls(graph, node.get("audio")),
        is_accessible_for_free=is_free(node),
        license=licence(graph, node.get("license")),
        updates=list(_updates(node)),
    )


def _breadcrumbs(node: Node) -> Sequence[_Step]:
    steps = [step for step in each(node.get("itemListElement")) if isinstance(step, Mapping)]
    steps.sort(key=_position)
    trail: list[_Step] = []
    for step in steps:
        item = step.get("item")
        name = first_text(step.get("name")) or (
            first_text(item.get("name")) if isinstance(item, Mapping) else None
        )
        if isinstance(item, Mapping):
            item = first_text(item.get("@id")) or first_text(item.get("url"))
        trail.append((name, item if isinstance(item, str) else None))
    return trail


def _add_steps(trails: list[list[_Step]], node: Node) -> None:
    """Add an item of the vocabulary before schema.org, in which each step is one and may hold the next.

    The home page begins another trail.
    """
    at: Json = node
    for _ in range(_MOST_STEPS):
        if not isinstance(at, Mapping):
            return
        step = (first_text(at.get("title")), first_text(at.get("url")))
        if not trails or step == trails[-1][0]:
            trails.append([])
        trails[-1].append(step)
        at = at.get("child")


def _position(step: Node) -> float:
    position = str(step.get("position", "")).strip()
    return float(position) if position.isascii() and position.isdigit() else float("inf")


def _updates(node: Node) -> Iterator[LinkedUpdate]:
    for one in each(node.get("liveBlogUpdate")):
        if isinstance(one, Mapping):
            yield LinkedUpdate(
                headline=first_text(one.get("headline")) or first_text(one.get("name")),
                date_published=first_text(one.get("datePublished")) or first_text(one.get("dateModified")),
                body=first_text(one.get("articleBody")) or first_text(one.get("text")),
            )
