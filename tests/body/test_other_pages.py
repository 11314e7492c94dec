"""What crawls meet beside articles is told from them in any language, and brief reports stay articles."""

from collections.abc import Callable, Mapping

import pytest

from newsspider import extract_html, extract_text
from newsspider.errors import PageError


def page(title: str, main: str, *, language: str = "en") -> str:
    menu = "".join(
        f"<li><a href='/{i}'>{name}</a></li>" for i, name in enumerate(("News", "Sport", "Kultura", "TV"))
    )
    return (
        f"<!doctype html><html lang='{language}'><head><title>{title}</title></head>"
        f"<body><nav><ul>{menu}</ul></nav><main>{main}</main><footer><a href='/c'>Info</a></footer></body></html>"
    )


def text(title: str, *lines: str) -> str:
    return "\n\n".join((title, "News", "Sport", "TV", title, *lines, "Info"))


def probability_of_page(title: str, *lines: str, language: str = "en") -> float:
    linked = "<h2><a href='/story'>{}</a></h2>"  # a headline of another story ends in no full stop
    parts = [f"<p>{line}</p>" if line.endswith(".") else linked.format(line) for line in lines]
    main = f"<h1>{title}</h1>" + "".join(parts)
    return _probability(lambda: extract_html(page(title, main, language=language)).metadata)


def probability_of_text(title: str, *lines: str, language: str = "en") -> float:
    del language
    return _probability(lambda: extract_text(text(title, *lines)).metadata)


def _probability(extract: Callable[[], object]) -> float:
    try:
        found = getattr(extract(), "probability", None)
    except PageError:
        return 0.0
    return found or 0.0


FORMS = pytest.mark.parametrize("probability", [probability_of_page, probability_of_text], ids=["html", "text"])

MISSING = {
    "en": ("We can't find this page", "It looks like nothing was found here. The link may be broken.",
           "Go back to the front page or use the search box above."),
    "de": ("Diese Seite konnten wir nicht finden", "Der Artikel, den Sie aufrufen wollten, ist nicht mehr vorhanden.",
           "Bitte gehen Sie zurück zur Startseite oder benutzen Sie die Suche."),
    "es": ("No encontramos la página", "La dirección que ha escrito no existe o el contenido se ha eliminado.",
           "Vuelva a la portada o utilice el buscador."),
    "fr": ("Oups, page introuvable", "La page demandée n'existe pas ou n'existe plus.",
           "Revenez à l'accueil ou lancez une recherche."),
    "da": ("Siden blev ikke fundet", "Vi kan desværre ikke finde den side, du leder efter.",
           "Prøv at søge, eller gå tilbage til forsiden."),
}  # fmt: skip
CONSENT = {
    "en": ("Your privacy matters to us", "We and our 812 partners use cookies to store and read information on your "
           "device and to show personalised advertising.", "You can accept, refuse or change your choice at any time.",
           "Accept and continue", "Settings"),
    "de": ("Ihre Privatsphäre ist uns wichtig", "Wir und unsere 812 Partner nutzen Cookies, um Informationen auf Ihrem "
           "Gerät zu speichern und personalisierte Werbung anzuzeigen.",
           "Sie können zustimmen, ablehnen oder Ihre Auswahl jederzeit ändern.", "Zustimmen", "Einstellungen"),
    "it": ("La tua privacy è importante", "Noi e i nostri 812 partner usiamo i cookie per archiviare informazioni sul "
           "tuo dispositivo e mostrarti annunci personalizzati.",
           "Puoi accettare, rifiutare o cambiare la tua scelta in qualsiasi momento.", "Accetta", "Impostazioni"),
    "pt": ("A sua privacidade é importante", "Nós e os nossos 812 parceiros usamos cookies para guardar informações no "
           "seu dispositivo e mostrar anúncios personalizados.",
           "Pode aceitar, recusar ou alterar a sua escolha a qualquer momento.", "Aceitar", "Definições"),
}  # fmt: skip
PICTURE = {
    "en": ("Fishing boats at dawn", "Photo 4 of 18", "Next", "Previous", "Download"),
    "de": ("Fischerboote im Morgengrauen", "Bild 4 von 18", "Weiter", "Zurück", "Download"),
    "fr": ("Bateaux de pêche à l'aube", "Photo 4 sur 18", "Suivante", "Précédente", "Télécharger"),
    "es": ("Barcos de pesca al amanecer", "Foto 4 de 18", "Siguiente", "Anterior", "Descargar"),
}
FRONT = {
    "en": ("Business", "Chip maker to build plant in the north", "The factory is to open in two years and give work to "
           "800 people.", "Airline cancels a third of its flights", "Pilots stay out over pay for a second day.",
           "Rents rise faster than wages", "A study of forty towns shows where it is worst."),
    "de": ("Wirtschaft", "Chiphersteller baut Werk im Norden", "Die Fabrik soll in zwei Jahren öffnen und 800 Menschen "
           "Arbeit geben.", "Fluglinie streicht ein Drittel der Flüge", "Die Piloten streiken den zweiten Tag für mehr "
           "Lohn.", "Mieten steigen schneller als Löhne", "Eine Studie zeigt, in welchen Städten es am schlimmsten ist."),
    "es": ("Economía", "Un fabricante de chips abrirá una planta en el norte", "La fábrica dará trabajo a 800 personas "
           "dentro de dos años.", "La aerolínea cancela un tercio de sus vuelos", "Los pilotos siguen en huelga por "
           "segundo día.", "Los alquileres suben más que los sueldos", "Un estudio muestra dónde es peor."),
}  # fmt: skip
REPORT = {
    "en": ("Ferry runs aground near the lighthouse", "A ferry with 140 people on board ran aground on Thursday evening "
           "close to the lighthouse at Korso Point, the coast guard said.", "Nobody was hurt. “There was a jolt, and "
           "then it was very quiet,” said Lena Ortiz, who was travelling with her two children.", "The passengers were "
           "brought ashore in fishing boats. Divers are to look at the hull on Friday morning before the ship is "
           "towed into the harbour.", "The company that owns the ferry said that a fault in the steering was to blame."),
    "de": ("Fähre läuft am Leuchtturm auf Grund", "Eine Fähre mit 140 Menschen an Bord ist am Donnerstagabend nahe dem "
           "Leuchtturm von Korso auf Grund gelaufen, wie die Küstenwache mitteilte.", "Verletzt wurde niemand. „Es gab "
           "einen Ruck, und dann war es ganz still“, sagte Lena Ortmann, die mit ihren zwei Kindern unterwegs war.",
           "Die Fahrgäste wurden mit Fischerbooten an Land gebracht. Taucher sollen am Freitagmorgen den Rumpf "
           "untersuchen, bevor das Schiff in den Hafen geschleppt wird.", "Nach Angaben der Reederei war ein Fehler "
           "der Ruderanlage die Ursache."),
    "fr": ("Un ferry s'échoue près du phare", "Un ferry transportant 140 personnes s'est échoué jeudi soir près du phare "
           "de Korso, ont annoncé les garde-côtes.", "Personne n'a été blessé. « Il y a eu une secousse, puis un grand "
           "silence », raconte Léna Orsini, qui voyageait avec ses deux enfants.", "Les passagers ont été ramenés à "
           "terre par des bateaux de pêche. Des plongeurs doivent examiner la coque vendredi matin avant que le navire "
           "ne soit remorqué au port.", "Selon la compagnie, une panne de la barre est à l'origine de l'accident."),
    "es": ("Un ferry encalla junto al faro", "Un ferry con 140 personas a bordo encalló el jueves por la noche cerca del "
           "faro de Korso, informó la guardia costera.", "Nadie resultó herido. «Hubo una sacudida y luego un gran "
           "silencio», contó Lena Ortiz, que viajaba con sus dos hijos.", "Los pasajeros fueron llevados a tierra en "
           "barcos de pesca. Los buzos examinarán el casco el viernes por la mañana antes de que el barco sea "
           "remolcado al puerto.", "Según la compañía, la causa fue una avería del timón."),
}  # fmt: skip


