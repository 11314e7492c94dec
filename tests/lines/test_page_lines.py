from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.lines.page_lines import is_advertisement_label, is_page_line
from newsspider.lines.story_labels import label_of_other_story


@pytest.mark.parametrize(
    "line",
    [
        "Story continues below advertisement",
        "▶ Listen to this article",
        "हेही वाचा:",
        "இதையும் படிங்க",
        "මෙයත් කියවන්න",
        "Sidoo kale akhri:",
        "Herwiha bixwîne",
        "ተጨማሪ ያንብቡ",
        "Follow us on WhatsApp for more stories.",
        "Newsletter abonnieren",
        "Холбоотой мэдээ",
        "ასევე იხილეთ",
        "Tengdar fréttir",
        "Jälgi meid Facebookis",
        "Koha e leximit: 3 min",
        "Der Artikel geht nach der Anzeige weiter …",
        "Folgen Sie uns auf Instagram!",
        "Écouter l’article",
        "La suite après la publicité",
        "Síguenos en Google News",
        "Continua depois da publicidade",
        "Seguici su Google News",
        "Tekst loopt door onder de foto.",
        "Juttu jatkuu kuvan jälkeen",
        "Dalszy ciąg artykułu pod reklamą",
        "İlginizi Çekebilir",
        "Bizi Google Haberler'de takip edin",
        "Нашли опечатку? Выделите её и нажмите Ctrl+Enter",
        "Подписывайтесь на наш Telegram",
        "شارك المقال",
        "تابعونا على واتساب",
        "この記事をシェアする",
        "LINEで友だち追加してください",
        "무단전재 및 재배포 금지",
        "▶ 네이버에서 구독하기",
        "扫描二维码关注我们",
        "本网版权所有，未经许可不得转载。",
        "記事の無断転載を禁じます。",
        "무단 전재 및 재배포 금지를 알립니다.",
        "Follow us on Facebook, Instagram and YouTube",
        "Follow Ana Ruiz (@anaruiz) on Twitter",
        "Follow her on X: @anaruiz",
        "FOTOGALERIE",
        "Galería de fotos",
        "Folgen Sie Anna Becker auf Instagram",
        "Sigue a Rosa Illán en Twitter",
        "Suivez Anne Petit sur LinkedIn",
        "WhatsApp kanalımıza abone olun",
        "हमें फेसबुक पर फॉलो करें",
        "ما را در تلگرام دنبال کنید",
        "Want the latest from the coast? Join our newsletter and get the stories that matter every morning.",
        "Vous aimez cet article ? Inscrivez-vous à la newsletter !",
        "Hat Ihnen der Text gefallen? Abonnieren Sie unseren Newsletter.",
        "Понравилось? Подписывайтесь на наш телеграм-канал",
        "Inscrivez-vous à notre lettre d'information quotidienne pour recevoir le meilleur de la côte.",
        "Jetzt für den Newsletter anmelden",
        "An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt. Sie können ihn sich mit einem "
        "Klick anzeigen lassen und wieder ausblenden, so oft Sie wollen, und auf jedem Gerät.",
        "This article contains content provided by Example. We ask for your permission before anything is loaded.",
        "Este contenido está alojado por un tercero.",
        "Ce contenu est bloqué car vous n’avez pas accepté les cookies.",
        "Your browser does not support the video element.",
        "Tekst gaat door onder de advertentie",
        "For more stories like this, sign up for our weekly newsletter.",
        "Click here to subscribe to our newsletter.",
        "Pour ne rien manquer, abonnez-vous à notre newsletter.",
        "Si te ha gustado este artículo, síguenos en Instagram.",
        "Per non perdere nessuna notizia, iscriviti alla nostra newsletter.",
        "Чтобы не пропустить новости, подписывайтесь на наш телеграм-канал.",
        "Download our app for breaking news alerts.",
        "___",
        "This post contains affiliate links. Read our disclosure for more.",
        "Please note: if you decide to purchase a product through a link, I may earn a commission without additional "
        "cost to you. These commissions help to support the site.",
        "Dieser Artikel enthält Affiliate-Links.",
        "Cet article contient des liens affiliés.",
        "Este artículo contiene enlaces de afiliados.",
        "Ten artykuł zawiera linki afiliacyjne.",
        "当サイトはアフィリエイト広告を利用しています。",
        "This slideshow requires JavaScript.",
        "(c) 2031 Quay Herald",
        "© 2031 Quay Herald. All rights reserved.",
        "<저작권자 ⓒ 항구일보>",
        "A post shared by Ana Ruiz (@anaruiz)",
        "Публикация от Анна Руис (@anaruiz)",
        "Artikel anhören 3:41 min",
        "点击上方蓝字关注我们",
        "微信扫一扫 关注该公众号",
        "कॉपी लिंक",
        "Listen to this article · 5 minutes",
        "Écouter l’article (4 min)",
        "Partager sur Facebook (ouvre une nouvelle fenêtre)",
        "Haz clic para compartir en Example (Se abre en una ventana nueva)",
        "Bild vergrößern",
        "Ampliar imagen",
        "Mărește imaginea",
        "Вернуться наверх",
        "Volver arriba",
        "写真を拡大する",
        "You must be logged in to post a comment.",
        "Pro přidání komentáře se musíte přihlásit.",
        "Vous devez être connecté pour réagir à cet article.",
        "Yorum yapmak için giriş yapın.",
        "Poleć znajomemu",
        "CIĄG DALSZY POD REKLAMĄ",
        "An dieser Stelle finden Sie externen Inhalt von Example.",
        "12 Bilder",
        "24 photos",
        "7 zdjęć",
        "15 фотографий",
        "3 min read",
        "4 min de lectura",
        "Уважаемый посетитель, Вы зашли на сайт как незарегистрированный пользователь. Мы рекомендуем войти.",
    ],
)
def test_lines_of_the_page(line: str) -> None:
    assert is_page_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "The story continues below the waterline, divers say.",
        "Streamers earn a commission when their viewers buy by affiliate links, and may earn a fee besides.",
        "“We earn a commission,” the agent said.",
        "Die Agentur sagt, der Markt für Affiliate-Links wachse.",
        "12 Bilder hängen im Rathaus",
        "12 photos show the bridge",
        "3 minutes",
        "The shop opens in a new window",
        "The harbour's table of tides for 2031 (opens in new tab)",
        "Bericht der Werft über den alten Kai (öffnet in neuem Fenster)",
        "Nach oben",
        "Inhalt",
        "Follow us, the guide said.",
        "Follow the coast to the old lighthouse.",
        "Facebook follows users on other sites.",
        "Copyright law protects authors.",
        "Newsletter",
        "See also",
        "Teilen",
        "Der Artikel 5 des Gesetzes bleibt.",
        "広告の歴史を語る展覧会が開かれた。",
        "Bizi bekleyen günler zor olacak.",
        "Follow us on Twitter, the company said on Monday.",
        "“Follow us on Facebook”, a sign at the door reads.",
        "«Подписывайтесь на наш канал», — сказал он.",
        "(c) The state may close the harbour.",
        "Copyright 1710 began as a right of booksellers.",
        "Bizi YouTube yöneticileri aradı.",
        "A post shared by the mayor on Monday drew criticism.",
        "Uma publicação compartilhada pelo prefeito provocou críticas.",
        "Публикация от 12 марта вызвала критику соседей.",
        "Bài viết do thị trưởng đăng đã gây chỉ trích.",
        "WhatsApp kanalımıza gelen ihbarlar incelendi.",
        "हमें फेसबुक ने कोई जवाब नहीं दिया।",
        "ما را در تلگرام تهدید کردند.",
        "Gabung di Google sejak 2019, ia memimpin tim.",
        "Follow the money on Facebook, and it leads to the mayor",
        "Follow the river on foot",
        "Siga o rio no barco",
        "海賊版サイトへの無断転載が相次いでいる。",
        "知事は公式アカウントをフォローするよう呼びかけた。",
        "법원은 재배포 금지 신청을 받아들였다.",
        "넷플릭스 구독하기 전에 알아야 할 것",
        "对方让她扫描二维码关注公众号。",
        "协会称，作品未经许可不得转载。",
        "",
        "Who pays? The council has asked Facebook for help.",
        "“Want more? Follow us on Instagram,” the banner read.",
        "Why? Join our forces, the union said in its newsletter, and nothing will be lost.",
        "Recevez la lumière, disait le maire sur Facebook, et il riait.",
        "Hier zum ersten Mal auf Facebook",
        "* * *",
        "_a_",
        "The mayor said that he can also join us on Facebook if there is time.",
        "In the end, “follow us on Instagram” was all that the banner said.",
        "To win them back, join our forces, the party wrote on Facebook, and it was heard.",
        "After the storm, like us on the islands, many have no Facebook.",
        "This article contains no word that the mayor has not read.",
        "An dieser Stelle finden Taucher seit Jahren alte Münzen.",
        "Comments are closed in the old book, and open in the new one.",
    ],
)
def test_lines_of_the_text(line: str) -> None:
    assert not is_page_line(line)


