"""What every scaling would do to a model that is to read more than it was trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.context import TURN, Plan, plans
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.joined import Joined
from pe_desktop.engine.parameter import Parametrised, auto_real, choice
from pe_desktop.engine.scaled_rotary import EXTENDING, LONGEST_SAID
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, Track, share
from pe_desktop.figure.marks import HEAD, LIFT, Box, Facts, Line, Mark, Path, Rule, Text
from pe_desktop.figure.picture import Picture
from pe_desktop.figure.spectrum import name_of
from pe_desktop.figure.ticks import number
from pe_desktop.figure.wavelengths import DASHED, OTHERS

FACTS = Track(points=206.0, optional=True)
TIMES = 4  # the trained length: the target where none is said
SHORTEST = 2
FEW = 6.0  # powers of ten: beyond them ticks stand at these, below at powers of two
WIDE, THIN = 3.0, 1.25
NONE = "none"


@dataclass(frozen=True)
class ContextPlanOptions(Parametrised):
    target: float | None = auto_real(
        SHORTEST, LONGEST_SAID, "Positions that the model is to read; auto: four times the trained length", log=True
    )
    plan: str = choice("yarn", EXTENDING, "The scaling that stands out, and whose config.json is copied")


class ContextPlan(Picture):
    id = "context-plan"
    title = "Plan a longer context"
    subtitle = "what every scaling does to each pair"
    formula = (
        "a pair has seen the angles 0 … w · trained and meets 0 … w' · target, each up to 2π; it is slowed by w / w'"
    )
    source = "Peng et al. 2023, YaRN (arXiv 2309.00071), section 3; transformers, modeling_rope_utils"
    attempt = (
        "Set the plan to ntk and see which pairs still meet angles that are new to them, then to linear or llama3."
    )
    axes = ("scaling", "pair")
    order = 65
    compares = False
    moves_by = ("base",)
    Options = ContextPlanOptions
    explanation = (
        "Above is by how much each scaling slows each pair, below how far the pair then turns at the target, in units "
        "of what it turned in training. In the shaded part are the pairs that never finished a turn: a line above 1 "
        "there means angles that the model has never seen. Pairs that finished a turn know every angle, and slowing "
        "them only makes neighbours harder to tell apart; so a good plan is at 1 below and as low as it can be above."
    )

    def refusal(self, encoding: Encoding) -> str:
        if not isinstance(encoding, Rope):
            return f"{encoding.label} has no scaling to extend its context. Choose RoPE to plan a longer one."
        if encoding.scaling == "proportional":
            return f"{encoding.label} with proportional scaling has no other to be extended by. Choose another scaling."
        return ""

    def figure(self, document: Document, view: View) -> Figure:
        found, chosen = _plans(document, self.options(document))
        panels = (
            self._slowed(document, view, found, chosen),
            Panel(f"{self.id}.unseen", BLANK, BLANK, (Facts(_unseen(found)),), column=1),
            self._reach(document, view, found, chosen),
            Panel(f"{self.id}.chosen", BLANK, BLANK, (Facts(_own(chosen)),), column=1, row=1),
        )
        return Figure(self.id, self.title, _said(found), panels, (share(), FACTS), (share(1.15), share(1.0)))

    def _slowed(self, document: Document, view: View, found: tuple[Plan, ...], chosen: Plan) -> Panel:
        x = _pairs_axis(chosen, label="")
        y = _ratio_axis(np.concatenate([plan.slowed for plan in found]), "slowed by")
        lines = _lines(found, chosen, [plan.slowed for plan in found])
        marks = (*_new(chosen, x, y, named=True), Rule("x", _pair(document, view)), *lines)
        return Panel(self.id, x, y, marks, head=HEAD, ends=tuple(line.label for line in lines))

    def _reach(self, document: Document, view: View, found: tuple[Plan, ...], chosen: Plan) -> Panel:
        x = _pairs_axis(chosen, label="pair")
        y = _ratio_axis(np.concatenate([plan.reach for plan in found]), "reach")
        lines = _lines(found, chosen, [plan.reach for plan in found], named=False)
        seen = Path(((x.low, 0.0), (x.high, 0.0)), "muted", 1.0, dashed=True)
        marks = (*_new(chosen, x, y), seen, Rule("x", _pair(document, view)), *lines)
        return Panel(f"{self.id}.reach", x, y, marks, row=1)

    def shape(self, document: Document) -> tuple[int, ...]:
        found, chosen = _plans(document, self.options(document))
        return len(found), len(chosen.before)

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """A row for each scaling that is planned, in the order of the engine's `EXTENDING`; angles are in radians."""
        found, _ = _plans(document, self.options(document))
        return {
            "slowed_by": np.stack([plan.slowed for plan in found]),
            "reach": np.stack([plan.reach for plan in found]),
            "unseen_angle": np.stack([plan.beyond for plan in found]),
            "inv_freq": np.stack([plan.after for plan in found]),
        }

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        found, chosen = _plans(document, self.options(document))
        values = {"trained_length": float(chosen.trained), "target_length": float(chosen.target)}
        for plan in found:
            values[f"{plan.scaling}_unseen_pairs"] = float(plan.unseen)
            values[f"{plan.scaling}_largest_unseen_angle"] = float(plan.beyond.max())
            values[f"{plan.scaling}_attention_factor"] = plan.attention
        return values

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        if panel.x.quantity != "pair" or not isinstance(document.encoding, Rope):
            return view.within(document)
        pair = min(max(round(point[0]), 0), document.encoding.pairs - 1)
        return view.replace(dimension=document.encoding.columns_of(pair)[0]).within(document)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        found, chosen = _plans(document, self.options(document))
        pair = round(x)
        if panel not in (self.id, f"{self.id}.reach") or not 0 <= pair < len(chosen.before):
            return None
        rows = ((name_of(plan.encoding), f"÷ {plan.slowed[pair]:.4g}, reach {plan.reach[pair]:.4g}") for plan in found)
        return Reading(
            float(chosen.slowed[pair]),
            f"{chosen.before[pair]:.6g} / {chosen.after[pair]:.6g}",
            f"w_i / w'_i, {name_of(chosen.encoding)}; reach: angle at the target / angle in training",
            (("pair", f"{pair} of {len(chosen.before):,}"), *rows),
        )


