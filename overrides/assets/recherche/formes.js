// Les formes d'un mot : ce qui le relie à son masculin, à son singulier, à sa famille.
// Tous les mots sont sans accent ni majuscule (mots.js).

import { stemmer as racineFrancaise } from "./tiers/racines-fr.js";

/** Lettres à partir desquelles un mot peut être le début d'un autre. */
export const PREFIXE_MINIMAL = 3;

const IRREGULIERS = { travaux: "travail", baux: "bail", vitraux: "vitrail", yeux: "oeil" };

/**
 * Un mot au masculin singulier, à peu près : deux mots qui donnent la même forme n'en font
 * qu'un. D'après le « minimal stemmer » français de Jacques Savoy, avec les féminins.
 */
export function forme(mot) {
  let m = singulier(mot);
  if (m.length < 4 || /\d/.test(m)) return m;
  m = m.replace(/ee$/, "e").replace(/trice$/, "teur").replace(/ive$/, "if").replace(/(...)eus?[er]$/, "$1eu");
  if (m.endsWith("e") && (m.length > 4 || /[iu]e$/.test(m))) m = m.slice(0, -1);
  return m.length > 4 && m.at(-1) === m.at(-2) ? m.slice(0, -1) : m;
}

/** La racine d'un mot, que partage sa famille : « accompagner », « accompagnement ». */
export function racine(mot) {
  const m = forme(mot);
  if (m.length < 5 || /\d/.test(m)) return m;
  return racineFrancaise(m.replace(/(...)eu$/, "$1eur")).replace(/ateur$/, "at");
}

/** Les façons d'écrire un mot au singulier, au pluriel, au masculin et au féminin, et d'autres. */
export function variantes(mot) {
  const f = forme(mot);
  const sans = f.replace(/(eu|al|f|at)$/, "");
  const bases = [f, f + f.at(-1), ...["eur", "eus", "eux", "ric", "au", "al", "v"].map((fin) => sans + fin)];
  return [mot, ...bases, ...bases.flatMap((base) => ["e", "s", "es", "x"].map((fin) => base + fin))];
}

/** Le début commun à ses formes et à toute sa famille. */
export function souche(mot) {
  const court = [mot, forme(mot).replace(/(...)eu$/, "$1"), racine(mot)].reduce(communs);
  return court.length > 4 ? court.slice(0, -1) : court;
}

/** Vrai si l'un des deux mots est le pluriel ou le féminin de l'autre. */
export function accord(mot, autre) {
  const [a, b] = [singulier(mot), singulier(autre)].sort((x, y) => x.length - y.length);
  const feminins = [a, `${a}e`, a.replace(/(?<=[aeiou])([nlst])$/, "$1$1e"), a.replace(/teur$/, "trice"),
    a.replace(/eur$/, "euse"), a.replace(/eu$/, "euse"), a.replace(/f$/, "ve")];
  return feminins.includes(b);
}

function singulier(mot) {
  if (mot in IRREGULIERS) return IRREGULIERS[mot];
  if (mot.length < 4 || /\d/.test(mot)) return mot;
  if (/[^e]aux$/.test(mot) && mot.length > 4) return `${mot.slice(0, -3)}al`;
  return /[sx]$/.test(mot) ? mot.slice(0, -1) : mot;
}

function communs(a, b) {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n += 1;
  return a.slice(0, n);
}