@given(st.text(max_size=200))
def test_never_raises(text: str) -> None:
    assert is_page_line(text) in (True, False)
    assert 0 <= label_of_other_story(text) <= len(text)


@pytest.mark.parametrize("unit", ["follow us ", "-", "©", "bizi ", ":", "İ"])
def test_long_lines_take_no_time(unit: str) -> None:
    begin = time.perf_counter()
    for count in (12, 30, 10_000):
        is_page_line(unit * count)
        label_of_other_story(unit * count)
    assert time.perf_counter() - begin < 0.5


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "- ADVERTISEMENT -",
        "PUBLICIDAD",
        "Anzeige",
        "РЕКЛАМА",
        "広告",
        "โฆษณา",
        "إعلان",
        "【广告】",
        "जाहिरात",
        "விளம்பரம்",
        "ಜಾಹೀರಾತು",
        "ማስታወቂያ",
        "Xayeysiis",
        "- ڕیکلام -",
    ],
)
def test_labels_of_advertisements(line: str) -> None:
    assert is_advertisement_label(line)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisements fall",
        "Werbung wirkt",
        "Рекламу запретят",
        "広告費が増加",
        "மக்கள் விளம்பரம் கேட்டனர்",
        "Talla ta ragu",
        "",
    ],
)
def test_what_tells_of_advertising(line: str) -> None:
    assert not is_advertisement_label(line)


