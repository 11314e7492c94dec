import numpy as np
from numpy.typing import NDArray

def add_scores(
    matrix: NDArray[np.float32],
    features: NDArray[np.uint8],
    thresholds: NDArray[np.float32],
    leaves: NDArray[np.float32],
    scores: NDArray[np.float64],
) -> None: ...
