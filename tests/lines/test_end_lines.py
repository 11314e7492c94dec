"""Lines below a text that are none of it, and last paragraphs that begin alike."""

import pytest

from newsspider.lines.end_lines import is_contact_line, is_end_line, is_staff_line


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Ana Ruiz in Madrid, editing by Tom Hart.",
        "Additional reporting by Tom Hart",
        "Con información de EFE.",
        "Com informações da Agência Brasil.",
        "Mit Material von dpa",
        "Opracowała: Anna Nowak",
        "Propos recueillis par Lucie Marchal.",
        "Met medewerking van Piet de Vries.",
        "责任编辑 王小丽",
        "Have a tip? Write to tips@example.com.",
        "Sie haben einen Hinweis? Schreiben Sie uns.",
        "Har du tips? Send oss en e-post.",
        "Есть новость? Пишите нам.",
        "¿Te ha gustado este artículo? Compártelo.",
        "We and our partners store cookies.",
        "Photo: courtesy of the museum.",
        "Источник: полиция",
        "Fonte: Polizia di Stato",
        "Redigatur: Anna Becker, Max Vogt",
        "kab",
        "kab/red",
        "（山野はるか）",
        "This segment aired on January 3, 2031.",
        "Über dieses Thema berichten wir am 4. Mai 2031 auch im Radio.",
        "Перепечатка текста без разрешения редакции запрещена.",
        "Fact-checking by Ana Ruiz",
        "Reach Ana Ruiz at aruiz@quay.example or 555-201-3344.",
        "Ana Ruiz can be reached at ruiz@quay.example.",
        "Twitter: Marta Ibáñez (@martaib)",
        "Redaktion: Anna Becker",
        "Mitarbeit: Max Vogt, Tim Brandt",
        "Redaktion & Grafik: Anna Becker",
        "Edited by Ana Ruiz",
        "Edición: Marta Ibáñez y Pedro Gil",
        "Редактор: Иван Кузнецов",
        "Redakcja: Ewa Zalewska",
        "Relecture : Anne Petit",
        "(Ana Ruiz, 12.3.2031)",
        "When you buy a book using a link on this page, we receive a commission.",
        "Wenn Sie über einen Link kaufen, erhalten wir eine Provision.",
        "Si vous achetez par ces liens, nous touchons une commission.",
        "What do you think of the new pier? Let us know in the comments!",
        "Wie gefällt euch die neue Brücke? Schreibt es uns in die Kommentare!",
        "¿Qué te parece el nuevo muelle? Cuéntanos en los comentarios.",
        "Et vous, prendrez-vous le bac ? Dites-le-nous en commentaire !",
        "Нравится ли вам новый мост? Пишите в комментариях!",
        "(APA, red, 4. 5. 2031)",
        "(Anna Nowak, 12/03/2031)",
    ],
)
def test_an_end_line(line: str) -> None:
    assert is_end_line(line)


