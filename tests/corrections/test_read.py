from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from newsspider.corrections import read_corrections
from newsspider.errors import CorrectionsError
from newsspider.fields import FIELDS

ONE = '[[corrections]]\nsite = "example.com"\n'
DOC = Path(__file__).parents[2] / "docs" / "corrections.md"


def read(folder: Path, text: str | bytes) -> object:
    path = folder / "c.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_corrections(path)


def test_what_is_said_comes_out(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        '[[corrections]]\nsite = "News.Example.com."\nfrom = 2025-10-14\nuntil = 2025-12-31\nnote = "why"\n'
        'drop_css = "aside"\n[corrections.fields]\nheadline = { css = ["h1", "h2"], value = "Storm", drop = true }\n'
        "datePublished = { value = 2025-10-14T06:30:00+01:00 }\nisAccessibleForFree = { value = false }\n"
    )
    (entry,) = read_corrections(path).entries
    assert (entry.site, entry.source) == ("news.example.com", "correction:news.example.com")
    assert (entry.since, entry.until) == (date(2025, 10, 14), date(2025, 12, 31))
    assert [selector.written for selector in entry.fields["headline"].selectors] == ["h1", "h2"]
    assert entry.fields["headline"].drop
    assert entry.fields["datePublished"].values == ("2025-10-14T06:30:00+01:00",)
    assert entry.fields["isAccessibleForFree"].values == (False,)


def test_constants_are_checked_by_the_cleaning_of_pages_of_their_site(tmp_path: Path) -> None:
    values = {
        "mainImage": '"/a.jpg"', "authors": '["Von Hans Müller", "?"]', "inLanguage": '"de"', "publisher": '"dpa"',
        "dateModified": '"2025-10-14"', "isAccessibleForFree": "false", "keywords": '["a", "sea"]',
    }  # fmt: skip
    path = _written(tmp_path, ONE + "".join(f"fields.{name}.value = {text}\n" for name, text in values.items()))
    assert read_corrections(path).entries[0].fields.keys() == values.keys()
    mood = replace(FIELDS["headline"], name="mood", clean=FIELDS["keywords"].clean)
    path = _written(tmp_path, f'{ONE}fields.mood.value = "a"\n')
    assert read_corrections(path, {**FIELDS, "mood": mood}).entries[0].fields["mood"].values == ("a",)


def test_a_file_that_says_nothing_corrects_nothing(tmp_path: Path) -> None:
    for text in ("", "# nothing yet\n", "\ufeff# a mark of Windows\r\n"):
        assert read_corrections(_written(tmp_path, text)).entries == ()


def test_hosts_with_letters_of_all_kinds_are_found_as_urls_write_them(tmp_path: Path) -> None:
    path = _written(tmp_path, '[[corrections]]\nsite = "zeitung-münchen.example"\nfields.keywords.drop = true\n')
    assert read_corrections(path).entries[0].site == "xn--zeitung-mnchen-osb.example"


