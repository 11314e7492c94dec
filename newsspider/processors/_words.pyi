from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

def words_in(text: str, table: NDArray[np.uint8], class_of: Callable[[str], int]) -> int: ...
