// Ce qu'une règle lit : la fiche du formulaire, ses textes un par un, et de quoi dire ce qui ne va pas.

import { analyser } from "./corps.js";
import { plier } from "./texte.js";
import { BLANC, epurer, mot } from "./yaml.js";

/**
 * La fiche telle qu'elle sera relue : ce qui est vide n'y est pas.
 * `textes` : {champ, motif, chemin, valeur} de chaque texte de l'en-tête, dans l'ordre du modèle ;
 * « leviers.2.type » est le chemin d'une valeur, « leviers.type » le motif de toutes ses semblables.
 */
export function lireFiche(description, genre, { id, valeurs, corps, origine = "" }) {
  const nettes = epurer(valeurs) ?? {};
  return {
    id, origine, genre, description, corps,
    valeurs: nettes,
    statut: nettes.statut ?? "brouillon",
    textes: genre.champs.flatMap((champ) => [...textesDe(champ, nettes[champ.nom], champ.nom, champ.nom)]),
    analyse: analyser(corps),
  };
}

function* textesDe(champ, valeur, motif, chemin) {
  if (Array.isArray(valeur)) {
    for (const [n, item] of valeur.entries()) yield* textesDe(champ, item, motif, `${chemin}.${n + 1}`);
  } else if (champ.forme === "bloc") {
    for (const sous of champ.champs) yield* textesDe(sous, valeur?.[sous.nom], `${motif}.${sous.nom}`, `${chemin}.${sous.nom}`);
  } else if (typeof valeur === "string") yield { champ, motif, chemin, valeur };
}

/** Ce qui ne va pas : `ligne` est celle du corps, 0 quand il s'agit d'autre chose. */
export const constat = (code, champ, message, correction, ligne = 0) => ({ code, champ, message, correction, ligne });
export const duCorps = (code, ligne, message, correction) => constat(code, "", message, correction, ligne);

/** L'adresse d'un texte : typography.ancre. */
export const ancre = (texte) => plier(texte).replaceAll(" ", "-");

const BORDS = new RegExp(`^${BLANC}+|(?<!${BLANC})${BLANC}+$`, "g");
export const nu = (texte) => texte.replace(BORDS, "");

/** Les premiers signes d'un texte ; un emoji en est un. */
export const debut = (texte, nombre = 60) => Array.from(texte.slice(0, 2 * nombre)).slice(0, nombre).join("");

const BLANCS = new RegExp(`${BLANC}+`, "g");
export function court(texte) {
  const lisible = nu(texte).replace(BLANCS, " ");
  return Array.from(lisible).length <= 60 ? lisible : `${debut(lisible, 59)}…`;
}

/** La clé et son exemple, comme une ligne de l'en-tête : fields.Champ.ligne_exemple. */
export const ligneExemple = (champ) => `${champ.nom}: ${champ.liste ? `[${exemple(champ)}]` : exemple(champ)}`;
const exemple = (champ) => (champ.forme === "bloc" ? `{${champ.champs.map(ligneExemple).join(", ")}}` : mot(champ.exemple));
