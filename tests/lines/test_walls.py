from __future__ import annotations

import pytest

from newsspider.lines.walls import holds_wall


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to continue reading",
        "Weiterlesen mit Bote+",
        "La suite est réservée aux abonnés.",
        "Logga in eller bli prenumerant för att läsa vidare.",
        "この記事は有料会員限定です。",
        "Članak za pretplatnike",
        "این محتوای ویژه مشترکین است",
        "本文為付費會員限定內容",
        "Harpidedunentzat soilik",
        "Slegs vir intekenaars",
        "Само за претплатници",
        "Yalnız abunəçilər üçün",
        "Зөвхөн захиалагч унших боломжтой",
        "კითხვის გასაგრძელებლად შედით",
    ],
)
def test_invitations_to_pay(line: str) -> None:
    assert holds_wall(f"Storm hits coast\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter",
        "Die Abonnenten des Theaters",
        "",
        "続きはこちら",
        # Of other stories, on what subscribers of telephones, channels and clubs get.
        "A members-only club opens at the pier",
        "Novi paket za pretplatnike mobilne mreže",
        "Novosti za naročnike elektrike",
        "بسته اینترنت ویژه مشترکین همراه",
        "影音平台付費會員突破一億",
        "Promo akhir tahun khusus pelanggan listrik",
        "Ný þjónusta fyrir áskrifendur sjónvarps",
        "Nuwe aanbod vir intekenaars van die selfoonnet",
        "Нова услуга за претплатниците на телефонија",
        "Operator abunəçilərinin sayını açıqladı",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert not holds_wall(line)
