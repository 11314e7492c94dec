from newsspider.blocks import Blocks


def test_length_is_the_number_of_blocks() -> None:
    assert len(Blocks(texts=["a", "b"], tags=["", ""], elements=[None, None])) == 2
