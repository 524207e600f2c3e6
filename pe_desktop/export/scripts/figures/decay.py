"""How rotary scores fall with distance: the bound, the sum of cosines, random vectors."""

from __future__ import annotations

from pe_desktop.engine.code import assigned, lines
from pe_desktop.export.request import ExportError
from pe_desktop.export.scripts.plotting import titled
from pe_desktop.export.scripts.program import indented, needed
from pe_desktop.export.scripts.script import Made, Scene, Script, named
from pe_desktop.figure.pictures.decay import HIGH, LOW, DecayOptions


class DecayScript(Script):
    array = "decay"

    def numbers(self, scene: Scene) -> Made:
        options: DecayOptions = scene.options
        curves = _curves(scene, options) + f"decay = np.stack([{', '.join(_names(options))}], axis=1)\n"
        if options.bases:
            curves = _of_each_base(scene, curves, options.bases)
        return Made(curves, exact=options.curves == "bound")

    def drawing(self, scene: Scene) -> str:
        options: DecayOptions = scene.options
        rows = 2 if options.curves == "all" else 1
        row = 'int(name != "bound")' if rows == 2 else "0"
        names = ", ".join(f'"{name}"' for name in _names(options))
        if options.bases:
            names = f'[f"{{name}}, base {{base:g}}" for base in bases for name in [{names}]]'
            row = '0 if name.startswith("bound") else 1' if rows == 2 else "0"
        return lines(
            f"names = {names if options.bases else f'[{names}]'}",
            f'figure, rows = plt.subplots({rows}, squeeze=False, layout="constrained")',
            "figure.set_size_inches(12.8, 7.2)",
            "for name, curve in zip(names, decay.T):",
            f"    rows[{row}, 0].plot(curve, label=name)",
            "for axes in rows[:, 0]:",
            '    axes.legend(loc="upper right")',
            '    axes.set(xlabel="distance m − n", ylabel="score")',
            titled(scene, "figure.suptitle"),
        )


def _names(options: DecayOptions) -> list[str]:
    bound, equal = (options.curves in ("all", name) for name in ("bound", "cosine"))
    return ["bound"] * bound + ["equal"] * equal + ["mean", "low", "high"] * options.random


def _curves(scene: Scene, options: DecayOptions) -> str:
    """Defines each of the curves by its name."""
    code, names = scene.code, _names(options)
    rate = code.frequencies if code.frequencies.isidentifier() else "rate"
    gain = f"{code.gain}**2 * " if code.gain else ""
    return lines(
        named("rate", code.frequencies) if rate == "rate" else "",
        "distance = np.arange(float(length))",
        f"angle = np.outer(distance, {rate})",
        "sin, cos = np.sin(angle), np.cos(angle)",
        f"fading = np.exp(np.outer(distance, {code.growth}))" if code.growth else "",
        "sin, cos = sin * fading, cos * fading" if code.growth else "",
        "# RoFormer's bound, section 3.4.3, from the sums over the first pairs" if "bound" in names else "",
        "sums = np.hypot(np.cumsum(sin, axis=1), np.cumsum(cos, axis=1))" if "bound" in names else "",
        f"bound = {gain}sums.mean(axis=1)" if "bound" in names else "",
        f"equal = {gain}cos.mean(axis=1)  # of equal query and key" if "equal" in names else "",
        _random(options, gain, rate) if options.random else "",
    )


def _random(options: DecayOptions, gain: str, rate: str) -> str:
    score = "cos @ product.real - sin @ product.imag"
    return lines(
        assigned(draws=options.draws, seed=options.seed),
        f"draw = np.random.default_rng(seed).normal(size=(4, draws, {rate}.size))",
        "query, key = draw[0] + 1j * draw[1], draw[2] + 1j * draw[3]",
        "size = np.linalg.norm(query, axis=1) * np.linalg.norm(key, axis=1)",
        "product = (query * key.conj()).T / size",
        f"score = {gain}({score})" if gain else f"score = {score}",
        "mean = score.mean(axis=1)",
        f"low, high = np.quantile(score, [{LOW}, {HIGH}], axis=1)",
    )


def _of_each_base(scene: Scene, curves: str, bases: tuple[float, ...]) -> str:
    """The same statements for each base, as a function of it. Raises ExportError where they differ."""
    found = set()
    for base in bases:
        own = scene.encoding.replace(base=base).code(scene.length).source
        found.add(own.replace(f"base = {base!r}\n", ""))
    if len(found) > 1:
        raise ExportError("bases: these take different branches of the scaling; allowed: a script of one base")
    source = found.pop()
    kept = needed(source + curves, (), "decay")
    given = "\n".join(statement.text for statement in kept if statement.given)
    body = "\n".join(statement.text for statement in kept if not statement.given).replace("\ndecay = ", "\nreturn ")
    return lines(
        given,
        f"bases = [{', '.join(map(repr, bases))}]",
        "def curves_of(base):",
        indented(body),
        "decay = np.concatenate([curves_of(base) for base in bases], axis=1)",
    )
