// Les règles d'une bonne fiche, dans le navigateur : les mêmes qu'en Python, avec les mêmes phrases.
// tests/cases/regles.yml donne les mêmes cas aux deux côtés : l'un ne change pas sans l'autre.
// Ne sont pas ici les propositions qui devinent un mot voisin (hooks/capitalisation y passe rapidfuzz) :
// dans le formulaire on choisit dans une liste, on n'y tape ni clé, ni terme, ni identifiant.

import { CODES_DU_CORPS, reglesDuCorps } from "./regles-corps.js";
import { lireFiche } from "./regles-fiche.js";
import { CODES_DES_RESTES, reglesDesRestes } from "./regles-restes.js";
import { CODES_DES_VALEURS, reglesDesValeurs } from "./regles-valeurs.js";

/** Tout ce que le navigateur peut trouver. */
export const CODES = [...CODES_DES_VALEURS, ...CODES_DU_CORPS, ...CODES_DES_RESTES];

/** Ce que seule la relecture peut voir, dit à qui écrit. */
export const EN_RELECTURE = [
  "Les photos\u202f: que chaque fichier est bien une image, qu’il est joint et qu’il pèse 300\u00a0ko au plus.",
  "Les lieux\u202f: que chacun existe sous ce nom, et duquel il s’agit quand plusieurs le portent.",
  "Les entrées citées\u202f: qu’aucune n’est encore un brouillon, et que les prolongements ne tournent pas en rond.",
  "Les textes presque semblables\u202f: qu’une autre entrée ne raconte pas déjà la même action.",
  "Les anciennes adresses\u202f: qu’aucune n’est celle d’une autre entrée.",
  "La longueur\u202f: que le texte reste de ceux qu’on lit, sans ligne, tableau ni HTML démesurés.",
  "Les liens vers d’autres sites\u202f: qu’ils s’ouvrent toujours.",
];

/**
 * Ce qui ne va pas dans une fiche, dans l'ordre du modèle puis du corps.
 * @param {object} description form/description.py
 * @param {object} genre l'une de ses sortes
 * @param {{id: string, valeurs: object, corps: string, origine?: string}} fiche
 *   `origine` : l'identifiant de l'entrée que l'on change, "" pour une nouvelle
 * @param {{entrees: Map<string, {genre, titre}>|null, lieux: (texte: string) => boolean|null, aujourdhui: string}} cadre
 *   `entrees` et `lieux` ne disent rien (null) tant qu'ils ne sont pas chargés ; `aujourdhui` : AAAA-MM-JJ
 * @returns {{code: string, champ: string, message: string, correction: string, ligne: number}[]}
 *   `champ` : « leviers.2.type », "" pour le nom du fichier et pour le corps, dont `ligne` compte à partir de 1
 */
export function verifier(description, genre, fiche, cadre) {
  const piece = lireFiche(description, genre, fiche);
  const constats = [...reglesDesValeurs(piece, cadre), ...reglesDuCorps(piece, cadre), ...reglesDesRestes(piece)];
  const rangs = new Map(genre.champs.map(({ nom }, rang) => [nom, rang + 1]));
  const place = ({ champ, ligne }) => {
    const [nom, item] = champ.split(".");
    return champ ? [rangs.get(nom) ?? 0, Number(item) || 0] : [ligne && Infinity, ligne];
  };
  return constats
    .map((constat) => ({ constat, place: place(constat) }))
    .sort(({ place: a }, { place: b }) => (a[0] === b[0] ? a[1] - b[1] : a[0] - b[0]))
    .map(({ constat }) => constat);
}
