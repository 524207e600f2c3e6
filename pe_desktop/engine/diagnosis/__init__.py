"""What an array of positions is: which scheme, in which convention and number format, or with which known bug.

Frequencies, starts and number formats are estimated from the array; what they suggest is computed with the engine's
own encodings, and compared with every row.
"""

from pe_desktop.engine.diagnosis.answer import BUG, CORRECT, NOTHING, Diagnosis, Errors, Finding
from pe_desktop.engine.diagnosis.diagnose import can_be_before, diagnose

__all__ = ["BUG", "CORRECT", "NOTHING", "Diagnosis", "Errors", "Finding", "can_be_before", "diagnose"]
