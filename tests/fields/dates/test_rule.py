from __future__ import annotations

import pytest

from newsspider import extract_html, extract_text
from newsspider.fields.dates.declared_dates import date_in_order
from newsspider.fields.dates.rule import date_modified, date_published
from newsspider.page import html_page as read_html
from tests.fields.made_pages import TEXT, facts_of, first, html_page, json_ld, rules


def test_candidates_are_as_written() -> None:
    facts = html_page(above="<p>March 12, 2031 9:40 am</p>")
    assert first(date_published(facts)) == ("March 12, 2031 9:40 am", "date-line")


def test_the_source_that_says_more_comes_first() -> None:
    facts = html_page(
        head=json_ld('{"@type": "NewsArticle", "datePublished": "2031-03-12"}')
        + '<meta property="article:published_time" content="2031-03-12T09:40:00+01:00">'
    )
    assert first(date_published(facts)) == ("2031-03-12T09:40:00+01:00", "meta:article:published_time")


@pytest.mark.parametrize("name", ["video:release_date", "book:release_date", "movie-release-date"])
def test_when_a_film_or_book_came_out_is_not_when_the_page_did(name: str) -> None:
    facts = html_page(head=f'<meta property="{name}" content="1999-03-31">')
    assert first(date_published(facts)) is None


def test_another_day_does_not() -> None:
    facts = html_page(
        head=json_ld('{"@type": "NewsArticle", "datePublished": "2031-03-12"}')
        + '<meta property="article:published_time" content="2031-03-11T09:40:00+01:00">'
    )
    assert first(date_published(facts)) == ("2031-03-12", "json-ld")


def test_names_that_sites_make_up() -> None:
    facts = html_page(head='<meta name="cms-publication-date" content="2031-03-12">')
    assert first(date_published(facts)) == ("2031-03-12", "meta:cms-publication-date")


@pytest.mark.parametrize(
    "name", ["x-pubdate", "pubDateTime", "story-date", "article:first_published", "date.release", "release_date"]
)
def test_more_names_that_sites_make_up(name: str) -> None:
    facts = html_page(head=f'<meta name="{name}" content="2031-03-12T09:40:00+01:00">')
    assert first(date_published(facts)) == ("2031-03-12T09:40:00+01:00", f"meta:{name.lower()}")


@pytest.mark.parametrize("name", ["dc:created", "dcterms:issued", "dc:date"])
def test_names_of_dublin_core_with_a_colon(name: str) -> None:
    facts = html_page(head=f'<meta property="{name}" content="2031-03-12">')
    assert first(date_published(facts)) == ("2031-03-12", f"meta:{name}")


def test_what_a_page_tells_parsely() -> None:
    told = '{"title": "Storm", "pub_date": "2031-03-12T09:40:00Z"}'
    facts = html_page(head=f"<meta name='parsely-page' content='{told}'>")
    assert first(date_published(facts)) == ("2031-03-12T09:40:00Z", "meta:parsely-page")


@pytest.mark.parametrize("name", ["last-publication-date", "expiry_date", "unpublish_date", "event.publishDate"])
def test_names_of_other_dates(name: str) -> None:
    facts = html_page(head=f'<meta name="{name}" content="2031-03-12T09:40:00+01:00">')
    assert first(date_published(facts)) is None


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Wer den Hafen schützt | Umwelt | HK | 25.05.2031", "25.05.2031"),
        ("Storm hits coast | Harbour Courier | May 25, 2031", "May 25, 2031"),
        ("La tempête | Le Courrier | 25 mai 2031", "25 mai 2031"),
        ("Council meeting - 25 May 2031", None),
        ("Ferry timetable | 25 May - 30 June 2031", None),
        ("Storm of 25 May 2031 | Harbour Courier", None),
        ("Konzert im Hafen | Samstag, 7. Juni 2031", None),
        ("Festival | Hafenkurier | 5.-7. Juni 2031", None),
        ("The crash | Harbour Courier | October 24, 1929", None),
        ("25 May 2031", None),
    ],
)
def test_a_day_behind_the_last_bar_of_the_title_is_the_article_s(title: str, day: str | None) -> None:
    html = f"<title>{title}</title><p>The storm has passed, and the pier stands.</p>"
    facts = facts_of(read_html(html))
    assert first(date_published(facts)) == (day and (day, "title"))


