from hypothesis import given
from hypothesis import strategies as st

from newsspider._native import is_xml
from newsspider._native.byte_checks import in_xml


@given(st.binary(max_size=200) | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_what_xml_forbids_is_replaced(raw: bytes) -> None:
    assert is_xml(in_xml(raw))
