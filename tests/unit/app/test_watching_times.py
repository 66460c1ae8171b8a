"""When feeds and pages are asked again, whatever the clock and the feed say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.app.alerting import Attended
from tellings.app.watching.session import _length
from tellings.app.watching.times import Schedule, later, retry, seconds_between, seconds_of, sober
from tellings.errors import ConfigError
from tellings.model.alerts import Alert
from tellings.store.follows import Noted

NOW = "2026-03-03T08:00:00Z"


@given(st.none() | st.integers(-(10**9), 10**12), st.integers(0, 10**6), st.none() | st.floats(0, 1e12))
def test_no_feed_is_asked_more_often_than_decent_or_given_up(pace, failures, asked):
    assert 300 <= Schedule().gap(pace, failures, asked) <= 86_400
    assert Schedule(every=60).gap(pace, failures, asked) >= 60


def test_each_failure_doubles_the_wait():
    assert [Schedule(every=600).gap(None, failures) for failures in range(4)] == [600, 1200, 2400, 4800]
    assert [retry(tries, None) for tries in range(3)] == [900, 1800, 3600]
    assert retry(0, 7200.0) == 7200


def test_a_page_is_asked_again_at_growing_distance_and_then_no_more():
    at, asked = NOW, []
    while (due := Schedule(recheck=4 * 3600).again(NOW, at)) is not None:
        asked.append(seconds_between(at, due) // 60)
        at = due
    assert asked == [30, 30, 60, 120]
    assert Schedule(recheck=0).again(NOW, NOW) is None


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0s"), (59, "59s"), (80, "1m 20s"), (120, "2m"), (6_600, "1h 50m"), (7_205, "2h"), (100_000, "1d 3h")]
)
def test_waiting_times_are_said_in_whole_units(seconds, said):
    assert _length(seconds) == said


def test_a_clock_that_was_set_back_makes_nothing_wait_for_it():
    far = "2031-01-01T00:00:00Z"
    assert Schedule().is_due(far, later(far, 900), None, NOW)
    assert not Schedule().is_due(NOW, later(NOW, 900), None, NOW)
    assert seconds_between(far, NOW) == 0
    assert Schedule().again(far, NOW) is not None


@given(st.text(max_size=30))
def test_any_date_is_one_or_none(text):
    assert sober(text, NOW) in (None, text)


def test_dates_that_cannot_be_are_none():
    assert sober("2026-03-04", NOW) == "2026-03-04"
    assert sober("2026-03-09T00:00:00+00:00", NOW) is None
    assert sober("1970-01-01", NOW) is None


@pytest.mark.parametrize("text", ["", "15", "m", "-5m", "1.5h", "9999999h", "15 minutes"])
def test_what_is_no_length_of_time_is_said(text):
    with pytest.raises(ConfigError, match="no length of time"):
        seconds_of(text)


def test_of_many_alerts_the_first_are_printed():
    alert = Alert(id="k", kind="match", story="", about="a", article="a", text="x", words="x", note="", evidence=())
    new = [Noted(seq=n, follow=1, at=NOW, seen=False, queued=False, alert=replace(alert, about=str(n))) for n in range(25)]
    made = Attended(new=new, problems=["no answer"])
    assert made.lines()[-2:] == ["5 more alerts: tellings alerts lists them", "no answer"]
    assert len(made.lines()) == 22
    assert len(made.shown()) == 25


def test_one_line_tells_all_that_a_run_has_of_one_claim():
    def noted(seq: int, about: str, words: str, note: str, follow: int = 1) -> Noted:
        alert = Alert(
            id=str(seq), kind="conflict", story="s", about=about, article="a", text=f"{words} — {note}", words=words, note=note, evidence=()
        )
        return Noted(seq=seq, follow=follow, at=NOW, seen=False, queued=False, alert=alert)

    made = Attended(new=[
        noted(1, "c", "nine sailed", "over the number"), noted(2, "c", "nine sailed", "over the day"), noted(3, "d", "it rained", "over the place"),
        noted(4, "c", "ten “sailed”", "over the number"), noted(5, "c", "nine sailed", "over the number", follow=2),
    ])  # fmt: skip
    assert [line.removeprefix(f"{NOW} ") for line in made.shown()] == [
        "[1] conflict: nine sailed — over the number; also: over the day; also: “ten ‘sailed’” — over the number (story s)",
        "[1] conflict: it rained — over the place (story s)",
        "[2] conflict: nine sailed — over the number (story s)",
    ]
    assert made.shown(1)[-1] == "2 more alerts: tellings alerts lists them"
