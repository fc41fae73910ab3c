"""The map on which the pages of places highlight their own: one image for all of them."""

from __future__ import annotations

from .outlines import feuilles

#: An image knows nothing of the colours of the page: this grey has 3:1 on light and on dark.
_GRIS = "#7f8886"


def fond() -> str:
    """Return the SVG image of the areas of the large map, in few points."""
    ensemble = feuilles()[0]
    trace = "".join(contour.legere for contour in ensemble.contours.values())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ensemble.largeur} '
        f'{ensemble.hauteur}"><path fill="{_GRIS}" fill-opacity=".16" fill-rule="evenodd" '
        f'stroke="{_GRIS}" stroke-width="4" stroke-linejoin="round" d="{trace}"/></svg>\n'
    )
