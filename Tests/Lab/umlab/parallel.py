"""Does one thing to several machines at once."""

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(items: Iterable[Item], action: Callable[[Item], Result]) -> list[Result]:
    """Results in the order of `items`; the first error is raised after all have ended.

    Daemon threads, unlike a pool's, let an interrupted command end at once.
    """
    given = list(items)
    results: dict[int, Result] = {}
    errors: dict[int, BaseException] = {}

    def run(index: int) -> None:
        try:
            results[index] = action(given[index])
        except BaseException as error:  # handed to the caller below
            errors[index] = error

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(len(given))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[min(errors)]
    return [results[index] for index in range(len(given))]
