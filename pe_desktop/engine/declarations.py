"""Parameters that several encodings have: one name, one range and one unit, wherever they stand."""

from __future__ import annotations

from typing import Any

from pe_desktop.engine.parameter import When, integer, real


def wavelength_base(
    formula: str,
    help: str = "Ratio of the slowest to the fastest wavelength",
    *,
    default: float = 10000.0,
    alias: str = "rope_theta",
) -> Any:
    """The number whose powers are the wavelengths, of which `formula` says how."""
    return real(default, 1.0, 1e9, help, log=True, aliases=(alias,), formula=formula)


def attention_heads(help: str, *, default: int = 8, formula: str = "") -> Any:
    """How many heads a bias is made for."""
    return integer(default, 1, 128, help, unit="heads", formula=formula)


def head_width(*, default: int = 64, multiple: int = 2, formula: str = "") -> Any:
    """Of a query and a key of one head, whose dimensions turn; many models' files call it d_model."""
    return integer(
        default,
        multiple,
        16384,
        "Width of one attention head's query and key",
        multiple=multiple,
        log=True,
        unit="dimensions",
        aliases=("d_model",),
        formula=formula,
    )


def drawing_seed(help: str, *, when: When = None) -> Any:
    """Which of many random draws is shown: every number gives the same one again."""
    return integer(0, 0, 9999, help, when=when)
