"""What an array is: candidates are tried on a sample, the best ones on every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.answer import BUG, CORRECT, NOTHING, Diagnosis, Finding
from pe_desktop.engine.diagnosis.confirm import confirm
from pe_desktop.engine.diagnosis.families import candidates
from pe_desktop.engine.diagnosis.nature import flaw, nature, readable
from pe_desktop.engine.diagnosis.sample import RIVAL, Candidate, Sample, Score
from pe_desktop.engine.diagnosis.views import views
from pe_desktop.engine.diagnosis.wording import NEAR, ambiguities, headline, settings

SHOWN = 3  # findings that fit
TRIED = 6  # candidates that are compared with every row
CLOSE = 1.5  # what ten times the error costs, against what is likely


@dataclass(frozen=True, eq=False)
class _Scored:
    candidate: Candidate
    sample: Sample
    score: Score
    weight: float = 0.0


def search(
    array: NDArray[Any], before: NDArray[Any] | None, grid: tuple[int, int] | None, tell: Callable[[float], None]
) -> Diagnosis:
    """The answer of `diagnose`."""
    array, before = np.asanyarray(array), None if before is None else np.asanyarray(before)
    if array.size == 0 or array.dtype.kind in "OSUMm":
        raise ValueError(f"array: {array.dtype} {array.shape} given; allowed: numbers, at least one")
    with np.errstate(all="ignore"):  # arrays from outside hold anything
        return _diagnosed(array, [Sample(view, grid) for view in views(array, before)], tell)


def _diagnosed(array: NDArray[Any], samples: list[Sample], tell: Callable[[float], None]) -> Diagnosis:
    problem = flaw(samples)
    found = [] if problem else [s for sample in samples if readable(sample) for s in _scored(sample, tell)]
    findings = _confirmed(found, tell)
    if findings and findings[0].fits:
        verdict = CORRECT if findings[0].correct else BUG
        told = ambiguities(findings)
    else:
        verdict, told = NOTHING, ()
    dtype = _dtype(array, samples, findings)
    what = problem or ("" if verdict != NOTHING else nature(samples))
    shape = tuple(array.shape)
    said = headline(verdict, findings, what)
    return Diagnosis(verdict, said, shape, dtype, findings, what, told)


def _scored(sample: Sample, tell: Callable[[float], None]) -> Iterator[_Scored]:
    for candidate in candidates(sample):
        tell(0.0)
        yield _Scored(candidate, sample, sample.score(candidate.model))


def _confirmed(found: Sequence[_Scored], tell: Callable[[float], None]) -> tuple[Finding, ...]:
    """Those that fit every row, the likeliest first; else the nearest alone."""
    fitting = _weighed([s for s in found if s.score.fits])
    findings: list[Finding] = []
    rivals = {_told(s.candidate): s for s in reversed(fitting) if s.weight <= fitting[0].weight + RIVAL}
    for i, scored in enumerate(sorted(rivals.values(), key=lambda s: s.weight)[:TRIED]):
        finding = _finding(scored, lambda done, i=i: tell((i + done) / TRIED))  # type: ignore[misc]
        if finding.fits:
            findings.append(finding)
        if len(findings) == SHOWN:
            break
    if findings or not found:
        return tuple(findings)
    return (replace(_finding(_nearest(found), tell), fits=False),)


def _nearest(found: Sequence[_Scored]) -> _Scored:
    """Where none is near, the nearest without a bug: nobody meant one so far off."""
    nearest = min(found, key=_distance)
    right = [s for s in found if not s.candidate.bug]
    return nearest if nearest.score.relative <= NEAR else min(right, key=_distance, default=nearest)


def _distance(scored: _Scored) -> tuple[float, float]:
    return round(scored.score.relative, 3), scored.candidate.cost


def _weighed(fitting: list[_Scored]) -> list[_Scored]:
    """By what is likely, and by what is exact: an error ten times as great counts as one step less likely."""
    least = min((s.score.rms for s in fitting), default=0.0)
    weighed = []
    for s in fitting:
        floor = max(least, 1e-8 * s.score.size, 1e-300)
        weighed.append(replace(s, weight=s.candidate.cost + CLOSE * float(np.log10(max(s.score.rms, floor) / floor))))
    return sorted(weighed, key=lambda s: s.weight)


def _told(candidate: Candidate) -> tuple[object, ...]:
    """What makes two candidates the same finding."""
    return candidate.encoding, candidate.bug.name, candidate.extra


def _finding(scored: _Scored, tell: Callable[[float], None]) -> Finding:
    candidate, sample = scored.candidate, scored.sample
    confirmed = confirm(sample.view, candidate.model, sample.dtype, tell)
    return Finding(
        encoding=candidate.encoding,
        length=candidate.length,
        scheme=candidate.encoding.label,
        form=candidate.form,
        settings=(*settings(candidate.encoding, candidate.untold), *candidate.extra),
        correct=not candidate.bug,
        bug=candidate.bug.name,
        remedy=candidate.bug.remedy,
        remarks=candidate.remarks,
        fits=confirmed.fits,
        errors=confirmed.errors,
        view=sample.view,
    )


def _dtype(array: NDArray[Any], samples: list[Sample], findings: tuple[Finding, ...]) -> str:
    """Where the exact values would fit the narrow format anyway, they do not tell: then the array's own."""
    own = {2: "fp16", 4: "fp32", 8: "fp64"}.get(array.real.dtype.itemsize, "") if array.dtype.kind in "fc" else ""
    exact = bool(findings) and findings[0].fits and findings[0].errors.max == 0
    return own if not samples or (exact and own) else samples[0].dtype
