"""Blocks that their markup tells to be no text."""

from __future__ import annotations

import time

import pytest

from newsspider.body.insets import insets
from tests.body.pages import page_and_blocks

TEXT = {
    "en": "The council of the bay voted on Tuesday to replace the old pier, and the work is to begin in the spring.",
    "de": "Der Rat der Bucht beschloss am Dienstag, den alten Anleger zu ersetzen, und im Frühjahr beginnt die Arbeit.",
    "ru": "Совет залива решил во вторник заменить старый причал, и весной начнётся работа, сказал капитан порта.",
}


def insets_of(html: str, chance: float = 0.9) -> list[str]:
    _, blocks = page_and_blocks(html)
    return [blocks.texts[i] for i in insets(blocks, [chance] * len(blocks))]


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
@pytest.mark.parametrize(
    "inset",
    [
        "<div class=mailForm style='display:none'><p>x</p><ul><li>y</ul></div>",
        "<div hidden id=post_message><p>x</p>y</div>",
        "<dialog class='c-modal'><h2>x</h2>y</dialog>",
        "<div class='modal fade' aria-hidden=true><h2>x</h2>y</div>",
        "<div class='newsletter-box'><h3>x</h3><p>y</p></div>",
        "<div class='c-donation'><h3>x</h3><p>y</p></div>",
        "<div class='box_poll'><h3>x</h3><ul><li>y<input type=radio></ul></div>",
    ],
)
def test_hidden_messages_and_promotion(inset: str, text: str) -> None:
    assert insets_of(f"<p>{text}</p>{inset}<p>{text}</p>") == ["x", "y"]


@pytest.mark.parametrize(
    "inset",
    [
        "<div class=accordion-content aria-hidden=true><p>x</p></div>",  # an answer that readers unfold
        "<div class=comment-content aria-hidden=true><p>x</p></div>",  # kept from screen readers alone
        "<div class=paywall hidden><p>x</p></div>",
        "<div class=message><p>x</p></div>",  # shown
        "<section class=poll><h2>What the poll found</h2><p>x</p></section>",
        f"<div class=message hidden><p>{TEXT['en'] * 3}</p></div>",  # most of the text
        f"<div class=newsletter><p>{TEXT['en'] * 3}</p></div>",
        f"<div class=tag-poll><p>{TEXT['en'] * 3}</p></div>",
    ],
)
def test_what_may_be_text(inset: str) -> None:
    assert insets_of(f"<p>{TEXT['en']}</p>{inset}<p>{TEXT['en']}</p>") == []


@pytest.mark.parametrize("label", ["Advertisement", "Anzeige", "Publicité", "Реклама", "広告"])
def test_the_labels_of_advertisements(label: str) -> None:
    assert insets_of(f"<p>x</p><div class='ad-slot'><p>{label}</p></div>") == [label]
    assert insets_of(f"<p>{TEXT['en']}</p><div class='head-slot'><p>{label}</p></div>") == [label]
    assert insets_of(f"<p>{TEXT['en']}</p><h2>{label}</h2><p>y</p><ul><li>{label}</ul>") == []
    assert insets_of("<p>x</p><div class='ad-slot'><p>The tide</p></div>") == []


@pytest.mark.parametrize("tag", ["p", "div", "span"])
def test_captions_beside_a_picture(tag: str) -> None:
    caption = f"<{tag} class='wp-caption-text'>The pier.</{tag}>"
    assert insets_of(f"<p>{TEXT['en']}</p><div><img src=a>{caption}</div><p>y</p>") == ["The pier."]
    assert insets_of(f"<div><p>x</p><div>{caption}</div><img src=a></div>") == []


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
@pytest.mark.parametrize(
    "part",
    [
        "<div class=newsletter-block><p>{}</p></div>",
        "<p class=newsletter-text>{}</p>",
        "<div class=message style='display: none'><p>{}</p></div>",
        "<div class=slide><img src=a><p class=caption>{}</p></div>",
        "<img src=a><p class=caption>{}</p>",
    ],
)
def test_parts_that_are_most_of_the_text_together(part: str, text: str) -> None:
    assert insets_of(f"<article><p>{text}</p>{part.format(text) * 5}</article>") == []
    assert insets_of(f"<article><p>{text * 5}</p>{part.format(text)}</article>") == [text]


