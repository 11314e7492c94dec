from __future__ import annotations

import pytest

from newsspider.fields.headline.rule import headline
from newsspider.lines.dump_head import NO_HEAD, DumpHead, dump_head
from tests.fields.made_pages import first, text_page

TEXT = (
    "The storm reached the harbour early on Monday and tore off the roof of the market hall, the town said.\n\n"
    "Nobody was hurt. The council meets on Thursday to decide who pays for the repairs of hall and pier.\n"
)


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        (["Title: Storm", "Author: Ana Ruiz", "Date: 4 May 2031", "It came."], DumpHead(3, "Storm")),
        (["TITLE : Storm", "LINK : https://example.org/a"], DumpHead(2, "Storm", "https://example.org/a")),
        (["Titel: Sturm", "Adresse: <https://example.org/a>"], DumpHead(2, "Sturm", "https://example.org/a")),
        (["標題：暴風", "網址：https://example.org/a"], DumpHead(2, "暴風", "https://example.org/a")),
        (["---", 'title: "Storm"', "tags: sea, wind", "---", "It came."], DumpHead(4, "Storm")),
        (["---", "title: Storm", "---", "Rome: a storm came at night"], DumpHead(3, "Storm")),
        (["Title:", "Author: unknown", "Date: n/a", "It came."], DumpHead(3)),
        (["Date: 2031-05-04", "Title: Storm: what now?", "It came."], DumpHead(2, "Storm: what now?")),
        (["Title: Storm", "The storm: it came at night and took the roof."], DumpHead(1, "Storm")),
        (["Author: Ana Ruiz", "Date: 4 May 2031"], NO_HEAD),  # as pages without labels have them too
        (["Storm hits coast", "Title: Storm"], NO_HEAD),
        (["Title: Storm", "Ana Ruiz: How did it begin", "Ben Kurz: With rain"], DumpHead(1, "Storm")),
        (["Address: the mayor speaks to the town", "Live: the speech", "It came."], NO_HEAD),
        ([], NO_HEAD),
    ],
)
def test_heads(lines: list[str], head: DumpHead) -> None:
    assert dump_head(lines) == head


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Title: Roof gone\n\nHarbour office loses its roof in the night of the great storm", "Roof gone"),
        ("Title: Roof gone\n\nQUAY END (QP) — The office lost its roof, and the ferries stayed", "Roof gone"),
        ("Title: Will the roof be mended? Nobody knows, says the council.\nAuthor: Ana Ruiz", None),
        ('Title: "Roof gone", says the mayor\nURL: <https://example.org/a>', '"Roof gone", says the mayor'),
    ],
)
def test_the_title_of_a_head_is_the_headline(head: str, found: str | None) -> None:
    wanted = found or "Will the roof be mended? Nobody knows, says the council."
    assert first(headline(text_page(f"{head}\n\n{TEXT}"))) == (wanted, "title-line")


@pytest.mark.parametrize("head", ["Title:\nAuthor: Ana Ruiz\nDate: n/a", "URL:\nTitle:\nDate: 2031-05-04"])
def test_no_line_of_a_head_is_a_headline_or_text(head: str) -> None:
    facts = text_page(f"{head}\n\n{TEXT}")
    assert [candidate.value for candidate in headline(facts) if ":" in candidate.value] == []
    assert (facts.body.text or "").startswith("The storm")
