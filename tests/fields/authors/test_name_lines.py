from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.fields.authors.name_lines import is_name, is_team, may_sign_as_team


@given(st.text(alphabet="ByVon: Ana12.34/2031年,-|記者"))
def test_never_raises(text: str) -> None:
    assert is_name(text) in (True, False)


def test_names() -> None:
    for name in (
        "Ana Ruiz",
        "Jan van der Berg",
        "Вера Громова",
        "ÁNGEL RUIZ",
        "Ana Ruiz | 4 May 2031",
        "김하늘 기자",
    ):
        assert is_name(name), name
    for other in ("News", "Harbour wall grows", "Share On Facebook", "Ministry Of Harbours 2031", ""):
        assert not is_name(other), other


def test_teams() -> None:
    assert is_team("Courier Staff")
    assert not is_team("Meet our team")
    assert not is_team("Staff")
    for team in ("Sports Desk", "News Team", "Web Desk", "Harbour Journal Staff", "Équipe Presse Redaktion"):
        assert may_sign_as_team(team)
    for part in ("Breaking News", "Related Media", "Download Magazine", "Ana Ruiz"):
        assert not may_sign_as_team(part)