@pytest.mark.parametrize(
    "text",
    [
        "Reporting by women rose sharply after the campaign began.",
        "Edited by hand, the reels will be shown in May.",
        "Tickets can be booked at boats@quay.example.",
        "Desde el lunes queda prohibida la venta de alcohol en la playa.",
        "该区域未经许可不得进入，警方说。",
        "Zákazník nemůže byt pronajmout bez písemného souhlasu majitele.",
        "Jis be raštiško sutikimo negali parduoti namo.",
        "При использовании материалов из дерева дом теплее, говорит архитектор.",
        "Toute reproduction en captivité a échoué, dit le zoo.",
        "The photographs may not be reproduced, the court ruled.",
        "Dieser Beitrag wurde von allen Mitgliedern bezahlt.",
        "Dette indlæg blev mødt med stor tavshed.",
        "تمامی حقوق کارگران تا پایان ماه پرداخت شد.",
        "Tất cả bản quyền thuộc về gia đình nhạc sĩ, tòa án kết luận.",
        "Kopiering uten tillatelse kan gi fengsel, sier professoren.",
        "« Nous touchons une commission sur chaque vente », explique l'agent.",
        "„Dafür erhalten wir eine Provision“, sagte der Makler am Montag.",
        "For times and more information, please contact Ana Ruiz, keeper of the quay, at aruiz@quay.example.",
        "Wer noch Fragen hat, wendet sich an Anna Becker, becker@hafen.example.",
        "Pour toute question sur les horaires, écrivez à Anne Petit, petit@quai.example.",
        "Ruiz had told ruiz@quay.example that all was well.",
        "The account @quay was closed on Monday.",
        "Mitarbeit: ohne Lohn.",
        "Con información de los vecinos, la policía detuvo a dos hombres.",
        "Edición de lujo del catálogo saldrá en mayo.",
        "Com informações falsas, o grupo enganou os moradores.",
        "Mit Informationen von Zeugen fand die Polizei den Täter.",
        "Opracował go zespół inżynierów z Gdańska.",
        "Met medewerking van de politie werd de straat afgesloten.",
        "转载自家照片的村民得到了感谢。",
        "Photographs by the miller’s daughter hang in the hall.",
        "Got a tip? Call police on 555 0199.",
        "Haben Sie Hinweise zu dem Fahrer? Die Polizei bittet um Anrufe unter 0123 456.",
        "Har du tips? Ring politiet på 02800.",
        "Máte tip na viníka? Policie prosí svědky, ať volají 158.",
        "제보는 112로 하면 된다고 경찰은 밝혔다.",
        "“We use cookies to count visitors,” said the baker.",
        "«Soutenez-nous», ont crié les voisins.",
        "Есть новость и похуже: мост тоже закрыт.",
        "Contact with the ship was lost.",
        "Source of the river is a small lake.",
        "（敬称略）",
        "Ende",
        "（港の工事は来年の春までに終わる見通しだという）",
        "(The bridge was built in 1931.)",
        "(12.3.2031)",
        "(See Smith, 2031)",
        "(Ana Ruiz, 12.3.2031) said the bridge was old.",
        "Использование материалов из дерева удешевит ремонт.",
        "Über dieses Thema wurde lange gestritten.",
    ],
)
def test_a_last_paragraph_that_begins_like_an_end_line(text: str) -> None:
    assert not is_end_line(text)


