"""From degrees to a plane whose y goes down, as on a screen; any unit will do."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, log, pi, radians, sin, tan

from .topology import Contours, Point

Projection = Callable[[Point], Point]

#: Standard parallels and central meridian of Lambert-93, on a sphere: at the width of a screen
#: the ellipsoid makes no difference.
_PHI_1, _PHI_2, _LAMBDA_0 = radians(44), radians(49), radians(3)


def _t(phi: float) -> float:
    return tan(pi / 4 + phi / 2)


_N = log(cos(_PHI_1) / cos(_PHI_2)) / log(_t(_PHI_2) / _t(_PHI_1))
_F = cos(_PHI_1) * _t(_PHI_1) ** _N / _N


def conique(point: Point) -> Point:
    """Lambert's conformal conic projection, for France in Europe and Belgium."""
    longitude, latitude = point
    rho = _F / _t(radians(latitude)) ** _N
    theta = _N * (radians(longitude) - _LAMBDA_0)
    return rho * sin(theta), rho * cos(theta)


def plate(contours: Contours) -> Projection:
    """Return the equirectangular projection that is true in the middle of a small area."""
    latitudes = [y for anneau in contours for _, y in anneau]
    reduction = cos(radians((min(latitudes) + max(latitudes)) / 2))
    return lambda point: (point[0] * reduction, -point[1])
