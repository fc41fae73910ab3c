// Une entrée dans une liste courte : son genre, son titre, et pourquoi elle est là.

import { creer } from "../recherche/dom.js";
import { adresse } from "../recherche/transport.js";
import { genre as tete } from "../selection/valeurs.js";

/** Le même dessin que partials/explorer/rangee.html. `genre` : [identifiant, libellé, dossier]. */
export function rangee({ genre: [sorte, libelle, dossier], id, titre, notice, pourquoi, pied }, niveau) {
  return creer("li", { class: `rangee g-${sorte}`, "data-entree": id },
    tete({ genre: sorte, libelle, notice }),
    creer(niveau, { class: "rangee-titre" }, creer("a", { href: adresse(`${dossier}/${id}/`) }, titre)),
    creer("p", { class: "rangee-pourquoi" }, pourquoi),
    pied ? creer("p", { class: "rangee-pied" }, pied) : null);
}
