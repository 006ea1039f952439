import pytest

from ui import metrics


def runs() -> float:
    return metrics.REGISTRY.get_sample_value("mali_map_rerun_seconds_count") or 0


def test_a_run_within_a_run_is_one_run() -> None:
    before = runs()
    with metrics.rerun():
        for _ in range(2):
            with metrics.rerun():
                pass
    assert runs() == before + 1
    with metrics.rerun():
        pass
    assert runs() == before + 2


def test_a_run_that_fails_is_measured_too() -> None:
    before = runs()
    with pytest.raises(KeyError), metrics.rerun():
        raise KeyError
    assert runs() == before + 1


@pytest.mark.parametrize(
    ("iso", "seconds"),
    [
        ("2020", 1577836800),
        ("2020-04", 1585699200),
        ("2020-04-30", 1588204800),
        ("2026-11-24T06:15:00Z", 1795500900),
    ],
)
def test_a_date_is_never_made_younger(iso: str, seconds: float) -> None:
    assert metrics._seconds(iso) == seconds