def _written(folder: Path, text: str) -> Path:
    path = folder / "c.toml"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[[corrections]\n", 1, "not valid TOML"),
        ("a = 1\nb = \n", 2, "not valid TOML"),
        (f'{ONE}note = "x"\nfields.keywords = {{ value = ["a", "b"] }}\n', 4, "the value of keywords: cleaning leaves nothing"),
        ('a = "\n', 1, "not valid TOML"),
        ("a = [\n1,\n", 3, "not valid TOML"),
        (b"a = 1\nb = '\xff'\n", 2, "not UTF-8"),
        ("[[correction]]\n", 1, "unknown key 'correction' in the file"),
        ("[corrections]\n", 1, "double brackets"),
        ("corrections = [1]\n", 1, "must be a table"),
        ('[[corrections]]\nfields.headline.css = "h1"\n', 1, "needs a site"),
        ('[[corrections]]\nsite = "https://example.com/"\n', 2, "is not a host"),
        ("[[corrections]]\nsite = 7\n", 2, "is not a host"),
        ('[[corrections]]\nsite = ""\n', 2, "is not a host"),
        ('[[corrections]]\nsite = "a..b"\n', 2, "is not a host"),
        (ONE, 1, "nothing is given for example.com"),
        (ONE + "[corrections.fields]\n", 1, "nothing is given for example.com"),
        (ONE + "\nform = 2025-10-14\n", 4, "unknown key 'form' in a correction"),
        (ONE + 'from = "2025-10-14"\n', 3, "from must be a day"),
        (ONE + "until = 2025-10-14T10:00:00\n", 3, "until must be a day"),
        (ONE + "from = 2025-13-14\n", 3, "not valid TOML"),
        (ONE + "until = 2025-01-01\nfrom = 2025-10-14\n", 3, "is before"),
        (ONE + "fields = 3\n", 3, "fields must be a table"),
        (ONE + '[corrections.fields]\nheadline.css = "h1"\nheadlnie = { css = "h1" }\n', 5, "unknown field 'headlnie'; did you mean headline?"),
        (ONE + 'fields.drop_css = ".ad"\n', 3, "unknown field 'drop_css'; it belongs above the table of fields"),
        (ONE + 'fields.articleBody.css = "p"\n', 3, "use body_css and drop_css"),
        (ONE + 'fields.metadata.css = "p"\n', 3, "unknown field 'metadata'"),
        (ONE + 'fields.headline = "h1"\n', 3, "headline must be a table"),
        (ONE + "fields.headline = {}\n", 3, "nothing is given for headline"),
        (ONE + '[corrections.fields]\nauthors = { css = "p", re = "x" }\n', 4, "unknown key 're' in authors"),
        (ONE + '[corrections.fields.headline]\n\ncss = "h1["\n', 5, "'h1[' is not a CSS selector"),
        (ONE + 'fields.headline.css = ["h1", 7]\n', 3, "css must be a string"),
        (ONE + "fields.headline.css = []\n", 3, "css must be a string"),
        (ONE + 'fields.headline.css = " "\n', 3, "css must be a string"),
        (ONE + "fields.headline.xpath = '//h1['\n", 3, "'//h1[' is not an XPath"),
        (ONE + "[corrections.fields.headline]\ncss = 'h1'\nregex = '('\n", 5, "'(' is not a regular expression"),
        (ONE + "fields.headline = { css = 'h1', regex = 1 }\n", 3, "regex must be a string"),
        (ONE + "fields.headline = { value = 'a', regex = 'a' }\n", 3, "needs css or xpath"),
        (ONE + "fields.headline = { value = true }\n", 3, "the value of headline: True is no text"),
        (ONE + "fields.headline = { value = [1, 2] }\n", 3, "the value of headline must be one value"),
        (ONE + "fields.authors = { value = [{ url = 'a' }] }\n", 3, "the value of authors: {'url': 'a'} has no name"),
        (ONE + "fields.headline = { value = ['a'] }\n", 3, "the value of headline must be a text"),
        (ONE + "fields.headline = { value = 2025-10-14 }\n", 3, "the value of headline: datetime.date(2025, 10, 14) is a date"),
        (ONE + "fields.headline = { drop = false }\n", 3, "drop can only be true"),
        (ONE + "fields.isAccessibleForFree = { value = 'no' }\n", 3, "must be true or false"),
        (ONE + "fields.isAccessibleForFree = { css = 'p' }\n", 3, "cannot be selected; it takes value or drop"),
        (ONE + "fields.liveBlogUpdates = { value = 'a' }\n", 3, "takes drop = true alone"),
        (ONE + "body_css = 'p::text'\n", 3, "must select elements"),
        (ONE + "drop_css = 'p['\n", 3, "is not a CSS selector"),
        (ONE + "drop_css = ''\n", 3, "drop_css must be a string"),
        (ONE + 'fields.keywords.drop = true\n\n[[corrections]]\nsite = "b.example"\nbody_css = 1\n', 7, "body_css must"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str | bytes, line: int, reason: str) -> None:
    with pytest.raises(CorrectionsError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'c.toml'}:{line}: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere.toml", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorrectionsError, match="cannot be read"):
        read_corrections(f"{tmp_path}/{name}")


def test_the_example_of_the_documentation_holds(tmp_path: Path) -> None:
    example = DOC.read_text("utf-8").split("```toml\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "c.toml"
    path.write_text(example)
    assert len(read_corrections(path).entries) >= 2