def test_the_url_is_the_last_source() -> None:
    facts = html_page(url="https://www.example.org/2031/03/12/storm")
    assert rules(date_published(facts)) == [("2031-03-12", "url")]


def test_an_update_is_no_publication() -> None:
    facts = html_page(above='<p class="date">Updated: March 14, 2031</p>')
    assert first(date_published(facts)) is None
    assert first(date_modified(facts)) == ("Updated: March 14, 2031", "date-line")


def test_a_date_shown_days_before_the_one_for_machines_wins() -> None:
    data = json_ld('{"@type": "NewsArticle", "datePublished": "2031-06-01T09:40:00Z"}')
    facts = html_page(head=data, above="<p>12 March 2031 · 3 min read</p>")
    assert first(date_published(facts)) == ("12 March 2031 · 3 min read", "date-line")
    for line in ("31 May 2031", "12 July 2031", "Updated 12 March 2031", "03/12/31"):
        facts = html_page(head=data, above=f"<p>{line}</p>")
        assert first(date_published(facts)) == ("2031-06-01T09:40:00Z", "json-ld")


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("14 March 2031, 10:20", "First published on 12 March 2031, 9:40"),
        ("14. März 2031", "Erstmals veröffentlicht am 12. März 2031"),
        ("14 de marzo de 2031", "Publicado por primera vez el 12 de marzo de 2031"),
    ],
)
def test_the_date_of_the_first_publication_comes_first(shown: str, told: str) -> None:
    assert first(date_published(html_page(above=f"<p>{shown}</p><p>{told}</p>"))) == (told, "date-line")


@pytest.mark.parametrize(
    "told",
    [
        "Originally published in Harbour Weekly on 3 June 2019",
        "This story was originally published on The Conversation on June 3, 2019",
        "Zuerst veröffentlicht in der Inselzeitung am 3. Juni 2019",
        "Initialement publié dans La Gazette le 3 juin 2019",
        "Publicado originalmente en La Gaceta el 3 de junio de 2019",
    ],
)
def test_where_else_a_text_was_published_first_says_nothing_of_the_page(told: str) -> None:
    facts = html_page(above=f"<p>14 March 2031</p><p>{told}</p>")
    assert first(date_published(facts)) == ("14 March 2031", "date-line")
    assert first(date_published(html_page(below=f"<p>{told}</p>"))) is None


@pytest.mark.parametrize(
    "told",
    [
        "Originally published on Monday, 3 June 2019",
        "First Published On 3 June 2019",
        "FIRST PUBLISHED: MONDAY 3 JUNE 2019",
        "Zuerst veröffentlicht am Montag, 3. Juni 2019",
    ],
)
def test_the_first_publication_of_the_page_itself_counts(told: str) -> None:
    facts = html_page(above=f"<p>14 March 2031</p><p>{told}</p>")
    facts.chosen["inLanguage"] = "de" if "Juni" in told else "en"
    assert first(date_published(facts)) == (told, "date-line")


@pytest.mark.parametrize(
    "line",
    [
        "Received: 3 January 2031 / Accepted: 16 April 2031 / Published: 4 May 2031",
        "Eingegangen: 3. Januar 2031 | Veröffentlicht: 4. Mai 2031",
        "Recibido 3 enero 2031 - Publicado 4 mayo 2031",
    ],
)
def test_a_date_with_a_label_comes_before_others_of_its_line(line: str) -> None:
    found = first(date_published(html_page(above=f"<p>{line}</p>")))
    assert found is not None
    assert date_in_order(found[0]) == "2031-05-04"


