"""Arrays made from formulas written out here, right ones and wrong ones, each with what it has to be called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.encodings.alibi import Alibi, alibi_slopes
from pe_desktop.engine.encodings.kerple import Kerple
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.rope2d import STYLES, Rope2d
from pe_desktop.engine.encodings.sandwich import Sandwich
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.engine.encodings.t5 import T5, t5_buckets
from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.precision import Recipe, Rounded
from pe_desktop.engine.scaling import Ladder, YarnScaling

SIZES = ((64, 32), (200, 64), (512, 128))


@dataclass(frozen=True, eq=False)
class Case:
    """An array, its input where it is a rotated one, and the encoding and the bug that it has to be given."""

    name: str
    array: np.ndarray
    encoding: object
    bug: str = ""
    before: np.ndarray | None = None
    grid: tuple[int, int] | None = None


def kept(values, dtype):
    """In a format: float32 arrays, but for fp64."""
    return values if dtype == "fp64" else FORMATS[dtype].round(values).astype(np.float32)


def table(frequencies, length, layout="interleaved", cosines=None, positions=None):
    """Sines of the frequencies, and cosines of the same or of `cosines`."""
    places = np.arange(length, dtype=np.float64) if positions is None else positions
    sin = np.sin(np.multiply.outer(places, frequencies))
    cos = np.cos(np.multiply.outer(places, frequencies if cosines is None else cosines))
    if layout == "interleaved":
        return np.stack([sin, cos], axis=2).reshape(length, -1)
    return np.concatenate([sin, cos], axis=1)


def forms(encoding, length):
    """(name, array, before) of each way in which a rotary encoding is held."""
    angles, gain = encoding.numbers(length).full(), encoding.attention(length)
    cos, sin = gain * np.cos(angles), gain * np.sin(angles)
    before = np.random.default_rng(7).normal(size=(2, length, encoding.head_dim)).astype(np.float32)
    turned = np.stack([encoding.rotate(vector, np.arange(length), length) for vector in before])
    both = np.tile if encoding.pairing == "half" else np.repeat
    twice = both(cos, (1, 2)) if both is np.tile else both(cos, 2, axis=1)
    return (
        ("cos", cos, None),
        ("sin", sin, None),
        ("twice", twice, None),
        ("side by side", np.concatenate([cos, sin], axis=1), None),
        ("stacked", np.stack([cos, sin]), None),
        ("complex", cos + 1j * sin, None),
        ("rotated", turned, before),
    )


def bias(encoding, length, hidden=-np.inf):
    heads = np.stack([encoding.bias(length, head).full() for head in range(encoding.num_heads)])
    return np.where(np.triu(np.ones((length, length), bool), 1), hidden, heads) if encoding.causal else heads


def sinusoidal_cases():
    for length, width in (*SIZES, (16, 8)):
        for layout in ("interleaved", "half-split"):
            for ladder in ("vaswani", "tensor2tensor"):
                for dtype in ("fp64", "fp32", "fp16", "bf16"):
                    encoding = Sinusoidal(d_model=width, layout=layout, ladder=ladder)
                    name = f"{layout} {ladder} {length}x{width} {dtype}"
                    yield Case(name, kept(encoding.numbers(length).full(), dtype), encoding)
    odd = [(odd, layout) for odd in ("crop", "zero", "sine") for layout in ("interleaved", "half-split")]
    for odd_way, layout in odd:
        for width in (7, 33, 65):
            encoding = Sinusoidal(d_model=width, odd=odd_way, layout=layout)
            yield Case(f"odd {odd_way} {layout} {width}", kept(encoding.numbers(64).full(), "fp32"), encoding)
    for values in (
        {"base": 500_000.0},
        {"base": 100.0},
        {"base": 1234.0},
        {"d_model": 4},
        {"d_model": 512},
        {"ladder": "tensor2tensor", "layout": "half-split", "padding_row": 1},
        {"ladder": "tensor2tensor", "layout": "half-split", "offset": 2},
        {"offset": 300},
    ):
        encoding = Sinusoidal(**values)
        yield Case(f"{values}", kept(encoding.numbers(200).full(), "fp32"), encoding)


def bias_cases():
    for dtype in ("fp32", "bf16"):
        for heads in (2, 8, 12, 20, 32):
            encoding = Alibi(num_heads=heads)
            yield Case(f"alibi {heads} {dtype}", kept(bias(encoding, 48), dtype), encoding)
            distance = -alibi_slopes(heads)[:, None, None] * -np.arange(48)[None, None]
            yield Case(f"bloom {heads} {dtype}", kept(distance, dtype), encoding)
            masked = kept(bias(encoding, 48, -1e9), dtype)
            yield Case(f"alibi -1e9 {heads} {dtype}", masked, encoding)
            yield Case(f"slopes {heads} {dtype}", kept(alibi_slopes(heads), dtype), encoding)
        for encoding in (
            Alibi(bidirectional=True),
            Alibi(num_heads=16, alibi_bias_max=4.0),
            T5(),
            T5(bidirectional=False),
            T5(num_buckets=64, max_distance=256),
            Kerple(p=0.75, a=0.5),
            Kerple(kernel="power", p=0.75, a=0.5),
            Sandwich(),
        ):
            if dtype == "fp32" or isinstance(encoding, Alibi):
                yield Case(f"{encoding} {dtype}", kept(bias(encoding, 160), dtype), encoding)
    for grid in ((7, 7), (4, 6), (6, 4)):
        yield Case(f"swin {grid}", kept(bias(Swin(grid=grid), grid[0] * grid[1]), "fp32"), Swin(grid=grid))


def patch_cases():
    for dtype in ("fp32", "bf16"):
        for grid in ((14, 14), (6, 10), (10, 6)):
            for convention in ("mae", "timm", "timm-interleave", "big-vision"):
                for width in (32, 64):
                    encoding = Sincos2d(grid=grid, d_model=width, convention=convention)
                    values = kept(encoding.numbers(encoding.longest).full(), dtype)
                    yield Case(f"{convention} {grid} {width} {dtype}", values, encoding)
            for style in STYLES:
                encoding = Rope2d(grid=grid, style=style)
                angles = encoding.numbers(encoding.longest).full()
                yield Case(f"{style} {grid} {dtype}", kept(np.cos(angles), dtype), encoding)
                both = np.stack([np.cos(angles), np.sin(angles)])
                yield Case(f"{style} {grid} stacked {dtype}", kept(both, dtype), encoding)
    encoding = Sincos2d(d_model=64)
    values = np.concatenate([np.zeros((1, 64)), encoding.numbers(196).full()])
    yield Case("mae with a class token", kept(values, "fp32"), encoding)


def table_bugs():
    """Sinusoidal tables gone wrong; the encoding is the one that was meant."""
    for length, width in SIZES:
        half, i = width // 2, np.arange(width // 2)
        w = 10000.0 ** (-i / half)
        late = 10000.0 ** -((2 * i + 1) / width)
        columns = np.arange(width)
        mixed = np.where(columns < half, np.sin(np.outer(np.arange(length), w[columns // 2])), 0)
        mixed = np.where(columns >= half, np.cos(np.outer(np.arange(length), w[columns // 2])), mixed)
        power = (np.arange(length)[:, None] / 10000.0) ** (i / half)
        for dtype in ("fp32", "bf16"):
            for layout in ("interleaved", "half-split"):
                meant = Sinusoidal(d_model=width, layout=layout)

                def case(bug, values, meant=meant, dtype=dtype):
                    name = f"{bug} {meant.layout} {values.shape} {dtype}"
                    return Case(name, kept(values, dtype), meant, bug)

                yield case("cos exponent (2i+1)/d", table(w, length, layout, late))
                yield case("degrees factor: π/180", table(w * np.pi / 180, length, layout))
                yield case("degrees factor: 180/π", table(w * 180 / np.pi, length, layout))
                yield case("exponent doubled", table(w**2, length, layout))
                yield case("ln(base) left out of the exponent", table(np.exp(-i / half), length, layout))
                yield case("base in the wrong place: (2i/d)/base", table(i / half / 10000.0, length, layout))
                yield case("exponent's sign: base^(+2i/d)", table(1 / w, length, layout))
                for late_by in (1, 2):
                    shifted = table(w, length, layout, positions=np.arange(length) + late_by)
                    yield case(f"offset by {late_by}", shifted)
            meant = Sinusoidal(d_model=width, layout="half-split")
            yield Case(f"mixed {length}x{width} {dtype}", kept(mixed, dtype), meant, "half against interleaved")
            raised = np.concatenate([np.sin(power), np.cos(power)], axis=1)
            bug = "base in the wrong place: (p/base)^(2i/d)"
            yield Case(f"{bug} {length}x{width} {dtype}", kept(raised, dtype), meant, bug)
    for width in (33, 65):
        for divisor in (width, width + 1):
            waves = table(10000.0 ** (-2 * np.arange(width // 2) / divisor), 64)
            values = np.concatenate([waves, np.zeros((64, 1))], axis=1)
            meant = Sinusoidal(d_model=width, odd="zero")
            yield Case(f"odd {width} / {divisor}", kept(values, "fp32"), meant, "odd d_model handled differently")


def rounded_bugs():
    """Caches of which a step was kept in bf16 or fp16."""
    for narrow, length in (("bf16", 300), ("bf16", 512), ("fp16", 2304)):
        for width in (32, 64):
            meant = Rope(head_dim=width, pairing="half")
            for step, bug in (("inv_freq", "inv_freq cast to"), ("positions", "positions cast to")):
                for last in ("fp32", narrow):
                    steps = {"inv_freq": "fp32", "positions": "fp32", step: narrow}
                    rounded = Rounded(FrozenArray(meant.frequencies(1)), Recipe(**steps, angles="fp32", table=last))
                    cos, sin = rounded.table(rounded.angles(np.arange(length), np.arange(width // 2)))
                    values = np.concatenate([cos, sin], axis=1).astype(np.float32)
                    yield Case(f"{step} {narrow} {length}x{width} {last}", values, meant, f"{bug} {narrow}")
    for narrow in ("bf16", "fp16"):
        meant = Rope(head_dim=128, pairing="half", base=500_000.0)
        yield Case(f"inv_freq {narrow}", kept(meant.frequencies(1), narrow), meant, f"inv_freq cast to {narrow}")


def rotary_bugs():
    for width, length in ((64, 512), (128, 128)):
        i, meant = np.arange(width // 2), Rope(head_dim=width, pairing="half")
        w = meant.frequencies(1)
        for dtype in ("fp32", "bf16"):
            ladder = np.cos(np.outer(np.arange(length), 10000.0 ** (-i / (width / 2 - 1))))
            yield Case(f"ladder {width} {dtype}", kept(np.tile(ladder, 2), dtype), meant, "(h − 1) ladder")
            for late in (1, 2):
                cos = np.cos(np.outer(np.arange(length) + late, w))
                yield Case(f"offset {late} {width} {dtype}", kept(np.tile(cos, 2), dtype), meant, f"offset by {late}")
        before = np.random.default_rng(3).normal(size=(2, length, width)).astype(np.float32)
        angles = np.outer(np.arange(length), w)
        other = np.concatenate([-before[..., width // 2 :], before[..., : width // 2]], axis=-1)
        for bug, cos, sin in (
            ("half against interleaved", np.repeat(np.cos(angles), 2, 1), np.repeat(np.sin(angles), 2, 1)),
            ("turned backwards", np.tile(np.cos(angles), 2), -np.tile(np.sin(angles), 2)),
            ("not rotated", np.ones(width), np.zeros(width)),
        ):
            values = kept(before * cos + other * sin, "fp32")
            yield Case(f"{bug} {width}", values, None if bug == "not rotated" else meant, bug, before)


def yarn_bugs():
    for factor, trained, base, width in ((4.0, 32768, 1e6, 128), (16.0, 4096, 10000.0, 128), (8.0, 8192, 10000.0, 64)):
        ladder, rule = Ladder(base, width), YarnScaling(factor, trained)
        plain, ramp, gain = ladder.frequencies, rule.interpolation(ladder, 1), rule.attention
        inverted = plain / factor * (1 - ramp) + plain * ramp
        values = {"head_dim": width, "base": base, "pairing": "half", "scaling": "yarn", "factor": factor}
        values["original_max_position_embeddings"] = trained
        values["max_position_embeddings"] = round(trained * factor)
        meant = Rope(**values)
        yield Case(f"inverted {factor}", kept(inverted, "fp32"), meant, "YaRN ramp inverted")
        angles = np.outer(np.arange(512), rule.frequencies(ladder, 1))
        cos, sin = np.cos(angles), np.sin(angles)
        for times, bug in (
            (1.0, "attention factor missing"),
            (gain**0.5, "attention factor applied once"),
            (gain**2, "attention factor applied twice"),
        ):
            both = kept(times * np.concatenate([cos, sin], axis=1), "fp32")
            yield Case(f"{bug} {factor}", both, meant, bug)
    ladder = Ladder(150_000.0, 64)
    frequencies = YarnScaling(32.0, 4096, truncate=True).frequencies(ladder, 1)
    yield Case("truncate", kept(frequencies, "fp32"), None, "YaRN truncate ignored")


def relative_bugs():
    offsets = np.arange(48)[:, None] - np.arange(48)
    for heads in (6, 12, 20):
        slopes, share = alibi_slopes(heads), np.arange(1, heads + 1) / heads
        upper = 1 << heads.bit_length()
        for bug, wrong in (
            ("ALiBi slopes sorted", np.sort(slopes)[::-1]),
            ("ALiBi slopes by the formula for powers of two", 2.0 ** (-8 * share)),
            ("ALiBi slopes of the next power of two, cut off", alibi_slopes(upper)[:heads]),
            ("ALiBi sign swapped", -slopes),
        ):
            values = np.where(offsets < 0, -np.inf, -wrong[:, None, None] * offsets)
            yield Case(f"{bug} {heads}", kept(values, "fp32"), Alibi(num_heads=heads), bug)
    for buckets, distance in ((32, 128), (32, 256), (64, 256)):
        far = np.arange(160)[:, None] - np.arange(160)
        one_sided = T5(num_buckets=buckets, max_distance=distance, bidirectional=False)
        weights = np.stack([one_sided.values_of(head) for head in range(8)])
        values = kept(weights[:, t5_buckets(far, buckets, distance, False)], "fp32")
        yield Case(f"t5 {buckets} {distance}", values, one_sided, "T5 sign swapped")
        encoding = T5(num_buckets=buckets, max_distance=distance)
        values = kept(weights[:, t5_buckets(far, buckets, distance, True)], "fp32")
        given = weights.T.astype(np.float32)
        yield Case(f"t5 {buckets} {distance} with weights", values, encoding, "T5 sign swapped", given)


def patch_bugs():
    for width in (32, 128):
        quarter = np.arange(width).reshape(4, -1)
        for convention, order in (("timm", (1, 0, 3, 2)), ("big-vision", (2, 3, 0, 1))):
            meant = Sincos2d(grid=(6, 10), d_model=width, convention=convention)
            values = meant.numbers(60).full()[:, quarter[list(order)].ravel()]
            yield Case(f"swapped {convention} {width}", kept(values, "fp32"), meant, "2-D axes swapped")
        meant = Sincos2d(grid=(6, 10), d_model=width)
        down = meant.numbers(60).full().reshape(6, 10, width).swapaxes(0, 1).reshape(60, width)
        wrong = Sincos2d(grid=(10, 6), d_model=width).numbers(60).full()
        for name, values in (("down the columns", down), ("sides exchanged", wrong)):
            bug = "non-square grid flattened wrongly"
            yield Case(f"{name} {width}", kept(values, "fp32"), meant, bug, grid=(6, 10))
    angles = Rope2d(grid=(6, 10)).numbers(60).full()
    swapped = np.concatenate([angles[:, 16:], angles[:, :16]], axis=1)
    yield Case("swapped qwen2-vl", kept(np.cos(swapped), "fp32"), Rope2d(grid=(6, 10)), "2-D axes swapped")
