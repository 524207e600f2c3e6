"""What a tip says of a parameter: all of it from where the parameter is declared."""

from __future__ import annotations

from pe_desktop.engine.parameter import Parameter
from pe_desktop.gui.widgets.signs import local
from pe_desktop.gui.widgets.text import tip


def parameter_lines(parameter: Parameter) -> tuple[str, ...]:
    """Its name as in files, what it does, where it stands in the numbers, and its range with the unit."""
    name = parameter.name + (f", in files {', '.join(parameter.aliases)}" if parameter.aliases else "")
    allowed = local(f"{parameter.kind.allowed()} {parameter.unit}".strip())
    return name, parameter.help + ".", parameter.formula, allowed[:1].upper() + allowed[1:] + "."


def default_line(parameter: Parameter) -> str:
    return f"Default: {local(parameter.kind.written(parameter.default))}"


def parameter_tip(parameter: Parameter) -> str:
    return tip(*parameter_lines(parameter), default_line(parameter))