def test_the_date_of_what_the_text_speaks_of_does_not() -> None:
    facts = html_page(above="<p>14 March 2031</p><p>Released: 12 March 2031 by Harbour Books</p>")
    assert first(date_published(facts)) == ("14 March 2031", "date-line")


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("HARBOUR CITY, March 12, 2031", "/Newswire/ --"),
        ("HAMBURG, 12. März 2031", "(Hafenblatt) –"),
        ("MADRID, 12 de marzo de 2031", "/Nota de prensa/ --"),
        ("海港2031年3月12日", "/新闻通讯/ --"),
    ],
)
def test_a_press_release_tells_its_date_in_its_first_words(dateline: str, agency: str) -> None:
    text = TEXT.replace("<p>", f"<p>{dateline} {agency} ", 1)
    assert first(date_published(html_page(text=text))) == (dateline, "date-line")


@pytest.mark.parametrize(
    "beginning",
    [
        "Between May 3, 2021 and March 12, 2031 –",
        "In Paris, the end of March 2031 was the first time –",
        "Paris -",
    ],
)
def test_other_first_words_tell_none(beginning: str) -> None:
    assert first(date_published(html_page(text=TEXT.replace("<p>", f"<p>{beginning} ", 1)))) is None


def test_a_label_of_its_own_is_of_the_next_line() -> None:
    facts = html_page(above="<div>Last updated:</div><div>12 March 2031</div>")
    assert first(date_published(facts)) is None
    assert first(date_modified(facts)) == ("12 March 2031", "date-line")


@pytest.mark.parametrize(
    ("changed", "appeared"),
    [
        ("Mis à jour le 14 mars 2031 à 9:40", "publié le 12 mars 2031 à 10:20"),
        ("Actualizado el 14 de marzo de 2031 a las 9:40", "publicado el 12 de marzo de 2031 a las 10:20"),
        ("Atualizado em 14 de março de 2031 às 9:40", "publicado em 12 de março de 2031 às 10:20"),
    ],
)
def test_two_dates_with_labels_are_no_sentence(changed: str, appeared: str) -> None:
    facts = html_page(above=f"<p>{changed}, {appeared}</p>")
    assert first(date_published(facts)) == (appeared, "date-line")
    assert first(date_modified(facts)) == (changed, "date-line")


@pytest.mark.parametrize(
    "others",
    [
        "<aside><ul><li><a href='/a'>Ferries stay in the harbour</a> <time>2 January 2031</time></li></ul></aside>",
        "<div><div><a href='/a'><h3>Ferries stay in the harbour</h3></a><p>2 January 2031</p></div></div>",
        "<section class='related'><p>Ferries stay</p><p>2 January 2031</p></section>",
    ],
)
def test_the_date_of_another_story_behind_a_short_text_is_not_the_articles(others: str) -> None:
    text = TEXT[: TEXT.index("</p>", 300) + 4]
    assert first(date_published(html_page(text=text, below=others))) is None
    declared = '<meta property="article:published_time" content="2031-03-12T09:40:00+01:00">'
    facts = html_page(head=declared, text=text, below=others)
    assert first(date_published(facts)) == ("2031-03-12T09:40:00+01:00", "meta:article:published_time")


def test_a_date_that_signs_a_short_text_is_the_articles() -> None:
    text = TEXT[: TEXT.index("</p>", 300) + 4]
    for below in (
        "<p>12 March 2031, by Ana Ruiz, author of <a href='/b'>The Sea at Night</a></p>",
        "<p>12 March 2031</p>",
    ):
        found = first(date_published(html_page(text=text, below=below)))
        assert found is not None
        assert found[0].startswith("12 March 2031")


