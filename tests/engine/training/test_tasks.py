"""Tasks: their right answers, and the best that can be done without order, against every sequence written out."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from pe_desktop.engine.training import TASKS, Settings
from pe_desktop.engine.training.tasks import HELD_OUT, most_frequent

every_task = pytest.mark.parametrize("task", TASKS)
TINY = {"length": 4, "vocab_size": 3}


def asked(settings, batch):
    """Sequence, position and right answer of each question."""
    places = np.divmod(batch.places, settings.length)
    return [(batch.tokens[i].tolist(), int(p), int(t)) for i, p, t in zip(*places, batch.targets, strict=True)]


def test_the_choices_of_the_settings_are_the_tasks():
    assert Settings.parameter("task").kind.options == tuple(TASKS)


def test_previous_asks_for_the_token_before_at_every_position_but_the_first():
    settings = Settings(task="previous")
    found = asked(settings, TASKS["previous"].batch(settings, 0, 5))
    assert len(found) == 5 * 15
    assert all(tokens[place - 1] == answer and place > 0 for tokens, place, answer in found)


def test_reversed_asks_for_the_mirrored_token_at_every_position():
    settings = Settings(task="reversed")
    found = asked(settings, TASKS["reversed"].batch(settings, 0, 5))
    assert len(found) == 5 * 16
    assert all(tokens[15 - place] == answer for tokens, place, answer in found)


def test_distance_asks_at_every_position_after_the_mark_how_far_back_it_is():
    settings = Settings(task="distance")
    batch = TASKS["distance"].batch(settings, 0, 50)
    found = asked(settings, batch)
    assert all(tokens.count(8) == 1 and tokens[place - answer] == 8 and answer > 0 for tokens, place, answer in found)
    assert len(found) == sum(15 - tokens.index(8) for tokens in batch.tokens.tolist())


@every_task
def test_a_sequence_is_the_same_whenever_it_is_asked_for_and_no_two_batches_are(task):
    settings = Settings(task=task)
    many, few = TASKS[task].batch(settings, 0, 12), TASKS[task].batch(settings, 8, 4)
    assert (many.tokens[8:] == few.tokens).all()
    assert (many.tokens[4:8] != few.tokens).any()
    assert (TASKS[task].batch(settings.replace(seed=1), 0, 12).tokens != many.tokens).any()
    assert (TASKS[task].held_out(settings).tokens[:12] != many.tokens).any()


@every_task
def test_symbols_are_drawn_evenly(task):
    settings = Settings(task=task)
    counts = np.bincount(TASKS[task].batch(settings, 0, 2000).tokens.ravel())[: settings.vocab_size]
    assert counts / counts.sum() == pytest.approx(np.full(8, 1 / 8), abs=0.01)


def test_every_pair_is_asked_for_equally_often_where_it_is_judged():
    batch = TASKS["distance"].held_out(Settings(task="distance"))
    assert Counter(batch.targets.tolist()) == {d: 68 * (16 - d) for d in range(1, 16)}
    assert len(batch.tokens) == 68 * 15 <= HELD_OUT


def test_every_pair_is_asked_for_about_equally_often_in_training():
    settings = Settings(task="distance", **TINY)
    batch = TASKS["distance"].batch(settings, 0, 3000)
    pairs = Counter(zip((batch.places % 4).tolist(), batch.targets.tolist(), strict=True))
    assert len(pairs) == 6
    assert min(pairs.values()) > 900


def every_sequence(task, settings):
    """All of them, each as likely."""
    for tokens in product(range(settings.vocab_size), repeat=settings.length):
        if task == "previous":
            yield from ((tokens, i, tokens[i - 1]) for i in range(1, settings.length))
        elif task == "reversed":
            yield from ((tokens, i, tokens[-1 - i]) for i in range(settings.length))
        else:
            for i in range(settings.length - 1):
                marked = (*tokens[:i], settings.vocab_size, *tokens[i + 1 :])
                yield from ((marked, j, j - i) for j in range(i + 1, settings.length))


@every_task
@pytest.mark.parametrize(("length", "symbols"), [(4, 3), (4, 2), (6, 2)])
def test_the_best_order_blind_accuracy_is_that_of_knowing_every_sequence(task, length, symbols):
    """For each token and multiset the best guess is the most frequent answer."""
    settings, answers = Settings(task=task, length=length, vocab_size=symbols), defaultdict(Counter)
    for tokens, place, answer in every_sequence(task, settings):
        answers[tokens[place], tuple(sorted(tokens))][answer] += 1
    best = Fraction(sum(max(c.values()) for c in answers.values()), sum(c.total() for c in answers.values()))
    assert TASKS[task].order_blind(settings) == best


@pytest.mark.parametrize(("count", "symbols"), [(1, 5), (4, 3), (7, 2)])
def test_the_most_frequent_of_random_symbols_is_that_of_all_sequences(count, symbols):
    all_of_them = [max(Counter(s).values()) for s in product(range(symbols), repeat=count)]
    assert most_frequent(count, symbols) == Fraction(sum(all_of_them), len(all_of_them))
