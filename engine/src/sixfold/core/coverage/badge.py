"""The badge: one SVG that needs no server and no font."""

from __future__ import annotations

from typing import Final

# Below each percentage, the colour; dark enough for white letters.
_COLOURS: Final = ((60, "#b3261e"), (75, "#a8541a"), (90, "#7a6a00"), (101, "#1a7f37"))
_LABEL_WIDTH: Final = 63
_LETTER: Final = 7


def badge(percent: float | None, label: str = "coverage") -> str:
    """`coverage | 91.30%`; None is what was not measured."""
    text = "unknown" if percent is None else f"{percent:.2f}%"
    level = -1.0 if percent is None else percent
    colour = "#57606a" if level < 0 else next(c for limit, c in _COLOURS if level < limit)
    width = _LABEL_WIDTH + 12 + _LETTER * len(text)
    middle = _LABEL_WIDTH + (width - _LABEL_WIDTH) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img"'
        f' aria-label="{label}: {text}"><title>{label}: {text}</title>'
        f'<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{_LABEL_WIDTH}" height="20" fill="#40464d"/>'
        f'<rect x="{_LABEL_WIDTH}" width="{width - _LABEL_WIDTH}" height="20" fill="{colour}"/></g>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif"'
        f' font-size="11"><text x="{_LABEL_WIDTH / 2}" y="14">{label}</text>'
        f'<text x="{middle}" y="14">{text}</text></g></svg>\n'
    )