def test_the_headlines_date_comes_before_times_that_nothing_marks() -> None:
    facts = html_page(
        above="<p>12 March 2031</p>", below='<p><time datetime="2031-05-01T10:00Z">1 May</time> Ferries</p>'
    )
    assert first(date_published(facts)) == ("12 March 2031", "date-line")


def test_a_sentence_under_the_headline_is_no_date_line() -> None:
    facts = html_page(above="<p>The time in which the island has to hand in its taxes ends on May 9, 2031.</p>")
    assert first(date_published(facts)) is None


def test_what_is_written_over_and_behind_a_short_text_comes_after_what_stands_at_the_headline() -> None:
    html = (
        "<div>1 March 2031</div><div>2 May 2031 by Ana Ruiz</div><h2>Storm hits coast</h2>"
        f"{TEXT}<h4>Another story</h4><div>30 November 2030</div>"
    )
    facts = facts_of(read_html(f"<body>{html}</body>"))
    assert first(date_published(facts)) == ("2 May 2031 by Ana Ruiz", "date-line")


def test_a_line_that_tells_of_the_past_is_no_date() -> None:
    facts = html_page(above="<li>The Harbour Act was signed into law on August 14, 1935</li>")
    assert first(date_published(facts)) is None
    facts = html_page(above="<p>August 14, 1935</p>")
    assert first(date_published(facts)) == ("August 14, 1935", "date-line")


def test_a_sentence_in_a_script_without_spaces_is_no_date_line() -> None:
    told = "2031年2月27日下午，海港区委委员、街道经济和科技促进局局长王小明，海港区金融业联合会秘书长李明等一行八人到众创街开展调研"
    facts = html_page(above=f"<p>{told}</p><p>发布日期：2031-03-06 来源：海港在线</p>")
    assert [raw for raw, _ in rules(date_published(facts))] == ["发布日期：2031-03-06 来源：海港在线"]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/share?x=1'>Share this with your friends</a>",
        "<a rel=tag href='/storms'>Storms of the coast</a>",
        "<a href='/tag/storms'>Storms of the coast</a>",
        "<a href='/trust.pdf'>The report of the harbour trust</a>",
        "<a href='https://social.example/sharer?u=x'>Send it to a friend</a>",
    ],
)
def test_a_link_that_leads_to_no_story_leaves_the_date_below_it_to_the_article(link: str) -> None:
    facts = html_page(below=f"<p>{link}</p><p>Published 12 March 2031</p>")
    assert first(date_published(facts)) == ("Published 12 March 2031", "date-line")


def test_a_link_with_which_the_text_ends_is_no_other_story_s_headline() -> None:
    end = "<p>The trust tells more of that in <a href='/trust'>a report on the storm and its waves in May.</a></p>"
    facts = html_page(text=f"{TEXT}{end}<p>Published 12 March 2031</p>")
    assert first(date_published(facts)) == ("Published 12 March 2031", "date-line")


@pytest.mark.parametrize(
    ("name", "over"),
    [
        ("hoy-detail", "<p class=date>12 March 2031</p>"),
        ("today_article", "<p class=date>12 March 2031</p>"),
        ("post", "<header><p class=date>12 March 2031</p></header>"),
    ],
)
def test_a_date_over_the_headline_of_an_article_is_not_today_s(name: str, over: str) -> None:
    html = f"<title>Storm hits coast</title><body><div class='{name}'>{over}<h1>Storm hits coast</h1>{TEXT}</div>"
    assert first(date_published(facts_of(read_html(html)))) == ("12 March 2031", "date-line")


@pytest.mark.parametrize(
    "bar",
    [
        "<div class='topbar'><span>Monday, March 17, 2031</span></div>",
        "<div id='current-date'>Monday, March 17, 2031</div>",
        "<div class='fecha-hoy'>17 de marzo de 2031</div>",
        "<header><a href='/'>Harbour Courier</a><p>Monday, March 17, 2031</p></header>",
    ],
)
def test_today_s_date_at_the_top_of_a_site_is_not_the_article_s(bar: str) -> None:
    html = f"<title>Storm hits coast</title><body>{bar}<h1>Storm hits coast</h1>"
    assert first(date_published(facts_of(read_html(f"{html}{TEXT}")))) is None
    signed = first(date_published(facts_of(read_html(f"{html}{TEXT}<p>Published March 12, 2031</p>"))))
    assert signed == ("Published March 12, 2031", "date-line")