def _ids(table: Mapping[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    return list(table.items())


@FORMS
@pytest.mark.parametrize(("language", "lines"), _ids(MISSING), ids=list(MISSING))
def test_a_missing_page_that_says_200_is_no_article(
    probability: Callable[..., float], language: str, lines: tuple[str, ...]
) -> None:
    assert probability(*lines, language=language) < 0.5


@FORMS
@pytest.mark.parametrize(("language", "lines"), _ids(CONSENT), ids=list(CONSENT))
def test_a_consent_page_is_no_article(
    probability: Callable[..., float], language: str, lines: tuple[str, ...]
) -> None:
    assert probability(*lines, language=language) < 0.5


@FORMS
@pytest.mark.parametrize(("language", "lines"), _ids(PICTURE), ids=list(PICTURE))
def test_a_page_of_one_picture_is_no_article(
    probability: Callable[..., float], language: str, lines: tuple[str, ...]
) -> None:
    assert probability(*lines, language=language) < 0.5


@FORMS
@pytest.mark.parametrize(("language", "lines"), _ids(FRONT), ids=list(FRONT))
def test_a_section_front_is_no_article(
    probability: Callable[..., float], language: str, lines: tuple[str, ...]
) -> None:
    title, *teasers = lines
    dated = [part for i, line in enumerate(teasers) for part in ((line, f"1{i}:05") if i % 2 == 0 else (line,))]
    assert probability(title, *dated, *dated, language=language) < 0.5


@FORMS
@pytest.mark.parametrize(("language", "lines"), _ids(REPORT), ids=list(REPORT))
def test_a_brief_report_is_an_article(
    probability: Callable[..., float], language: str, lines: tuple[str, ...]
) -> None:
    assert probability(*lines, language=language) > 0.5
