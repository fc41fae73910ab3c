// Ce que les fiches disent, mis en page. Seul `corps`, nettoyé à la construction du site, est du HTML.

import { creer, horsVue } from "../recherche/dom.js";
import { adresse } from "../recherche/transport.js";

const AILLEURS = /^https?:/i;

/** Le dessin d'un genre, pris à la page. */
export const icone = (genre) => document.querySelector(`template[data-icone="${CSS.escape(genre)}"]`)?.content.cloneNode(true);

/** Le genre d'une entrée : dessin, mot, et « Notice » quand c'en est une. */
export const genre = (e) => creer("p", { class: "genre" }, icone(e.genre), creer("span", {}, e.libelle),
  e.notice ? creer("span", { class: "etiquette" }, "Notice") : null);

/** [texte, adresse, précision] : un lien quand il y a une adresse ; l'étiquette d'un conseil vient devant. */
export function valeur(cle, [texte, lien, precision]) {
  const dit = !lien ? texte : AILLEURS.test(lien)
    ? creer("a", { href: lien, rel: "external noopener" }, texte, horsVue(" (autre site)"))
    : creer("a", { href: adresse(lien) }, texte);
  if (!precision) return [dit];
  return cle === "transposer" ? [creer("b", {}, `${precision}\u202f:`), " ", dit] : [dit, " ", creer("span", { class: "doux precision" }, precision)];
}

/** Une valeur seule telle quelle, plusieurs en liste. */
export const valeurs = (cle, toutes) => (toutes.length === 1
  ? valeur(cle, toutes[0])
  : [creer("ul", {}, ...toutes.map((une) => creer("li", {}, ...valeur(cle, une))))]);
