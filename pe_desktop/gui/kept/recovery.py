"""The start after a copy of the program that ended without being closed."""

from __future__ import annotations

from pe_desktop.gui.faults.reporting import report_text
from pe_desktop.gui.kept.runs import Ended
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.look import Look
from pe_desktop.gui.widgets.notice import Notice

RESTORE, FRESH, SAFE, ANYWAY, WITHOUT = "Restore", "Start fresh", "Safe mode", "Restore anyway", "Start without it"
KILLED = (
    "Nothing was written down when it ended: it was stopped from outside, or for want of memory, or the machine was "
    "switched off."
)


def begin_session(theme: str, *, safe: bool) -> Session:
    """The session of a start. Where the last copy of the program was not closed, a person is asked what is to become
    of its work: without an answer, it is restored; unless that was what ended the program."""
    if safe:
        return Session(keeps=False, blank=True)
    session = Session()
    ended = session.begin()
    session.watch()
    if ended is None:
        return session
    answer = _ask(ended, session, theme)
    if answer == SAFE:
        session.withdraw()
        return Session(keeps=False, blank=True)
    if answer in (RESTORE, ANYWAY):
        session.take_up(ended)
    else:
        session.leave(ended)
    return session


def _ask(ended: Ended, session: Session, theme: str) -> str:
    look = Look(session, theme)  # there is no window yet that would have one
    notice = recovery_notice(ended)
    notice.exec()
    look.deleteLater()
    return notice.chosen or (WITHOUT if ended.restoring else RESTORE)


def recovery_notice(ended: Ended) -> Notice:
    """What happened, what can be done, and a report."""
    held = ended.held.get("session")
    happened = "\n".join(
        (
            f"The program ended unexpectedly: pe-desktop {ended.program}, begun at {ended.began}, {ended.phase}.",
            ended.said or KILLED,
        )
    )
    report = report_text(happened, held if isinstance(held, str) else "")
    if ended.restoring:
        texts = (
            "The program ended while it restored the last session, so it starts without that, which is kept in a file. "
            "Safe mode leaves all settings out too, and keeps nothing.",
        )
        return Notice("The last session could not be restored", texts, None, (SAFE, ANYWAY, WITHOUT), report=report)
    texts = ("What you worked on is kept, up to the last second. Restore it, or start with a new document.",)
    return Notice("The program ended unexpectedly last time", texts, None, (FRESH, RESTORE), report=report)
