"""The model as an lcov tracefile, for services and editors that read those."""

from __future__ import annotations

from collections.abc import Iterator

from sixfold.core.coverage.model import Coverage, FileCoverage


def write_lcov(coverage: Coverage) -> str:
    """Every file's lines and branches; how often something ran is not known, so it is once."""
    return "".join(
        f"{line}\n" for path in sorted(coverage.files) for line in _file(path, coverage.files[path])
    )


def _file(path: str, file: FileCoverage) -> Iterator[str]:
    yield "TN:"
    yield f"SF:{path}"
    for line in sorted(file.lines):
        yield f"DA:{line},{int(line in file.executed)}"
    yield f"LF:{len(file.lines)}"
    yield f"LH:{len(file.executed)}"
    for line, way in sorted(file.branches):
        block, dot, rest = way.partition(".")
        place = (block, rest) if dot and block.isdigit() else ("0", way)
        yield f"BRDA:{line},{place[0]},{place[1]},{_taken(file, line, way)}"
    if file.branches:
        yield f"BRF:{len(file.branches)}"
        yield f"BRH:{len(file.taken)}"
    yield "end_of_record"


def _taken(file: FileCoverage, line: int, way: str) -> str:
    """`-` is what lcov writes for the branches of a line that never ran."""
    if (line, way) in file.taken:
        return "1"
    return "0" if line in file.executed else "-"
