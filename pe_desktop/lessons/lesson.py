"""What a lesson is: steps, each with its words, what it shows, a question, and claims."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.document import State
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.lessons.claim import Claim
from pe_desktop.lessons.error import LessonError
from pe_desktop.lessons.template import Template


@dataclass(frozen=True)
class Step:
    """One figure and what is said of it. The first of its paragraphs is the sentence of a presentation.

    `question` may be empty, and then so is its `answer`.
    """

    title: str
    figure: str
    state: State
    paragraphs: tuple[Template, ...]
    question: Template
    answer: Template
    attempt: Template
    claims: tuple[Claim, ...] = ()

    @property
    def asks(self) -> bool:
        return bool(self.question.text)

    @property
    def ready(self) -> bool:
        """Whether all is computed that its figure shows: until then its texts say … where numbers are to stand."""
        picture, document = PICTURES[self.figure], self.state.document
        return picture.prepared(picture.shown(document), self.state.view)

    def said(self, template: Template) -> str:
        """One of its texts with the numbers of its own document in it. Raises LessonError."""
        return template.filled(self.figure, self.state, ready=self.ready)

    def shown_words(self, *, revealed: bool) -> tuple[str, str]:
        """The sentence of a presentation, with the question or its answer; or what is wrong with them."""
        try:
            return self.said(self.paragraphs[0]), self.said(self.answer if revealed else self.question)
        except LessonError as error:
            return str(error), ""

    def failures(self) -> tuple[str, ...]:
        """A line for each claim that does not hold, and for each number that there is not; none before it is ready."""
        if not self.ready:
            return ()
        lines = []
        for claim in self.claims:
            try:
                lines.append(claim.failure(self.figure, self.state))
            except LessonError as error:
                lines.append(str(error))
        return tuple(filter(None, lines))


@dataclass(frozen=True)
class Lesson:
    """`id` is the name of its file; lessons are offered by `order`."""

    id: str
    title: str
    summary: str
    order: float
    steps: tuple[Step, ...]
