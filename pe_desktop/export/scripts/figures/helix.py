"""The positions of a table along its principal components."""

from __future__ import annotations

from pe_desktop.engine.code import lines
from pe_desktop.engine.principal import COUNT, sampled_components
from pe_desktop.export.scripts.figures.similarity import compared
from pe_desktop.export.scripts.plotting import colours, titled
from pe_desktop.export.scripts.script import Made, Scene, Script
from pe_desktop.figure.marks import Image
from pe_desktop.figure.picture import tabular

TURNED = "but for rounding, and for axes of equal variance"


class HelixScript(Script):
    array = "components"

    def numbers(self, scene: Scene) -> Made:
        name, source = compared(scene, "dot")
        (encoding,) = tabular(scene.document)
        shares = sampled_components(encoding.vectors(scene.length))[0].shares
        count = int((shares > 0).sum())
        source += lines(
            f"centred = {name} - {name}.mean(axis=0)",
            "# Where two eigenvalues are equal, their axes may be turned into each other",
            *_axes(*encoding.vectors(scene.length).shape, count),
            "axes = axes * np.where(centred[0] @ axes < 0, -1, 1)  # position 0 on the positive side",
        )
        if count == COUNT:
            return Made(source + "components = centred @ axes\n", exact=False, agreement=TURNED)
        empty = "# The rows differ in fewer than three directions\ncomponents = np.zeros((length, 3))\n"
        return Made(
            source + empty + f"components[:, :{count}] = centred @ axes\n" * bool(count), exact=False, agreement=TURNED
        )

    def drawing(self, scene: Scene) -> str:
        ramp = next(m for p in scene.figure.panels for m in p.marks if isinstance(m, Image))
        return lines(
            colours(scene, ramp),
            "place = np.arange(length)",
            'figure = plt.figure(figsize=(12.8, 7.2), layout="constrained")',
            'flat = figure.add_subplot(1, 2, 1, xlabel="PC1", ylabel="PC2", aspect="equal")',
            'solid = figure.add_subplot(1, 2, 2, projection="3d", xlabel="PC1", ylabel="PC2")',
            "flat.scatter(*components.T[:2], 9, place, cmap=cmap)",
            "dots = solid.scatter(*components.T, s=9, c=place, cmap=cmap)",
            f"solid.view_init({scene.view.elevation:.9g}, {scene.view.azimuth:.9g})",
            'figure.colorbar(dots, label="position")' if scene.request.colour_bar else "",
            titled(scene, "figure.suptitle"),
        )


def _axes(rows: int, columns: int, count: int) -> tuple[str, ...]:
    """Of the smaller of the two matrices of products."""
    greatest = f"[:, ::-1][:, :{count}]"
    if rows >= columns:
        return "values, axes = np.linalg.eigh(centred.T @ centred)", f"axes = axes{greatest}"
    return (
        "values, sums = np.linalg.eigh(centred @ centred.T)",
        f"axes = centred.T @ sums{greatest}",
        "axes = axes / np.linalg.norm(axes, axis=0)",
    )
