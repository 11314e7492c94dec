import numpy as np
from numpy.typing import NDArray

def read_letters(
    texts: list[str], table: NDArray[np.uint8], classes: int, most: int, end: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]: ...
