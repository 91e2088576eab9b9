"""What a recorder left is read back, whatever a kill cut short."""

from __future__ import annotations

from struct import pack

from hypothesis import given
from hypothesis import strategies as st
from sixfold.core.measuring.notes import Code, unite

NAMES = b"f /src/a.py\nc 0 1 11\nc 0 4 12\nf /src/b.py\nc 1 1 13\n"
LINES = st.tuples(st.integers(1, 99), st.just(-1), st.integers(1, 3))
BRANCHES = st.tuples(st.integers(0, 98), st.integers(0, 98), st.integers(1, 3))


def page(*records: tuple[int, int, int]) -> bytes:
    return b"".join(pack("<iii", *record) for record in records)


def lines(pages: dict[str, bytes]) -> dict[str, set[int]]:
    return {
        path: {line for hits in codes.values() for line in hits.lines}
        for path, codes in unite(pages).items()
    }


def test_lines_and_branches_come_back_by_file_and_code() -> None:
    recording = unite(
        {"1-2.names.0": NAMES + bytes(20), "1-2.hits.1": page((1, -1, 1), (6, 8, 2), (0, 0, 0))}
    )

    assert set(recording) == {"/src/a.py"}
    assert recording["/src/a.py"][Code(1, 11)].lines == {1}
    assert recording["/src/a.py"][Code(4, 12)].branches == {(6, 8)}


def test_processes_are_united_each_by_its_own_names() -> None:
    told = lines(
        {
            "1-2.names.0": b"f /src/a.py\nc 0 1 11\n",
            "1-2.hits.1": page((1, -1, 1)),
            "9-3.names.0": b"f /src/b.py\nc 0 1 13\n",
            "9-3.hits.10": page((2, -1, 1)),
            "9-3.hits.2": page((3, -1, 1)),
        }
    )

    assert told == {"/src/a.py": {1}, "/src/b.py": {2, 3}}


def test_names_go_on_in_the_next_page_in_the_order_of_their_numbers() -> None:
    first, rest = NAMES[:12], NAMES[12:]

    told = lines({"1-2.names.2": first, "1-2.names.10": rest, "1-2.hits.1": page((5, -1, 3))})

    assert told == {"/src/b.py": {5}}


@given(st.lists(LINES | BRANCHES, max_size=20), st.integers(0, 300), st.integers(0, 60))
def test_what_is_cut_short_says_less_and_nothing_wrong(
    records: list[tuple[int, int, int]], hits: int, names: int
) -> None:
    whole = unite({"1-2.names.0": NAMES, "1-2.hits.1": page(*records)})

    cut = unite({"1-2.names.0": NAMES[:names], "1-2.hits.1": page(*records)[:hits]})

    for path, codes in cut.items():
        for code, found in codes.items():
            assert found.lines <= whole[path][code].lines
            assert found.branches <= whole[path][code].branches