@pytest.mark.parametrize("credit", ["Foto Ana Ruiz", "Photo Ana Ruiz", "Kuva: Ana Ruiz"])
def test_credits_beside_pictures_without_a_colon(credit: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    caption = "<div class=caption>The pier.</div>"
    below = f"<div class=box><img src=a>{caption}<small>{credit}</small></div>"
    assert insets_of(f"{text}{below}{text}") == ["The pier.", credit]
    assert insets_of(f"{text}<p><img src=a><br><em>The pier. {credit}</em></p>{text}") == [f"The pier. {credit}"]
    cells = f"<table><tr><td><img src=a></td></tr><tr><td>The pier. {credit}</td></tr></table>"
    assert insets_of(f"{text}{cells}{text}") == [f"The pier. {credit}"]
    assert insets_of(f"{text}<div class=box><img src=a>{caption}</div><p>Ana Ruiz</p>{text}") == ["The pier."]


def test_paragraphs_named_as_captions_away_from_the_picture() -> None:
    text = f"<p>{TEXT['en'] * 3}</p><p>{TEXT['en']}</p>"
    assert insets_of(f"<article><img src=a>{text}<p class='video-captions'>{TEXT['de']}</p></article>") == []
    assert insets_of(f"<article>{text}<img src=a><p class='video-captions'>{TEXT['de']}</p></article>") == [
        TEXT["de"]
    ]


@pytest.mark.parametrize("name", ["caption", "bildunterschrift", "legende", "didascalia", "billedtekst"])
@pytest.mark.parametrize("player", ["<video src=a></video>", "<div><object data=a></object></div>"])
def test_captions_beside_a_player(name: str, player: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    caption = f"<p class='{name}'>The captain speaks of the pier.</p>"
    assert insets_of(f"{text}<div>{player}{caption}</div>{text}") == ["The captain speaks of the pier."]
    assert insets_of(f"{text}<div>{text}{caption}</div>{player}{text}") == []


@pytest.mark.parametrize("name", ["foto", "photo-box", "bild_links"])
def test_a_sentence_in_a_box_that_is_named_after_its_picture(name: str) -> None:
    text, line = f"<p>{TEXT['en']}</p>", "Ana Ruiz, am Anleger."
    box = f"<div class='{name}'><img src=a><p>{line}</p></div>"
    assert insets_of(f"{text}{box}{text}") == [line]
    assert insets_of(f"{text}{box.replace('</div>', f'{text}{text}</div>')}{text}") == []  # it holds the text
    assert insets_of(f"{text}{box.replace('img', 'hr')}{text}") == []
    assert insets_of(f"{text}{box.replace(name, 'story')}{text}") == []


LONG = {
    "en": "The council of the bay voted on Tuesday to replace the old pier, and work is to begin in the spring. Fishermen "
    "had asked for it since the storm two years ago, which tore away the railing, several planks and one of the lamps. "
    "The mayor said that the money comes from the state, while the harbour pays for a crane and new moorings. Until "
    "autumn the ferry leaves from the northern shore, where buses will wait for those who come from the islands.",
    "de": "Der Rat der Bucht beschloss am Dienstag, den alten Anleger zu ersetzen, und im Frühjahr beginnt die Arbeit. Die "
    "Fischer hatten das seit dem Sturm vor zwei Jahren verlangt, der das Geländer, mehrere Bohlen und eine Lampe mitriss. "
    "Der Bürgermeister sagte, dass das Geld vom Land kommt, während der Hafen einen Kran und neue Liegeplätze bezahlt. Bis "
    "zum Herbst fährt die Fähre vom nördlichen Ufer ab, wo Busse auf alle warten, die von den Inseln kommen.",
}  # fmt: skip
STRANGE = {
    "en": "Yesterday rain fell",
    "de": "Gestern fiel Regen",
}


def shuffled(text: str) -> str:
    return "".join(chr(ord(letter) + 1) if letter.isalpha() else letter for letter in text)


@pytest.mark.parametrize("lang", LONG)
def test_scrambled_text_behind_a_wall(lang: str) -> None:
    text, secret = LONG[lang], shuffled(TEXT[lang] * 2)
    page = f"<p>{text}</p><div class='text is-obfuscated'><p>{{}}</p></div>"
    assert insets_of(page.format(secret)) == [secret]
    assert insets_of(page.format(TEXT[lang])) == []  # links whose address is hidden have such names too
    assert insets_of(page.format(STRANGE[lang])) == []  # a few words may well stand nowhere else
    assert insets_of(page.format("船長によると、フェリーは木曜日まで港にとどまる。 " * 30)) == []
    assert insets_of(f"<p>{text}</p><div><p>{secret}</p></div>") == []
    assert (
        insets_of(f"<p>{text[:90]}</p><div class=scrambled><p>{secret}</p></div>") == []
    )  # too little to tell by


@pytest.mark.parametrize("lang", LONG)
@pytest.mark.parametrize("name", ["paywall", "premium-content", "is-locked"])
def test_scrambled_text_in_what_is_named_a_wall(name: str, lang: str) -> None:
    text, secret = LONG[lang], shuffled(TEXT[lang] * 2)
    above, below = text.split(". ", 1)
    page = f"<p>{above}</p><div class={name}><p>{{}}</p></div><ul><li><a href=/a>{below}</a></ul>"
    assert insets_of(page.format(secret)) == [secret]
    assert insets_of(page.format(TEXT[lang])) == []
    # A part of the text that is named so, with a heading of names that stand nowhere else.
    assert insets_of(page.format(f"{secret}</p><p>{TEXT[lang] * 3}")) == []


# Of headlines in their language, texts with long words repeat hardly one.
FINNISH_HEADLINES = (
    "Presidentti avaa uuden kirjaston Tampereella. Tutkijat löysivät harvinaisen perhosen Lapista. Bensiinin hinta nousi "
    "ennätyslukemiin viikonloppuna. Lääkäripula pahenee maakuntien terveyskeskuksissa. Eduskunta äänestää metsälain "
    "muutoksesta torstaina. Muusikko julkaisi ensimmäisen soololevynsä vinyylinä. Koululaisten kesäloma pitenee kahdella "
    "viikolla. Rautatieaseman peruskorjaus viivästyy jälleen. Marjasato jää tavanomaista niukemmaksi kuivuuden takia. "
    "Jääkiekkoliiga alkaa yllätyksellä Oulussa. Yliopisto vähentää kymmeniä työpaikkoja tänä syksynä."
)  # fmt: skip
FINNISH = (
    "Satama suljettiin maanantaina kovan tuulen vuoksi, kertoo kaupungin satamapäällikkö tiedotteessaan. Laivat ankkuroivat "
    "lahdelle odottamaan sään paranemista, ja matkustajat majoitettiin kaupungin hotelleihin yöksi. Kalastajat valittavat "
    "menettäneensä viikon saaliin, sillä verkkoja ei päästy kokemaan myrskyn riehuessa ulapalla."
)  # fmt: skip


@pytest.mark.parametrize("name", ["paywall", "premium-content", "is-locked", "obfuscated"])
def test_text_that_repeats_no_word_of_the_page_is_not_scrambled(name: str) -> None:
    page = f"<p>{{}}</p><div class={name}><p>{{}}</p></div>"
    assert insets_of(page.format(FINNISH_HEADLINES, FINNISH)) == []
    assert insets_of(page.format(FINNISH_HEADLINES, shuffled(FINNISH))) == [shuffled(FINNISH)]
    # A text in another language, or script, than what is around it.
    for text in (LONG["de"], FINNISH, TEXT["ru"] * 3):
        assert insets_of(page.format(LONG["en"], text)) == []


@pytest.mark.parametrize("lang", LONG)
@pytest.mark.parametrize("names", ["post tag-encrypted-email", "post tag-scrambled-eggs", "category-cipher"])
@pytest.mark.parametrize("tag", ["article", "main", "div role=article"])
def test_topics_are_no_names_of_scrambled_text(tag: str, names: str, lang: str) -> None:
    paragraphs = "".join(f"<p>{line}.</p>" for line in shuffled(LONG[lang]).split(". "))
    end = tag.split(maxsplit=1)[0]
    assert insets_of(f"<p>{LONG[lang]}</p><{tag} class='{names}'>{paragraphs}</{end}>") == []


def test_the_time_is_linear() -> None:
    unit = "<div hidden class=message><p>x</p></div><div class=caption><img><p class=caption>x</p></div>"
    times = []
    for count in (3_000, 12_000):
        _, blocks = page_and_blocks(unit * count + "<p class=obfuscated>" + TEXT["en"] * count)
        start = time.process_time()
        list(insets(blocks, [0.9] * len(blocks)))
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] + 0.1


@pytest.mark.parametrize(
    "line",
    [
        "Artikel anhören",
        "La suite après la publicité",
        "Подписывайтесь на наш Telegram",
        "この記事をシェアする",
        "12 Bilder",
    ],
)
def test_lines_of_the_page_within_the_text(line: str) -> None:
    assert insets_of(f"<p>{TEXT['en']}</p><p>{line}</p><p>{TEXT['en']}</p>") == [line]
    assert insets_of(f"<p>{line}</p>") == []  # all that there is


def test_a_long_notice_in_the_place_of_a_post() -> None:
    notice = (
        "This article contains content provided by Example. We ask for your permission before anything is loaded, as "
        "they may be using cookies. You may want to read their cookie policy and privacy policy before accepting."
    )
    assert insets_of(f"<p>{TEXT['en']}</p><p>{notice}</p>" + f"<p>{TEXT['en']}</p>" * 3) == [notice]


@pytest.mark.parametrize(
    "label", ["Read also:", "Leggi anche:", "Ayrıca okuyun:", "Материал по теме:", "相关阅读："]
)
def test_a_label_and_a_link_to_another_story(label: str) -> None:
    line = f"{label} The bridge stays closed"
    linked = f"<p><b>{label}</b> <a href=/b>The bridge stays closed</a></p>"
    assert insets_of(f"<p>{TEXT['en']}</p>{linked}<p>{TEXT['en']}</p>") == [line]
    assert insets_of(f"<p>{TEXT['en']}</p><p>{line}</p><p>{TEXT['en']}</p>") == []  # no link


@pytest.mark.parametrize(
    "caption",
    [
        "Podul nou din sat. Foto: Dan Pop",
        "옛 역에 들어선 연습실. 시 제공",
        "图为乡村书屋。王磊 摄",
        "改修された校舎＝3日、霧の丘市",
    ],
)
def test_a_line_behind_a_picture_that_ends_in_a_credit(caption: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    assert insets_of(f"{text}<p><img src=a></p><p><em>{caption}</em></p>{text}") == [caption]
    assert insets_of(f"{text}<p>{TEXT['de']}</p><h2>{caption}</h2>{text}") == []


def test_a_line_alone_with_a_picture_and_lists_of_such() -> None:
    text, line = f"<p>{TEXT['en']}</p>", "The old pier at low water"
    assert insets_of(f"{text}<div><img src=a><p>{line}</p></div>{text}") == [line]
    assert insets_of(f"{text}<div><img src=a><p>{line}. It is closed.</p></div>{text}") == []
    assert insets_of(f"{text}<div><img src=a><p><b>{line}</b></p>{text}</div>{text}") == []  # a subheading
    assert insets_of(text + f"<div><img src=a><p>{line}</p></div>" * 3 + text) == []


@pytest.mark.parametrize(
    "words", [("Lindenau am Morgen", "Jeden Tag um sechs."), ("Boletim", "No seu e-mail. É grátis.")]
)
def test_a_box_around_a_form_that_asks_for_an_address(words: tuple[str, str]) -> None:
    box = f"<div><h3>{words[0]}</h3><p>{words[1]}</p><form><input type=email><button>OK</button></form></div>"
    text = f"<p>{TEXT['en']}</p><p>{TEXT['de']}</p>" * 2
    assert insets_of(f"{text}{box}{text}") == [*words, "OK"]
    assert insets_of(f"<form>{text}<input type=email></form>") == []  # around the whole page
    assert insets_of(f"{text}{box.replace('type=email', 'name=q')}{text}") == []


@pytest.mark.parametrize("mark", ["➤ {}", "&gt;&gt; {}", "▼{}", "☞ {}", "+++ {} +++", "ये भी पढ़ें- {}"])
def test_a_link_behind_a_mark_that_leads_to_another_story(mark: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    title = "Fire brigade pulls a horse out of a ditch"
    link = mark.format(f"<a href=/n/1>{title}</a>")
    assert len(insets_of(f"{text}<p>{link}</p>{text}")) == 1
    assert insets_of(f"{text}<p>{mark.format(title)}</p>{text}") == []
    if "पढ़" not in mark:
        assert insets_of(f"{text}<ul><li>{link}</ul>{text}") == []


def test_links_behind_a_label_alone() -> None:
    text, link = f"<p>{TEXT['en']}</p>", "<p><a href=/n/{0}>Story {0} of the bay</a></p>"
    assert insets_of(f"{text}<p>Mirá también</p>{link.format(1)}{link.format(2)}{text}{link.format(3)}{text}") == [
        "Mirá también",
        "Story 1 of the bay",
        "Story 2 of the bay",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The paper hopes that many readers will become a subscriber.",
        "Tilaajille muutos näkyy ensi viikolla.",
        "Die Karten gibt es nur für Abonnenten der Oper.",
        "Показ был открыт только для подписчиков канала.",
    ],
)
def test_a_last_paragraph_on_subscribers_in_an_element_of_its_own(text: str) -> None:
    page = f"<div><p>{TEXT['en']}</p></div><div><p>{TEXT['en']}</p></div><div><p>{text}</p>{{}}</div>"
    assert insets_of(page.format("")) == []
    assert insets_of(page.format("<p><a href=/>OK</a></p>")) == [text, "OK"]


@pytest.mark.parametrize(
    "wall",
    [
        "You have reached your limit for free articles this month.",
        "Pour lire la suite, abonnez-vous dès maintenant.",
        "Jetzt weiterlesen mit dem Abo",
    ],
)
def test_a_box_within_the_text_that_invites_to_pay(wall: str) -> None:
    text = f"<p>{TEXT['en']}</p>" * 3
    box = f"<div><p>{wall}</p><h3>Benefits</h3><ul><li>Today's Paper</li></ul></div>"
    assert insets_of(f"<article>{text}{box}{text}</article>") == [wall, "Benefits", "Today's Paper"]
    assert insets_of(f"<article>{text}<p>{wall}</p>{text}</article>") == []
    offers = [f"Benefit {i}, of a hundred that readers of the paper have each day" for i in range(6)]
    listed = box.replace("<li>Today's Paper</li>", "".join(f"<li>{offer}</li>" for offer in offers))
    assert insets_of(f"<article>{text}{listed}{text}</article>") == [wall, "Benefits", *offers]
    assert insets_of(f"<article>{text}{listed.replace('each day', 'each day' * 50)}{text}</article>") == []
    assert insets_of(f"<article>{text}<blockquote><p>{wall}</p></blockquote>{text}</article>") == []
    told = "To read the full report, villagers go to the library."
    assert insets_of(f"<article>{text}<div><p>{told}</p></div>{text}</article>") == []


def test_a_credit_below_a_picture_in_a_cell() -> None:
    text = f"<p>{TEXT['ru']}</p>" * 3
    cell = "<table><tr><td><img src='/a.jpg'><br>{}</td></tr></table>"
    assert insets_of(f"{text}{cell.format('Набережная. Фото: AFP')}{text}") == ["Набережная. Фото: AFP"]
    assert insets_of(f"{text}{cell.format('Мост и набережная')}{text}") == []


@pytest.mark.parametrize("label", ["Werbung", "Publicité", "Реклама"])
def test_a_link_that_begins_as_an_advertisement(label: str) -> None:
    text = f"<p>{TEXT['en']}</p>" * 3
    ad = "<p><a href='/shop'><strong>{}</strong><br>Glass at a third of the price</a></p>"
    assert insets_of(f"{text}{ad.format(label)}{text}") == [f"{label} Glass at a third of the price"]
    assert insets_of(f"{text}{ad.format('Werben')}{text}") == []
    assert insets_of(f"{text}<p>{label} for the pier is dear.</p>{text}") == []


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("Sign up to The Tide", "Privacy notice: newsletters may hold what others pay for."),
        ("Newsletter abonnieren", "Jeden Morgen das Wichtigste: unser Newsletter."),
        ("Abonnez-vous à La Marée", "La newsletter du matin, gratuite."),
    ],
)
def test_an_aside_without_a_form_that_calls_to_sign_up(call: str, words: str) -> None:
    aside = f"<figure><aside><h3>{call}</h3><p>{words}</p></aside></figure>"
    text = f"<p>{TEXT['en']}</p>" * 3
    assert list(dict.fromkeys(insets_of(f"<article>{text}{aside}{text}</article>"))) == [call, words]
    facts = f"<aside><h3>Open questions</h3><p>{TEXT['de']}</p></aside>"
    assert insets_of(f"<article>{text}{facts}{text}</article>") == []


