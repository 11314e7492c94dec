"""One value, by whichever road it comes (loader, rules, corrections, pipeline), gives one field: in many languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

import pytest
from scrapy.http import HtmlResponse

from newsspider import ArticleLoader, extract
from newsspider.corrections import read_corrections
from newsspider.items import feed_form
from newsspider.pipelines.normalize import NormalizePipeline

CAPTURED = datetime(2026, 11, 3, 12, tzinfo=UTC)


class Site(NamedTuple):
    """A site, and values as its pages write them, each with what the feed has."""

    url: str
    language: str
    values: dict[str, tuple[str, Any]]


def person(name: str, raw: str | None = None) -> dict[str, str]:
    known = {"name": name, "nameRaw": raw, "type": "Person" if " " in name else None}
    return {key: value for key, value in known.items() if value}


def site(
    url: str, language: str, numbers: str, words: tuple[str, str], byline: tuple[str, list[str]], *more: Any
) -> Site:
    """`numbers`: the day that 04/05/2026 is here; `more`: publisher, section, keywords."""
    names = [person(name, byline[0] if name != byline[0] else None) for name in byline[1]]
    publisher, section, keywords = more
    return Site(
        url,
        language,
        {
            "datePublished": ("04/05/2026", numbers),
            "dateModified": words,
            "authors": (byline[0], names),
            "publisher": (publisher, {"name": publisher}),
            "articleSection": (f" {section}\n", section),
            "keywords": (
                keywords,
                [word.strip() for word in keywords.replace("،", ",").replace("、", ",").split(",")],
            ),
            "canonicalUrl": (
                "../story?utm_source=feed&id=7",
                url.rpartition("/")[0].rpartition("/")[0] + "/story?id=7",
            ),
            "mainImage": ("/img/storm.jpg", {"url": "/".join(url.split("/")[:3]) + "/img/storm.jpg"}),
            "headline": (f" &quot;{keywords}&quot;\n{section} {words[1]}", f'"{keywords}" {section} {words[1]}'),
        },
    )


US, UK = "2026-04-05", "2026-05-04"
SITES = {
    one.language: one
    for one in (
        site("https://post.example.com/news/a", "en-US", US, ("March 12, 2026, 9:40 p.m.", "2026-03-12T21:40:00"),
             ("By Ana Ruiz and Bo Ek", ["Ana Ruiz", "Bo Ek"]), "The Post", "Weather", "storm, coast"),
        site("https://post.example.co.uk/news/a", "en", UK, ("12 March 2026 at 21:40", "2026-03-12T21:40:00"),
             ("By Ana Ruiz", ["Ana Ruiz"]), "The Post", "Weather", "storm, coast"),
        site("https://bote.example.de/welt/a", "de", UK, ("12. März 2026, 9.40 Uhr", "2026-03-12T09:40:00"),
             ("Von Hans Müller und Eva Weiß", ["Hans Müller", "Eva Weiß"]), "Der Bote", "Wetter", "Sturm, Küste"),
        site("https://courrier.example.fr/monde/a", "fr-FR", UK, ("12 février 2026 à 9h40", "2026-02-12T09:40:00"),
             ("Par Claire Dupont et Luc Martin", ["Claire Dupont", "Luc Martin"]), "Le Courrier", "Météo", "tempête, côte"),
        site("https://diario.example.es/mundo/a", "es-ES", UK, ("12 de marzo de 2026", "2026-03-12"),
             ("Por María García y José Ortega", ["María García", "José Ortega"]), "El Diario", "Tiempo", "tormenta, costa"),
        site("https://corriere.example.it/mondo/a", "it", UK, ("12 marzo 2026 9:40", "2026-03-12T09:40:00"),
             ("Di Marco Rossi", ["Marco Rossi"]), "Il Corriere", "Meteo", "tempesta, costa"),
        site("https://jornal.example.com.br/mundo/a", "pt-BR", UK, ("12 de março de 2026", "2026-03-12"),
             ("Por João Silva", ["João Silva"]), "O Jornal", "Tempo", "tempestade, costa"),
        site("https://krant.example.nl/wereld/a", "nl", UK, ("12 maart 2026", "2026-03-12"),
             ("Door Jan de Vries", ["Jan de Vries"]), "De Krant", "Weer", "storm, kust"),
        site("https://blad.example.se/varld/a", "sv-SE", UK, ("12 mars 2026", "2026-03-12"),
             ("Av Anna Svensson", ["Anna Svensson"]), "Bladet", "Väder", "storm, kust"),
        site("https://gazeta.example.pl/swiat/a", "pl", UK, ("12 marca 2026", "2026-03-12"),
             ("Autor: Jan Kowalski", ["Jan Kowalski"]), "Gazeta Morska", "Pogoda", "sztorm, wybrzeże"),
        site("https://vesti.example.ru/mir/a", "ru", UK, ("12 марта 2026", "2026-03-12"),
             ("Автор: Иван Петров", ["Иван Петров"]), "Вестник", "Погода", "шторм, берег"),
        site("https://shimbun.example.jp/world/a", "ja", UK, ("2026年3月12日 9時40分", "2026-03-12T09:40:00"),
             ("山田太郎", ["山田太郎"]), "海辺新聞", "天気", "台風、海岸"),
        site("https://sahil.example.eg/alam/a", "ar", UK, ("12 مارس 2026", "2026-03-12"),
             ("بقلم: أحمد علي", ["أحمد علي"]), "الساحل", "الطقس", "عاصفة، ساحل"),
        site("https://gazete.example.com.tr/dunya/a", "tr-TR", UK, ("12 Mart 2026", "2026-03-12"),
             ("Ayşe Yılmaz", ["Ayşe Yılmaz"]), "Sahil Gazetesi", "Hava", "fırtına, sahil"),
    )
}  # fmt: skip
CASES = [(language, name) for language, one in SITES.items() for name in one.values]
META = {
    "datePublished": "article:published_time",
    "dateModified": "article:modified_time",
    "authors": "author",
    "publisher": "og:site_name",
    "articleSection": "article:section",
    "keywords": "keywords",
    "mainImage": "og:image",
    "headline": "og:title",
}


def page(language: str, name: str = "", value: str = "") -> HtmlResponse:
    """Return a page that has a value where rules look for it, and says nothing else."""
    told = f'<meta property="{META.get(name)}" content="{escape(value)}">' if name in META else ""
    if name == "canonicalUrl":
        told = f'<link rel="canonical" href="{escape(value)}">'
    html = f'<html lang="{language}"><head><meta charset="utf-8">{told}</head><body><p>...</p><p>...</p></body></html>'
    return HtmlResponse(SITES[language].url, body=html.encode(), encoding="utf-8")


def fields_by_road(language: str, name: str, value: str, folder: Path) -> Iterator[tuple[str, Any]]:
    yield "rules", getattr(extract(page(language, name, value), captured=CAPTURED), name)

    alone = ArticleLoader(response=page(language), captured=CAPTURED)
    alone.add_value(name, value)
    yield "loader's output", alone.get_output_value(name)
    yield "loader alone", getattr(alone.load_item(), name)
    before = ArticleLoader()
    before.add_value(name, value)
    yield "loader that knows no page", getattr(extract(page(language), loader=before, captured=CAPTURED), name)
    within = ArticleLoader(response=page(language), item={})
    within.nested_css("body").add_value(name, value)
    yield "nested loader of a dict", within.load_item()[name]

    def cleaned(values: Any, loader_context: Any = None) -> Any:
        return getattr(ArticleLoader, f"{name}_in")(values, loader_context)

    own_class = type("Own", (ArticleLoader,), {f"{name}_in": staticmethod(cleaned)})
    own = own_class()
    own.add_value(name, value)
    yield (
        "loader with a processor of its own",
        getattr(extract(page(language), loader=own, captured=CAPTURED), name),
    )

    path = folder / "corrections.toml"
    host = SITES[language].url.split("/")[2]
    said = f"fields.{name}.value = {json.dumps(value)}"
    path.write_text(f'[[corrections]]\nsite = "{host}"\n{said}\n', "utf-8")
    corrected = extract(page(language), corrections=read_corrections(path), captured=CAPTURED)
    yield "corrections", getattr(corrected, name)

    item = {"url": SITES[language].url, "inLanguage": language, "headline": "...", name: value}
    yield "pipeline", NormalizePipeline({}).process_item(item)[name]


@pytest.mark.parametrize(("language", "name"), CASES)
def test_a_value_gives_the_same_field_by_every_road(language: str, name: str, tmp_path: Path) -> None:
    value, expected = SITES[language].values[name]
    found = {road: feed_form(made) for road, made in fields_by_road(language, name, value, tmp_path)}
    assert found == dict.fromkeys(found, expected)


@pytest.mark.parametrize("language", SITES)
def test_names_in_objects_and_whole_addresses_are_cleaned_as_those_in_texts(language: str) -> None:
    site_url, _, values = SITES[language]
    byline, authors = values["authors"]
    canonical = urljoin(site_url, values["canonicalUrl"][0])
    given = {"authors": [{"name": byline}], "canonicalUrl": canonical, "url": site_url}
    if len(authors) > 1:  # one object may be several people only where a loader adds it
        given["authors"] = [{"name": f"{byline.split()[0]} {author['name']}"} for author in authors]
    loader = ArticleLoader(response=page(language))
    loader.add_value(None, given)
    item = NormalizePipeline({}).process_item({"headline": "...", "inLanguage": language, **given})
    article = loader.load_item()
    assert [author.name for author in article.authors] == [author["name"] for author in authors]
    assert feed_form(article.authors) == item["authors"]
    assert article.canonicalUrl == item["canonicalUrl"] == values["canonicalUrl"][1]


@pytest.mark.parametrize("name", ["datePublished", "dateModified"])
def test_the_day_that_an_address_names_says_which_number_is_the_month(name: str, tmp_path: Path) -> None:
    url = "https://post.example.com/2026/05/04/story"  # on an American site
    html = f'<html lang="en-US"><meta property="{META[name]}" content="04/05/2026"><p>...</p></html>'
    by_rules = extract(HtmlResponse(url, body=html.encode()))
    given = ArticleLoader(item={})
    given.add_value(name, "04/05/2026")
    by_loader = extract(HtmlResponse(url, body=b'<html lang="en-US"><p>...</p>'), loader=given)
    path = tmp_path / "corrections.toml"
    path.write_text(f'[[corrections]]\nsite = "example.com"\nfields.{name}.value = "04/05/2026"\n')
    corrected = extract(
        HtmlResponse(url, body=b'<html lang="en-US"><p>...</p>'), corrections=read_corrections(path)
    )
    item = {"url": url, "inLanguage": "en-US", "headline": "...", name: "04/05/2026"}
    normalized = NormalizePipeline({}).process_item(item)
    found = [getattr(by_rules, name), by_loader[name], getattr(corrected, name), normalized[name]]  # type: ignore[index]
    assert found == ["2026-05-04"] * 4


TEXTS = {
    "de": "Der Sturm, der am Montag die Küste erreichte, hat tausende Häuser ohne Strom gelassen. Die Schulen auf den "
    "Inseln bleiben bis Mittwoch geschlossen, wie der Landkreis am Abend mitteilte, und die Fähre fährt nicht.",
    "fr": "La tempête qui a touché la côte lundi a privé des milliers de foyers d'électricité. Les écoles des îles "
    "resteront fermées jusqu'à mercredi, a annoncé la préfecture dans la soirée, et le bac ne partira pas demain.",
    "sv": "Stormen som nådde kusten i måndags har lämnat tusentals hem utan ström. Skolorna på öarna är stängda till "
    "onsdag, meddelade kommunen på kvällen, och färjan ligger kvar i hamnen tills vinden har lagt sig igen.",
}
BYLINES = {"de": "Von Hans Müller", "fr": "Par Claire Dupont", "sv": "Av Anna Svensson"}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_page_without_a_declaration_is_that_of_its_text(language: str) -> None:
    name = BYLINES[language].partition(" ")[2]
    html = f'<meta charset="utf-8"><p>{TEXTS[language]}</p>'
    declared = extract(HtmlResponse("https://n.example/a", body=f"<p>{BYLINES[language]}</p>{html}".encode()))
    loader = ArticleLoader(response=HtmlResponse("https://n.example/a", body=html.encode()))
    loader.add_value("authors", BYLINES[language])
    item = {"headline": "...", "articleBody": TEXTS[language], "authors": BYLINES[language]}
    normalized = NormalizePipeline({}).process_item(item)
    assert declared.inLanguage == language
    assert [author.name for author in loader.load_item().authors] == [name]
    assert [author["name"] for author in normalized["authors"]] == [name]


@pytest.mark.parametrize("value", ["de-AT", "de_AT", "DE-at"])
def test_a_language_is_the_same_tag_by_every_road(value: str) -> None:
    by_rules = extract(HtmlResponse("https://n.example/a", body=f'<html lang="{value}"><p>...</p>'.encode()))
    loader = ArticleLoader()
    loader.add_value("inLanguage", value)
    normalized = NormalizePipeline({}).process_item({"headline": "...", "inLanguage": value})
    assert by_rules.inLanguage == loader.load_item().inLanguage == normalized["inLanguage"] == "de-AT"
