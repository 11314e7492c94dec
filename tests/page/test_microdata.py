from __future__ import annotations

from newsspider._native import index_tree
from newsspider.page.microdata import microdata_nodes
from newsspider.page.tree import parse_tree


def nodes(html: str) -> list[object]:
    root = parse_tree(html)
    assert root is not None
    return list(microdata_nodes(index_tree(root).marked))


def test_items_nest_and_repeat() -> None:
    found = nodes(
        '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline name">Rain</h1>'
        '<span itemprop="author" itemscope itemtype="http://schema.org/Person"><b itemprop="name">Ana</b></span>'
        '<span itemprop="author" itemscope itemtype="http://schema.org/Person"><b itemprop="name">Bo</b></span>'
        '<time itemprop="datePublished" datetime="2024-05-01">yesterday</time>'
        '<meta itemprop="inLanguage" content="es"><a itemprop="url" href="/x">y</a></div>'
    )
    assert found == [
        {
            "@type": ["NewsArticle"],
            "headline": "Rain",
            "name": "Rain",
            "author": [{"@type": ["Person"], "name": "Ana"}, {"@type": ["Person"], "name": "Bo"}],
            "datePublished": "2024-05-01",
            "inLanguage": "es",
            "url": "/x",
        }
    ]


def test_other_vocabularies_are_not_read() -> None:
    assert (
        nodes('<div itemscope itemtype="http://data-vocabulary.org/Person"><b itemprop="name">x</b></div>') == []
    )


def test_a_time_without_datetime_gives_its_text() -> None:
    found = nodes(
        '<p itemscope itemtype="http://schema.org/Article"><time itemprop="datePublished">1 May</time></p>'
    )
    assert found == [{"@type": ["Article"], "datePublished": "1 May"}]


def test_deep_nesting_ends() -> None:
    item = '<div itemprop="author" itemscope itemtype="http://schema.org/Person">'
    assert len(nodes('<div itemscope itemtype="http://schema.org/Article">' + item * 1_900)) == 1


def test_a_link_to_the_author_gives_the_name_with_the_address() -> None:
    html = (
        '<div itemscope itemtype="http://schema.org/Article"><a itemprop="creator" href="/ana">Ana Ruiz</a></div>'
    )
    assert nodes(html) == [{"@type": ["Article"], "creator": {"name": "Ana Ruiz", "url": "/ana"}}]


def test_texts_in_one_another_are_read_as_far_as_a_page_can_need() -> None:
    markup = (
        "<div itemscope itemtype='https://schema.org/Article'>" + "<div itemprop=about>" * 50 + "storm " * 50_000
    )
    _, _, marked = index_tree(parse_tree(markup))
    (node,) = microdata_nodes(marked)
    about = node["about"]
    assert isinstance(about, list)
    assert sum(map(len, about)) == 500_000


def test_a_name_that_is_a_link_is_its_text() -> None:
    person = '<span itemprop="author" itemscope><a itemprop="name" href="/ana">Ana Ruiz</a></span>'
    html = f'<div itemscope itemtype="http://schema.org/Article">{person}</div>'
    assert nodes(html) == [{"@type": ["Article"], "author": {"@type": [], "name": "Ana Ruiz"}}]


def test_the_posts_of_a_blog_are_items_of_their_own() -> None:
    found = nodes(
        '<main itemscope itemtype="https://schema.org/Blog"><article itemscope itemprop="blogPost"'
        ' itemtype="https://schema.org/BlogPosting"><h1 itemprop="headline">Rain</h1></article></main>'
    )
    assert found == [
        {"@type": ["Blog"], "blogPost": {"@type": ["BlogPosting"], "headline": "Rain"}},
        {"@type": ["BlogPosting"], "headline": "Rain"},
    ]


def test_dates_that_templates_write_on_any_element() -> None:
    article = '<div itemscope itemtype="https://schema.org/Article">{}</div>'
    for date in (
        '<span itemprop="datePublished" datetime="2031-05-04T10:00:00+02:00">4 May</span>',
        '<abbr itemprop="datePublished" title="2031-05-04T10:00:00+02:00">4 May</abbr>',
    ):
        assert nodes(article.format(date)) == [
            {"@type": ["Article"], "datePublished": "2031-05-04T10:00:00+02:00"}
        ]


def test_a_line_of_sections_or_keywords_gives_its_links() -> None:
    line = '<span itemprop="keywords">Tagged <a href="/t/1">storm</a>, <a href="/t/2">coast</a></span>'
    line += (
        '<span itemprop="articleSection">Publié dans <a href="/s/1">Monde</a></span><b itemprop="genre">News</b>'
    )
    assert nodes(f'<div itemscope itemtype="https://schema.org/Article">{line}</div>') == [
        {"@type": ["Article"], "keywords": ["storm", "coast"], "articleSection": ["Monde"], "genre": "News"}
    ]


def test_words_between_the_links_of_a_line_and_what_it_tells_apart() -> None:
    line = '<b itemprop="keywords">storm, <a href="/t">coast</a>, wall</b>'
    line += '<b itemprop="articleSection" content="News"><a href="/all">See all</a></b>'
    assert nodes(f'<div itemscope itemtype="https://schema.org/Article">{line}</div>') == [
        {"@type": ["Article"], "keywords": "storm, coast, wall", "articleSection": "News"}
    ]
