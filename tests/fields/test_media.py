from __future__ import annotations

from newsspider.fields.media import audios, videos
from newsspider.items import Media
from tests.fields.made_pages import TEXT, first, html_page, json_ld


def test_linked_data_comes_first() -> None:
    head = json_ld(
        '{"@type": "NewsArticle", "video": {"@type": "VideoObject", "contentUrl": "https://v.example.org/a.mp4"},'
        ' "audio": {"@type": "AudioObject", "contentUrl": "/a.mp3"}}'
    )
    facts = html_page(head=head + '<meta property="og:video" content="/b.mp4">')
    assert first(videos(facts)) == ([Media(url="https://v.example.org/a.mp4")], "json-ld")
    assert first(audios(facts)) == ([Media(url="/a.mp3")], "json-ld")


def test_players_in_the_text() -> None:
    inside = (
        '<div><video><source src="/a.mp4"></video></div><audio src="/a.mp3"></audio>'
        '<iframe data-src="https://www.youtube.com/embed/abc"></iframe><iframe src="https://ads.example/x"></iframe>'
    )
    facts = html_page(text=TEXT.replace("</p>", f"</p>{inside}", 1))
    assert first(videos(facts)) == (
        [Media(url="/a.mp4"), Media(url="https://www.youtube.com/embed/abc")],
        "markup:video",
    )
    assert first(audios(facts)) == ([Media(url="/a.mp3")], "markup:audio")


def test_a_player_beside_the_text_is_another_storys() -> None:
    facts = html_page(below='<aside><video src="/trailer.mp4"></video></aside>')
    assert first(videos(facts)) is None


def test_players_that_scripts_make_of_their_elements() -> None:
    inside = (
        '<amp-video src="/a.mp4"></amp-video><amp-youtube data-videoid="abcDEF12345"></amp-youtube>'
        '<lite-youtube videoid="zyxWVU98765"></lite-youtube><lite-youtube videoid="no number"></lite-youtube>'
        '<amp-audio src="/a.mp3"></amp-audio><amp-iframe src="https://player.vimeo.com/video/7"></amp-iframe>'
    )
    facts = html_page(text=TEXT.replace("</p>", f"</p>{inside}", 1))
    youtube = "https://www.youtube.com/embed/"
    urls = ["/a.mp4", f"{youtube}abcDEF12345", f"{youtube}zyxWVU98765", "https://player.vimeo.com/video/7"]
    assert first(videos(facts)) == ([Media(url=url) for url in urls], "markup:video")
    assert first(audios(facts)) == ([Media(url="/a.mp3")], "markup:audio")