@pytest.mark.parametrize(
    "line",
    [
        "ana@quay.example",
        "Ana Ruiz, ana@quay.example",
        "Ana Ruiz • 555-123-4567",
        "@anaruiz on Twitter",
        "E-Mail: anna.becker@bote.example",
        "Téléphone : 01 23 45 67 89",
    ],
)
def test_where_to_reach_an_author(line: str) -> None:
    assert is_contact_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Tickets: 555-123-4567",
        "Anmeldung: kurs@club.example",
        "Ana Ruiz 12345",
        "Oakmere 3-2 Lindenau",
        "4 May 2031, 10:20",
        "Ana Ruiz wrote to ana@quay.example in May",
        "Call the harbour office on 555-123-4567",
    ],
)
def test_other_addresses_and_numbers(line: str) -> None:
    assert not is_contact_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "© 2031 Example News, and those who supply it. No part of it may be used.",
        "Copyrights: 1999 The Harbour. Republication or redissemination of the contents is prohibited.",
        "You may republish this article, so long as you credit its authors.",
        "Die Kommentare geben nicht notwendigerweise die Meinung der Redaktion wieder.",
        "Toute reproduction interdite sans autorisation.",
        "Queda prohibida la copia de este contenido sin permiso.",
        "При использовании материалов ссылка на сайт обязательна.",
        "Użycie treści bez zgody redakcji zabronione.",
        "転載を禁じます。",
        "转载请注明出处。",
        "Her hakkı saklıdır.",
        "The views of our authors do not necessarily reflect the views of the Quay Herald.",
        "Der Beitrag gibt die Meinung des Autors wieder.",
        "Les tribunes ne reflètent pas nécessairement la position de la rédaction.",
        "Poglądy zawarte w tekście niekoniecznie odzwierciedlają stanowisko redakcji.",
        "Мнение автора может не совпадать с позицией редакции.",
        "Åsikterna är skribentens egna.",
        "مقالات الرأي لا تعكس بالضرورة موقف الموقع.",
        "文章不代表本站立场。",
    ],
)
def test_who_may_use_a_text_is_no_part_of_it(line: str) -> None:
    assert is_end_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law has not changed since 1990, she said.",
        "The band copyrighted the song in 1990.",
        "Der Autor hat alle Rechte an dem Werk verkauft.",
        "El juez reproducirá la grabación el lunes.",
        "Polls do not necessarily reflect how people vote.",
        "Les prix ne reflètent pas toujours la rareté.",
        "未经授权的船只不得入港。",
    ],
)
def test_prose_about_rights_is(line: str) -> None:
    assert not is_end_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Thursday, September 11th, 2031 at 6:12 am and is filed under News. You can leave a response.",
        "Cette entrée a été publiée le 11 septembre 2031 à 6:12 et est classée dans Société.",
        "Dieser Eintrag wurde am 11. September 2031 um 6:12 Uhr in Kultur veröffentlicht.",
        "Ten wpis został opublikowany w kategorii Miasto.",
        "Запись опубликована в рубрике Новости.",
    ],
)
def test_what_weblogs_say_of_a_post_is_none_of_its_text(line: str) -> None:
    assert is_end_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Dilarang keras mengambil konten tanpa izin tertulis dari Kantor Berita Dermaga.",
        "特别声明：以上内容为用户上传并发布，本平台仅提供信息存储服务。",
        "Yazılan yorumlar hiçbir şekilde Liman Gazetesi görüşlerini yansıtmamaktadır.",
        "За да не пропускате новините, абонирайте се за бюлетина.",
    ],
)
def test_notices_below_texts_of_other_languages(line: str) -> None:
    assert is_end_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Så arbetar vi varje dag på kajen, säger hamnkaptenen.",
        "Yapılan yorumlar, köprünün erken açılacağını gösteriyor.",
        "Jako redakcja mieszkaliśmy wtedy nad portem.",
        "Więcej informacji znajdziesz na stronie muzeum.",
        "За да не пропускате срока, подайте молбата до петък.",
        "Kapal itu dijual tanpa izin tertulis dari pemiliknya.",
        "Next time you can buy me a coffee by the harbour, she said.",
    ],
)
def test_sentences_that_begin_like_notices_are_text(line: str) -> None:
    assert not is_end_line(line)


def test_an_address_that_a_script_shows_is_one() -> None:
    assert is_contact_line("Contact: [email protected]")
    assert not is_contact_line("Send your pictures of the harbour to [email protected] before noon")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("编辑 | 苏建", True),
        ("责任编辑：王小明、李明", True),
        ("编辑：好的，谢谢", False),
        ("编辑 | 从海港出发", False),
    ],
)
def test_who_edited_by_a_chinese_name(line: str, is_one: bool) -> None:
    assert is_staff_line(line) is is_one


@pytest.mark.parametrize(
    ("line", "is_end"),
    [
        ("¿Te ha gustado? ¡Compártelo!", True),
        ("Gostou? Compartilhe com os amigos", True),
        ("Podobało się? Udostępnij!", True),
        ("(The text has not been edited and is published from a syndicated feed.)", True),
        ("Os artigos assinados não refletem a opinião do jornal.", True),
        ("Read all the latest news from the coast here", True),
        ("Voit keskustella aiheesta keskiviikkoon kello 23 saakka.", True),
        ("¿Te ha gustado el puente? El concejo lo repara.", False),
        ("The opinion of the paper is no secret.", False),
    ],
)
def test_calls_and_notes_below_a_text(line: str, is_end: bool) -> None:
    assert is_end_line(line) is is_end


@pytest.mark.parametrize(
    ("line", "is_end"),
    [
        ("This text may not be in its final form and may be updated or revised.", True),
        ("Dieses Transkript wurde automatisch erstellt.", True),
        ("Esta transcripción ha sido generada automáticamente.", True),
        ("Artikelrechte erwerben", True),
        ("Reprints & Permissions", True),
        ("Kup licencję na publikację", True),
        ("The transcript was read to the court on Monday.", False),
        ("Die Rechte an diesem Lied liegen beim Verlag.", False),
    ],
)
def test_notes_on_transcripts_and_on_rights(line: str, is_end: bool) -> None:
    assert is_end_line(line) is is_end