def planned(document: Document) -> tuple[Rope, int]:
    """The encoding that is planned, and the length that it is planned for; of a document that the figure serves."""
    _, chosen = _plans(document, ContextPlan().options(document))
    assert isinstance(chosen.encoding, Rope)
    return chosen.encoding, chosen.target


def _plans(document: Document, options: ContextPlanOptions) -> tuple[tuple[Plan, ...], Plan]:
    """All of them, and the one that was chosen, or the unscaled one where that cannot be."""
    encoding = document.encoding
    assert isinstance(encoding, Rope)
    trained = max(SHORTEST, encoding.trained or document.length)
    target = round(options.target) if options.target is not None else TIMES * trained
    found = plans(encoding, trained, max(trained, min(target, LONGEST_SAID)))
    return found, next((plan for plan in found if plan.scaling == options.plan), found[0])


def _pair(document: Document, view: View) -> float:
    assert isinstance(document.encoding, Rope)
    return float(document.encoding.pair_of(view.dimension))


def _pairs_axis(plan: Plan, label: str) -> Axis:
    ends = (-0.5, len(plan.before) - 0.5)
    return Axis(*ends, "pair", label, whole=True, labels=bool(label), limits=ends)


def _ratio_axis(values: Floats, label: str) -> Axis:
    """Logarithmic, about 1, with ticks at powers of two where they are not too many."""
    low, high = (float(np.log10(v)) for v in (min(1.0, values.min()), max(2.0, values.max())))
    beyond = 0.08 * (high - low)
    low, high = low - beyond, high + beyond
    steps = range(4 * int(np.floor(low / np.log10(16))), int(np.ceil(high / np.log10(2))) + 1)  # through 1, if thinned
    places = tuple(float(k * np.log10(2)) for k in steps) if high - low < FEW else ()
    return Axis(low, high, "value", label, log=True, places=places, limits=(low, high))


def _new(plan: Plan, x: Axis, y: Axis, *, named: bool = False) -> list[Mark]:
    """Where pairs are that never finished a turn in training, with their number over the plot."""
    unfinished = np.flatnonzero(plan.before * plan.trained < TURN)
    if not len(unfinished):
        return []
    first, count = float(unfinished[0]) - 0.5, len(unfinished)
    marks: list[Mark] = [Box(first, y.low, x.high, y.high, "query", 0.08)]
    if named:
        words = f"{count:,} pair{'s' if count > 1 else ''} never finished a turn in training"
        marks.append(Text((x.high, y.high), words, "query", anchor="end", lift=LIFT, strong=True, room=x.high - x.low))
    return marks


def _lines(found: tuple[Plan, ...], chosen: Plan, values: list[Floats], *, named: bool = True) -> list[Line]:
    """A curve for each scaling, the chosen one above the others."""
    lines = []
    for plan, each in zip(found, values, strict=True):
        colour, dashed = _colour(plan), plan.scaling in DASHED
        curve, label = Joined(FrozenArray(np.log10(each))), name_of(plan.encoding) if named else ""
        lines.append(Line(curve, colour, WIDE if plan is chosen else THIN, dashed=dashed, label=label))
    return sorted(lines, key=lambda line: line.width)


def _colour(plan: Plan) -> str:
    return OTHERS[plan.scaling]


def _said(found: tuple[Plan, ...]) -> str:
    first, inside = found[0], [name_of(plan.encoding) for plan in found if not plan.unseen]
    if not inside:
        return f"{first.trained:,} to {first.target:,}: each of them has unseen angles"
    return f"{first.trained:,} to {first.target:,}: nothing unseen with {', '.join(inside)}"


def _unseen(found: tuple[Plan, ...]) -> tuple[tuple[str, str, str], ...]:
    rows = [("pairs that meet unseen angles", "", "ink")]
    for plan in found:
        said = f"{plan.unseen:,}, up to {plan.beyond.max():.2f} rad" if plan.unseen else NONE
        rows.append((name_of(plan.encoding), said, _colour(plan)))
    return tuple(rows)


def _own(chosen: Plan) -> tuple[tuple[str, str, str], ...]:
    """Of the chosen scaling."""
    reached = float(chosen.beyond.max())
    return (
        (f"{name_of(chosen.encoding)}, {chosen.trained:,} to {chosen.target:,}", "", _colour(chosen)),
        ("factor", f"{chosen.encoding.extension:,.4g}", "ink"),
        ("slowed at most by", f"{chosen.slowed.max():,.4g}", "ink"),
        ("pairs kept", f"{np.count_nonzero(chosen.slowed < 1 + 1e-9):,} of {len(chosen.slowed):,}", "ink"),
        ("largest unseen angle", f"{reached:.4f} rad" if reached else NONE, "query"),
        ("attention factor", number(chosen.attention), "ink"),
        ("scores times", number(chosen.attention**2), "ink"),
    )
