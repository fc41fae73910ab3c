// D'une saisie aux résultats : le chemin commun de la page et de l'en-tête.

import { chercher, fragment } from "./acces.js";
import { lisser, mots } from "./requete.js";

/** Les résultats d'une saisie, la plus pertinente d'abord ; null quand elle ne contient aucun mot. */
export async function trouver(saisie) {
  const requete = lisser(saisie);
  if (!requete) return null;
  const trouvailles = await chercher(requete);
  if (!trouvailles.length) return trouvailles;
  const [{ id, mots: rangs }] = trouvailles;
  return plausible(requete, await fragment(id), rangs) ? trouvailles : [];
}

/**
 * Quand un mot lui est inconnu, Pagefind se rabat sur le plus long mot connu qui le
 * commence : « coeur » rendrait « co-construction », « agriculture » « âgées ». Le premier
 * résultat le trahit : aucun mot trouvé n'y ressemble à un mot cherché.
 */
function plausible(requete, { content }, rangs) {
  const texte = content.match(/\S+/gu) ?? [];
  const vus = [...new Set(rangs)].filter((n) => n < texte.length).flatMap((n) => mots(texte[n]));
  const cherches = mots(requete);
  return !vus.length || vus.some((vu) => cherches.some((cherche) => proches(vu, cherche)));
}

function proches(vu, cherche) {
  let commun = 0;
  while (commun < vu.length && vu[commun] === cherche[commun]) commun += 1;
  return commun >= Math.min(4, cherche.length - (cherche.length > 2 ? 1 : 0), Math.max(3, vu.length));
}
