from __future__ import annotations

import pytest

from newsspider.lines.other_pages import asks_for_consent, says_missing


@pytest.mark.parametrize(
    "heading",
    [
        "Page not found",
        "Lo sentimos, no encontramos la página que busca",
        "Error 404",
        "Fehler 404: Seite nicht gefunden",
        "존재하지 않는 기사입니다.",
        "Seite nicht gefunden | Bote",
        "Aradığınız sayfa bulunamadı",
        "ページが見つかりません",
        "Bladsy nie gevind",
        "Хуудас олдсонгүй",
        "გვერდი ვერ მოიძებნა",
        "Sahifa topilmadi | Bandar",
        "Síða fannst ekki",
    ],
)
def test_missing_pages(heading: str) -> None:
    assert says_missing(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Missing pages of a diary found",
        "Why a page not found is worth designing",
        "Die letzte Seite",
        "404 jobs to go at the port",
        "Error 404: Council site goes down",
        "Erreur 404 : la mairie perd son site",
        "Page demandée : le maire la publie enfin",
        "삭제된 기사 논란",
        "El error que costó un ferry",
        "Síðasta síða bókarinnar fannst ekki í safninu en er nú komin",
        "Изгубената страница от дневника е намерена",
        "",
    ],
)
def test_headlines_are_none(heading: str) -> None:
    assert not says_missing(heading)


@pytest.mark.parametrize(
    "text",
    [
        "We and our 812 partners use cookies to store and read information on your device.",
        "Noi e terze parti selezionate utilizziamo cookie o tecnologie simili.",
        "Avec votre accord, nos 148 partenaires et nous utilisons des cookies.",
        "Мы и наши партнёры используем файлы куки.",
        "Biz ve iş ortaklarımız çerez kullanıyoruz.",
        "Mes ir mūsų 812 partneriai naudojame slapukus.",
        "Ние и нашите 812 партнери користиме колачиња.",
    ],
)
def test_sites_that_ask_for_consent(text: str) -> None:
    assert asks_for_consent(text)


@pytest.mark.parametrize(
    "text",
    [
        "The regulator fined a site for cookies that nobody had agreed to.",
        "We and our partners will build the ferry, the yard said.",
        "The banner said “we and our partners use cookies” and had no way to refuse.",
        "Auf dem Banner stand: „Wir und unsere 812 Partner nutzen Cookies“.",
        "Wir und unsere Partner bauen die Fähre, sagte die Werft.",
        "",
    ],
)
def test_reports_ask_for_none(text: str) -> None:
    assert not asks_for_consent(text)