@pytest.mark.parametrize("name", ["heute-page", "has-topbar", "tag-usa-today", "oggi"])
@pytest.mark.parametrize("tag", ["div", "article"])
def test_what_is_around_headline_and_text_is_no_bar_whatever_its_name(tag: str, name: str) -> None:
    head = "<p class=date>March 12, 2031</p><h1>Storm hits coast</h1>"
    html = f"<title>Storm hits coast</title><body class={name}><{tag} class={name}>{head}{TEXT}</{tag}>"
    found = first(date_published(facts_of(read_html(html))))
    assert found is not None
    assert found[0] == "March 12, 2031"


def test_a_date_in_the_header_of_the_article_is_the_article_s() -> None:
    html = "<title>Storm hits coast</title><header><p>March 12, 2031</p><h1>Storm hits coast</h1></header>"
    assert first(date_published(facts_of(read_html(f"{html}{TEXT}")))) == ("March 12, 2031", "date-line")


_PARAGRAPHS = (
    "<p>Ferries stayed in port for the second day, and the bridge to the island was closed to lorries.</p>" * 4
)


def _modified(lang: str, line: str) -> tuple[str | None, str | None]:
    page = f"<html lang={lang}><title>Storm hits coast</title><h1>Storm hits coast</h1><p>{line}</p>{_PARAGRAPHS}"
    article = extract_html(page, "https://www.example.org/storm")
    return article.dateModified, article.dateModifiedRaw


@pytest.mark.parametrize(
    ("lang", "line", "expected"),
    [
        ("en", "4 May 2031, 10:15 (updated 14:30)", "2031-05-04T14:30:00"),
        ("de", "04.05.2031, 10:15 Uhr, aktualisiert um 14.30 Uhr", "2031-05-04T14:30:00"),
        ("fr", "Publié le 4 mai 2031 à 10h15, mis à jour à 14h30", "2031-05-04T14:30:00"),
        ("ja", "2031年5月4日 10:15（14:30更新）", "2031-05-04T14:30:00"),
        ("en", "4 May 2031, 10:15 +02:00 | Updated 14:30", "2031-05-04T14:30:00+02:00"),
        ("de", "04.05.2031, 10:15 Uhr, aktualisiert am 13.06.", None),
        ("en", "4 May 2031, 10:15 (updated by 14 readers)", None),
        ("en", "4 May 2031, 10:15 (updated 9:30)", None),
        ("en", "4 May 2031, 10:15 (updated 6/5 14:30)", None),  # of May or of June
        ("it", "4/5/2031 10:15 | Aggiornato 6/5 14:30", None),
    ],
)
def test_a_change_on_the_same_day_may_give_the_time_alone(lang: str, line: str, expected: str | None) -> None:
    assert _modified(lang, line)[0] == expected


@pytest.mark.parametrize(
    ("lang", "first_line", "second_line", "expected"),
    [
        ("it", "04 Maggio 2031 alle 10:15", "Aggiornato alle 14:30", "2031-05-04T14:30:00"),
        ("de", "04.05.2031, 10:15 Uhr", "Aktualisiert um 14.30 Uhr", "2031-05-04T14:30:00"),
        ("en", "4 May 2031, 10:15", "Updated 14:30", "2031-05-04T14:30:00"),
        ("en", "4 May 2031, 10:15", "Updated 9:30", None),
        ("en", "4 May 2031, 10:15", "Storm 14:30", None),
    ],
)
def test_the_time_of_a_change_may_stand_in_a_line_of_its_own(
    lang: str, first_line: str, second_line: str, expected: str | None
) -> None:
    assert _modified(lang, f"{first_line}</p><p>{second_line}")[0] == expected


