"""Every place that one may choose, as it is written in a fiche."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from heapq import nlargest
from typing import Any

from .names import cle
from .resolver import Territoires

#: Towns that come first when several names begin alike: « Renn » means Rennes, not Renno.
GRANDES = 600


@cache
def lieux(territoires: Territoires) -> Mapping[str, Any]:
    """Return every place once: `communes`, `grandes` and `autres`. Listed once per process.

    `communes`: suffix → names, joined by « | »; a commune is written with its suffix:
    « Scaër (29) ». `grandes`: the most peopled of them, whole, the largest first. `autres`:
    [writing, kind]. Each writing resolves to one place.
    """
    autres = [[territoires.ecriture(lieu), lieu.type_libelle] for lieu in territoires.divisions()]
    communes = list(territoires.communes())
    # Nearly every commune is alone to bear its name where it stands: no need to look it up.
    cles = cle("\n".join(f"{nom} {suffixe}" for _, nom, suffixe, _ in communes)).split("\n")
    compte = Counter(cles)
    par_suffixe: dict[str, list[str]] = defaultdict(list)
    for (code, nom, suffixe, _), sa_cle in zip(communes, cles, strict=True):
        if compte[sa_cle] == 1 and nom != suffixe:
            par_suffixe[suffixe].append(nom)
        elif lieu := territoires.lieu(code):
            autres.append([territoires.ecriture(lieu), lieu.type_libelle])
    grandes = nlargest(GRANDES, communes, key=lambda commune: commune[3])
    return {
        "communes": {s: "|".join(sorted(noms)) for s, noms in sorted(par_suffixe.items())},
        "grandes": [f"{nom} ({suffixe})" for _, nom, suffixe, _ in grandes],
        "autres": autres,
    }
