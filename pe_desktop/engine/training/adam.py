"""Adam: Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1, with the betas and the rise and fall of the learning rate
of Vaswani et al. 2017, section 5.3, and a running mean of the weights."""

from __future__ import annotations

from math import sqrt

import numpy as np

from pe_desktop.engine.training.model import Weights

BETA_1, BETA_2 = 0.9, 0.98
EPSILON = 1e-4
"""Far above the paper's 1e-9: a gradient that has all but vanished is not to be blown up to a whole step, which
would throw a model that is already right back to one that is not."""
WARMUP = 100
AVERAGED = 20
"""Steps over which weights are averaged."""


def learning_rate(greatest: float, step: int) -> float:
    """Of step 1, 2, …: rises in proportion to the step for WARMUP steps, then falls with 1/√step."""
    return greatest * min(step / WARMUP, sqrt(WARMUP / step))


class Adam:
    """Moves weights against their gradients, each by its own recent mean and size.

    averages: the running mean of the weights (Polyak and Juditsky 1992, as in section 6.1 of Vaswani et al.), which
    is steadier than they are: it is what a trained model is read from.
    """

    def __init__(self, weights: Weights, greatest: float) -> None:
        self._weights, self._greatest = weights, greatest
        self.averages = {name: values.copy() for name, values in weights.items()}
        self._means = {name: np.zeros_like(values) for name, values in weights.items()}
        self._squares = {name: np.zeros_like(values) for name, values in weights.items()}

    def move(self, gradients: Weights, step: int) -> None:
        """Changes the weights in place. step: from 1 on."""
        rate = learning_rate(self._greatest, step) / (1 - BETA_1**step)
        grown = 1 / (1 - BETA_2**step)
        for name, gradient in gradients.items():
            mean, square = self._means[name], self._squares[name]
            mean += (1 - BETA_1) * (gradient - mean)
            square += (1 - BETA_2) * (gradient * gradient - square)
            self._weights[name] -= rate * mean / (np.sqrt(square * grown) + EPSILON)
            self.averages[name] += (self._weights[name] - self.averages[name]) / AVERAGED