def test_the_time_alone_stays_as_written() -> None:
    assert _modified("en", "4 May 2031, 10:15 (updated 14:30)")[1] == "updated 14:30)"


@pytest.mark.parametrize(
    "stray",
    [
        "<div class=events><p>9 May 2031, 09:45 Pier walk</p></div>",
        "<div class=tides>Tides for 9 May 2031 09:45</div>",
        "<div class=related><a href=/1>Seal found in car park</a><time datetime=2031-05-09T09:45:00Z>9 May</time></div>",
    ],
)
def test_a_date_below_the_text_is_none_of_the_article_whose_address_has_another(stray: str) -> None:
    page = f"<title>Storm</title><h1>Storm hits coast</h1>{_PARAGRAPHS}{stray}"
    assert extract_html(page, "https://www.example.org/2031/05/04/storm").datePublished == "2031-05-04"
    labelled = f"<title>Storm</title><h1>Storm hits coast</h1>{_PARAGRAPHS}<p>Published: 9 May 2031</p>"
    assert extract_html(labelled, "https://www.example.org/2031/05/04/storm").datePublished == "2031-05-09"


def test_a_time_of_the_last_change_may_show_the_first_date_as_well() -> None:
    shown = "27/11/2031 01:57 | Actualizado a 28/11/2031 19:20"
    time = f"<time itemprop=dateModified datetime=2031-11-28T19:20:45+01:00>{shown}</time>"
    page = f"<html lang=es><title>Storm</title><h1>Storm hits coast</h1>{time}{_PARAGRAPHS}"
    article = extract_html(page)
    assert (article.datePublished, article.dateModified) == ("2031-11-27T01:57:00", "2031-11-28T19:20:45+01:00")


@pytest.mark.parametrize(
    "line", ["22 December 2031 — 4.00pm", "Monday, December 22, 2031", "22. Dezember 2031, 16 Uhr"]
)
def test_a_date_alone_above_a_dump_s_text_is_none_of_another_day(line: str) -> None:
    paragraph = (
        "The storm reached the coast in the early morning and tore the roofs from forty houses, people say.\n\n"
    )
    text = f"Storm hits coast\n\nBy Ana Ruiz\n\n{line}\nSave\n\n{paragraph * 6}"
    found = extract_text(text, "https://www.example.org/2031/12/14/storm").datePublished or ""
    assert found.startswith("2031-12-22")


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("2031/3/4 10:12（3/5 11:30 更新）", "2031-03-05T11:30:00"),
        ("2031年3月4日 10時30分(最終更新 3月4日 11時10分)", "2031-03-04T11:10:00"),
        ("2031/3/4 10:12（11:30 更新）", "2031-03-04T11:30:00"),
        ("2031/3/4 10:12（2/4 11:30 更新）", None),  # before it appeared
    ],
)
def test_the_last_change_may_leave_out_the_year(line: str, changed: str | None) -> None:
    page = f"<html lang=ja><title>Storm</title><h1>Storm hits coast</h1><div>{line}</div>{_PARAGRAPHS}"
    assert extract_html(page).dateModified == changed


def test_the_date_of_a_story_that_is_linked_between_paragraphs_is_not_the_page_s() -> None:
    box = "<div><a href=/2031/05/02/pier><h3>Read also:</h3><span>The pier gives way</span><span>2 May 2031</span></a></div>"
    first, *others = _PARAGRAPHS.split("</p>")
    text = f"{first}</p>{box}{'</p>'.join(others)}"
    page = f"<title>Storm</title><a href=/2031/05/04/>10:15, 4 May 2031</a><h1>Storm hits coast</h1>{text}"
    assert extract_html(page).datePublished == "2031-05-04T10:15:00"