def test_forms_deep_in_a_page_of_many_blocks_take_little_time() -> None:
    form = f"{'<div>' * 200}<form><input type=email></form>{'</div>' * 200}"
    page = f"<p>{TEXT['en']}</p>{form * 20}{'<p>x</p>' * 10_000}"
    _, blocks = page_and_blocks(page)
    start = time.process_time()
    list(insets(blocks, [0.9] * len(blocks)))
    assert time.process_time() - start < 1


@pytest.mark.parametrize("label", ["MÁS INFORMACIÓN", "Leia:", "Lesen Sie auch", "Читайте также:", "関連記事"])
def test_a_list_of_links_below_a_label_of_other_stories(label: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    links = "<ul><li><a href=/n/1>The bay in winter</a><li><a href=/n/2>Piers that stay</a></ul>"
    titles = ["The bay in winter", "Piers that stay"]
    assert insets_of(f"{text}<h3>{label}</h3>{links}{text}") == [label, *titles]
    assert insets_of(f"{text}<p>{label}</p><p><a href=/n/1>{titles[0]}</a></p>{text}") == [label, titles[0]]
    assert not set(titles) & set(insets_of(f"{text}<h3>Piers of the bay</h3>{links}{text}"))
    assert not set(titles) & set(insets_of(f"{text}<h3>{label}</h3>{links}"))
    assert not set(titles) & set(insets_of(f"{text}<h3>{label}</h3>{links * 4}{text}"))
    assert set(titles) <= set(insets_of(f"{text}<p>{label}</p>{links}"))
    assert insets_of(f"{text}<h3>{label} Piers</h3><ul><li>Wood</li><li>Stone</li></ul>{text}") == []


@pytest.mark.parametrize("caption", ["The pier was closed in May. Photo Reuters", "Вокзал в мае. Фото Reuters"])
def test_a_sentence_alone_with_a_picture_that_ends_in_a_credit(caption: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    assert insets_of(f"{text}<div><img src=a><p>{caption}</p></div>{text}") == [caption]
    assert insets_of(f"{text}<div><img src=a><p>{caption.rpartition('.')[0]}.</p></div>{text}") == []


@pytest.mark.parametrize("label", ["Related stories", "Lesen Sie auch", "أخبار ذات صلة", "Читайте также"])
def test_a_box_of_teasers_below_a_label(label: str) -> None:
    text = f"<div><p>{TEXT['en']}</p><p>{TEXT['de']}</p></div>" * 2
    teasers = [f"Nine of {number} boats are back in the bay, the harbour says." for number in (20, 30)]
    box = "".join(f"<div><a href=/n/{one[8]}><h5>Boats of {one[8]}</h5></a><p>{one}</p></div>" for one in teasers)
    assert set(teasers) <= set(insets_of(f"{text}<div><h4>{label}</h4>{box}</div>"))
    assert not set(teasers) & set(insets_of(f"{text}<div><h4>Boats of the bay</h4>{box}</div>"))
    assert not set(teasers) & set(insets_of(f"{text}<h4>{label}</h4><p>{teasers[0]}</p><p>{teasers[1]}</p>"))
    titles = "".join(f"<li><h4><a href=/n/{number}>Boats of {number}</a></h4></li>" for number in (20, 30))
    list_and_text = f"<div><div><h4>{label}</h4><ul>{titles}</ul></div>{teasers[0]}</div>"
    assert not set(teasers) & set(insets_of(f"{text}{list_and_text}{text}"))


def test_thousands_of_teasers_take_little_time() -> None:
    cards = "".join(
        f"<h4><a href=/n/{i}>Boats of {i} bays</a></h4><p>They are back, it says.</p>" for i in range(4_000)
    )
    start = time.process_time()
    insets_of(f"<p>{TEXT['en']}</p><h3>Related stories</h3>{cards}")
    assert time.process_time() - start < 2  # seconds; walking up to the label from each took five


@pytest.mark.parametrize("button", ["Read more", "Mehr lesen", "Leia mais", "Lees meer"])
def test_a_list_of_what_the_page_presents_with_a_button_below_each(button: str) -> None:
    names = ["A shelf of oak", "A box for plants", "A sign for the door"]
    cards = "".join(
        f"<h2><a href=/p/{name[2]}>{name}</a></h2><p>{TEXT['en']}</p><p>{button}</p>" for name in names
    )
    assert not set(names) & set(insets_of(f"<p>{TEXT['en']}</p>{cards}<p>{TEXT['de']}</p>"))


def test_a_text_behind_an_aside_is_of_the_element_around_it() -> None:
    _, blocks = page_and_blocks("<p><aside>It rained.</aside>Sign up</p>")
    assert list(insets(blocks, [0.9] * len(blocks))) == []


@pytest.mark.parametrize("label", ["আরও পড়ুন", "Leggi anche", "Read also"])
def test_a_link_that_holds_a_label_and_another_story_s_headline(label: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    box = f"<div class=more><a href=/n/1><span>{label}</span><h5>Piers that stay</h5></a></div>"
    assert "Piers that stay" in insets_of(f"{text}{box}{text}")
    own = "<h5><a href=/n/1>Piers that stay</a></h5>"
    assert "Piers that stay" not in insets_of(f"{text}{own}{text}")


@pytest.mark.parametrize("credit", ["资料图", "資料圖片", "网络图"])
def test_a_line_below_a_picture_that_says_it_is_from_the_archive(credit: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    assert insets_of(f"{text}<p><img src=a.jpg></p><p>修缮后的石桥 {credit}</p>{text}") == [
        f"修缮后的石桥 {credit}"
    ]


def test_what_is_written_alone_in_a_picture_s_table_is_its_caption() -> None:
    text = f"<p>{TEXT['en']}</p>"
    caption = "Người dân đi qua cầu đá."
    table = f"<table><tr><td><img src=a.jpg></td></tr><tr><td class=image_desc>{caption}</td></tr></table>"
    assert insets_of(f"{text}{table}{text}") == [caption]
    assert insets_of(f"{text}{table.replace('</tr><tr>', '')}{text}") == []
    two = table.replace("</table>", "<tr><td>Ferries stay in port.</td></tr></table>")
    assert insets_of(f"{text}{two}{text}") == []


def test_where_a_link_leads_that_skips_a_box() -> None:
    text = f"<p>{TEXT['en']}</p>"
    assert insets_of(f"{text}<p id=end-of-podcasts tabindex=-1>End of Podcasts</p>{text}") == ["End of Podcasts"]
    for other in (
        "<p id=end>The end of an era for the pier, they say</p>",
        "<p id=end-of-2030>By the end of 2030 the pier had lost its boats.</p>",
        "<h2 id=end-of-an-era tabindex=-1>End of an era</h2>",
    ):
        assert insets_of(f"{text}{other}{text}") == []


@pytest.mark.parametrize("held", ["<img src=a>", "<a href=/b><img src=a></a>", "<object></object>"])
def test_an_inline_caption_in_the_paragraph_of_its_picture(held: str) -> None:
    text, caption = f"<p>{TEXT['en']}</p>" * 3, "<span class=Caption>The captain speaks of the pier.</span>"
    assert insets_of(f"{text}<p>{held}{caption}</p>{text}") == ["The captain speaks of the pier."]
    assert insets_of(f"{text}<p><b></b>{caption}</p>{text}") == []
    for more in (TEXT["de"], "It is so."):
        assert insets_of(f"{text}<p>{held}{caption} {more}</p>{text}") == []


@pytest.mark.parametrize("label", ["Leggi anche", "Lesen Sie auch", "Czytaj też", "Read also"])
def test_a_label_without_a_mark_before_a_link(label: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    link = "<a href=/n/1>Piers that stay in the bay</a>"
    assert f"{label} Piers that stay in the bay" in insets_of(f"{text}<p><b>{label}</b> {link}</p>{text}")
    sentence = f"{label} Piers that stay in the bay, as the board said"
    assert sentence not in insets_of(f"{text}<p>{label} {link}, as the board said</p>{text}")


@pytest.mark.parametrize("label", ["Related", "Mehr zum Thema", "Lire aussi"])
def test_a_box_of_links_above_a_heading_of_the_text(label: str) -> None:
    text = f"<p>{TEXT['en']}</p>"
    entries = "<ul><li><a href=/n/1>Piers that stay</a></li><li><a href=/n/2>Boats that go</a></li></ul>"
    behind = f"<h2>Ten o'clock</h2>{text}"
    assert "Boats that go" in insets_of(f"{text}<div><h3>{label}</h3>{entries}</div>{behind}")
    assert "Boats that go" not in insets_of(f"{text}<h3>{label}</h3>{entries}{behind}")