@pytest.mark.parametrize(
    "line",
    [
        "View this post on Instagram",
        "Un post condiviso da Comune (@comune)",
        "ـــــــــ",
        "この投稿をInstagramで見る",
    ],
)
def test_lines_of_embedded_posts_and_rules_of_letters(line: str) -> None:
    assert is_page_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Olvasási idő: 3 perc",
        "Χρόνος ανάγνωσης: 3 λεπτά",
        "読了時間：3分",
        "مدة القراءة: 3 دقائق",
        "Fotoğraf 2 / 9",
        "صورة 2 من 9",
        "写真 2 / 9",
        "Foto 2 din 9",
    ],
)
def test_reading_times_and_numbers_of_pictures_are_page_lines(line: str) -> None:
    assert is_page_line(line)


@pytest.mark.parametrize("line", ["Lesezeit", "Foto 2", "Bild von 1924", "読了時間"])
def test_what_only_begins_like_them_is_none(line: str) -> None:
    assert not is_page_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "請繼續往下閱讀...",
        "Bu haber 1254 defa okunmuştur.",
        "1254 kez okundu",
        "Więcej takich informacji znajdziesz na stronie głównej Portu",
        "📲 Participe do canal do Porto no WhatsApp",
        "Вас також можуть зацікавити новини:",
        "Ειδήσεις σήμερα:",
    ],
)
def test_lines_of_pages_of_asia_and_eastern_europe(line: str) -> None:
    assert is_page_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "請繼續努力，市長對居民說。",
        "Bu kitap iki yüz yıldır okunmuştur, dedi müdür.",
        "Więcej informacji znajdziesz w porcie, powiedział kapitan.",
        "Os moradores participam do canal de diálogo.",
        "Şiir törende üç kez okundu.",
        "নিজস্ব প্রতিবেদককে তিনি বলেন, ‘সেতুটি খুলেছে।’",
    ],
)
def test_sentences_with_such_words_are_none(line: str) -> None:
    assert not is_page_line(line)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("原标题：老城石桥修缮完工", True),
        ("নিজস্ব প্রতিবেদক, রংপুর", True),
        ("নিজস্ব প্রতিবেদক জানান, সেতুটি খুলেছে।", False),
        ("Seguir leyendo:", True),
        ("विस्तार", True),
        ("विस्तार से बताया", False),
    ],
)
def test_labels_above_texts_and_other_stories(line: str, is_one: bool) -> None:
    assert is_page_line(line) is is_one


@pytest.mark.parametrize(
    ("line", "is_of_page"),
    [
        ("This article is more than 1 year old", True),
        ("Dieser Artikel ist älter als ein Jahr.", True),
        ("Cet article date de plus d’un an.", True),
        ("Este artículo tiene más de 2 años", True),
        ("Dit artikel is meer dan een jaar oud", True),
        ("Artikkelen er flere måneder gammel.", True),
        ("Artikeln är mer än 30 dagar gammal", True),
        ("Artikkeli on yli 2 vuotta vanha", True),
        ("Ez a cikk több mint egy éves.", True),
        ("Этой статье больше двух лет", True),
        ("Bu haber 3 yıl önce yayınlanmıştır.", True),
        ("この記事は1年以上前のものです。", True),
        ("This article is more than a list of ships", False),
        ("Dieser Artikel ist mehr als eine Liste alter Schiffe", False),
        ("Artikkelen er over tre sider", False),
        ("The harbour wall is more than 200 years old", False),
    ],
)
def test_a_line_that_says_how_old_the_text_is(line: str, is_of_page: bool) -> None:
    assert is_page_line(line) is is_of_page