@pytest.mark.parametrize(
    ("head", "line", "published"),
    [
        ("", "Martes 04 mayo de 2031 | Publicado a las 10:15", "2031-05-04T10:15:00"),
        (
            "<meta name=publishdate content=2031-05-04>",
            "2031年05月04日10:15 | 来源：海港报",
            "2031-05-04T10:15:00",
        ),
        ("<meta name=publishdate content=2031-05-04>", "2031年05月06日10:15 | 来源：海港报", "2031-05-04"),
    ],
)
def test_a_time_apart_from_its_day(head: str, line: str, published: str) -> None:
    text = f"<div>{line}</div>{_PARAGRAPHS}"
    page = (
        f"<html lang={'es' if 'Mart' in line else 'zh'}>{head}<title>Storm</title><h1>Storm hits coast</h1>{text}"
    )
    assert extract_html(page).datePublished == published


def test_the_day_with_which_chinese_papers_abroad_begin() -> None:
    sentence = "海港的老石桥昨天上午重新开放，数百名居民沿着桥面走到对岸，不少老人说已经等了大半年。"
    text = f"<p>【海港报2031年05月04日讯】（记者王小明报导）{sentence}</p>" + f"<p>{sentence}</p>" * 4
    page = f"<html lang=zh><title>老石桥重新开放</title><h1>老石桥重新开放</h1>{text}"
    assert extract_html(page).datePublished == "2031-05-04"
    assert extract_html(page.replace("日讯", "日起")).datePublished is None


@pytest.mark.parametrize(
    ("entries", "published"),
    [
        (("4 mart, 2031", "10:15"), "2031-03-04T10:15:00"),
        (("10:15", "4 mart, 2031"), "2031-03-04T10:15:00"),
        (("4 mart, 2031 09:00", "10:15"), "2031-03-04T09:00:00"),
        (("4 mart, 2031", "10:15 reys"), "2031-03-04"),
        (("4 mart, 2031", "7:45"), "2031-03-04"),  # how long somebody reads
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_day_and_a_time_in_entries_of_a_list(entries: tuple[str, str], published: str, is_above: bool) -> None:
    listed = f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"
    h1 = "<h1>Storm hits coast</h1>"
    page = f"<html lang=az><title>Storm</title>{listed + h1 if is_above else h1 + listed}{_PARAGRAPHS}"
    assert extract_html(page).datePublished == published


def test_the_date_below_the_link_to_another_story_in_a_list_is_that_ones() -> None:
    other = "<ul><li><a href='/news/bridge-closed'>The bridge to the island is closed</a><div>14 March 2031</div></li></ul>"
    buttons = "<ul><li>Tweet</li><li>Email</li></ul><h3>Related News</h3>"
    page = html_page(above=f"{buttons}{other}<p>Photo of the pier</p><p>By Ana Ruiz</p><p>15 March 2031</p>")
    assert first(date_published(page)) == ("15 March 2031", "date-line")
    assert first(date_published(html_page(above="<ul><li>Weather</li><li>14 March 2031</li></ul>"))) == (
        "14 March 2031",
        "date-line",
    )


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("2031-03-09T18:16:02-04:00", "2031-03-09T23:16:02+00:00"),  # of summer time
        ("2031-03-09T18:16:02-05:00", "2031-03-09T18:16:02-05:00"),
        ("2031-03-09T18:26:02-04:00", "2031-03-09T18:26:02-04:00"),  # another moment
    ],
)
def test_a_time_with_the_offset_of_another_season_stands_behind_the_same_in_utc(
    shown: str, published: str
) -> None:
    data = json_ld(f'{{"@type": "NewsArticle", "datePublished": "{shown}"}}')
    meta = '<meta property="article:published_time" content="2031-03-09T23:16:02+00:00">'
    page = f"<html lang=en><title>Storm</title>{data}{meta}<h1>Storm hits coast</h1>{_PARAGRAPHS}"
    assert extract_html(page).datePublished == published
