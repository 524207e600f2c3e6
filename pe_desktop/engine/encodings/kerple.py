"""Kernels of the distance: Chi et al. 2022, KERPLE (arXiv 2205.09921)."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.code import OFFSETS, SYNTHETIC, Code, assigned, lines
from pe_desktop.engine.declarations import attention_heads, drawing_seed
from pe_desktop.engine.encoding import OfOffset, Reading
from pe_desktop.engine.parameter import auto_real, choice
from pe_desktop.engine.profiles import Logarithm, Power
from pe_desktop.engine.readings import cell_rows
from pe_desktop.engine.synthetic import uniforms

LEAST, MOST = 0.01, 2.0  # what the authors' code clamps p and a to; MOST only p of the power


@dataclass(frozen=True)
class Kerple(OfOffset):
    """Adds −p ln(1 + a · distance), or −a · distance^p, with p and a trained in each head.

    The power with p = 1 is ALiBi with slope a. Keys after the query are masked.
    """

    id = "kerple"
    label = "KERPLE"
    summary = "Takes a logarithm or a power of the distance off the score, trained in each head"
    source = "Chi et al. 2022, KERPLE, equations 4 and 5"
    order = 230
    causal = True

    kernel: str = choice("log", ("log", "power"), "−p ln(1 + a · distance), or −a · distance^p")
    num_heads: int = attention_heads("How many heads, each with its own p and a")
    p: float | None = auto_real(
        LEAST,
        MOST,
        "The same in all heads; auto draws it as at the start of training",
        formula="−p ln(1 + a · distance), or −a · distance^{p}",
    )
    a: float | None = auto_real(
        LEAST,
        10.0,
        "The same in all heads; auto draws it as at the start of training",
        formula="−p ln(1 + a · distance), or −a · distance^{p}",
    )
    weights_seed: int = drawing_seed("Which drawn p and a")

    @property
    def remark(self) -> str:
        drawn = [name for name in ("p", "a") if getattr(self, name) is None]
        return f"{' and '.join(drawn)} drawn at random, seed {self.weights_seed}" if drawn else ""

    def trained(self, head: int) -> tuple[float, float]:
        """p and a of a head: as given, or drawn evenly from 0 to 2 and from 0 to 1, at least 0.01."""
        p, a = uniforms(self.weights_seed, "kerple", [head], 2)[0].tolist()
        p, a = max(LEAST, MOST * p), max(LEAST, a)
        return p if self.p is None else self.p, a if self.a is None else self.a

    def by_offset(self, length: int, head: int) -> Logarithm | Power:
        return (Logarithm if self.kernel == "log" else Power)(length, True, *self.trained(head))

    def code(self, length: int) -> Code:
        drawn = {"p": "np.maximum(0.01, 2 * drawn[:, 0])", "a": "np.maximum(0.01, drawn[:, 1])"}
        given = {name: f"np.full((len(heads), 1, 1), {getattr(self, name)!r})" for name in drawn}
        p, a = (drawn[name] if getattr(self, name) is None else given[name] for name in drawn)
        return Code(
            lines(
                assigned(seed=self.weights_seed),
                SYNTHETIC,
                'drawn = uniforms(seed, "kerple", heads, 2)[:, :, None, None]',
                f"p = {p}",
                f"a = {a}",
                OFFSETS,
                "distance = np.maximum(offset, 0.0)",
                "bias = -p * np.log1p(a * distance)" if self.kernel == "log" else "bias = -a * distance**p",
            )
        )

    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        p, a = self.trained(head)
        log, distance = self.kernel == "log", max(query - key, 0)
        return Reading(
            value=self.value(query, key, head, length),
            formula=f"−{p:.4g} · ln(1 + {a:.4g} · {distance})" if log else f"−{a:.4g} · {distance}^{{{p:.4g}}}",
            definition="−p ln(1 + a (query − key))" if log else "−a (query − key)^{p}",
            rows=(*cell_rows(self, query, key, head), ("p", f"{p:.6g}"), ("a", f"{a:.6g}")),
        )
