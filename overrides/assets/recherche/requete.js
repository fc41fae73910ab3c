// Ce que l'on tape → ce que l'index connaît.
// Le même lissage que hooks/capitalisation/search/documents.py, où il est expliqué.

const MARQUE = "ξ";
export const MOTS_VIDES = new Set((
  "ai as au aux avec ce ces cet cette dans de des du elle elles en est et eu il ils je la le les " +
  "leur leurs lui ma mais me mes ne nos notre nous on ont ou par pas pour qu que qui sa sans se " +
  "ses si son sont sur ta te tes tu un une vos votre vous " +
  "a b c d e f g h i j k l m n o p q r s t u v w x y z"
).split(" "));

const FORMES = { "’": "'", "‘": "'", "ʼ": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "‧": "·", "⋅": "·", "•": "·" };
const ELISION = /(^|[^\p{L}\p{N}'])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[\p{L}\p{N}])/giu;
const INCLUSIF = /(\p{L}{2,})·(\p{L}{1,6})(?:·([sx]))?(?![\p{L}\p{N}·])/gu;

/** Rend la requête lissée, ou "" quand elle ne contient aucun mot. */
export function lisser(saisie) {
  const exacte = /^\s*["«“](.+)["»”]\s*$/su.exec(saisie);
  const tous = (exacte ? exacte[1] : saisie)
    .normalize("NFC")
    .replace(/[’‘ʼœŒæÆ‧⋅•]/g, (c) => FORMES[c])
    .replace(ELISION, "$1")
    .replace(INCLUSIF, masculin)
    .replace(/(\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g, "$1")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);
  if (exacte && tous.length > 1) return `"${tous.map((m) => (vide(m) ? MARQUE + m : m)).join(" ")}"`;
  const pleins = tous.filter((m) => !vide(m));
  return (pleins.length ? pleins : tous.map((m) => MARQUE + m)).join(" ");
}

/** Les mots d'un texte ou d'une requête lissée, sans accent, ni ligature, ni majuscule. */
export function mots(texte) {
  return sansAccent(texte.replaceAll(MARQUE, "").replace(/[œŒæÆ]/g, (c) => FORMES[c])).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

const sansAccent = (texte) => texte.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function vide(mot) {
  return MOTS_VIDES.has(sansAccent(mot));
}

function masculin(_, base, suffixe, nombre) {
  const pluriel = nombre || (suffixe.length > 1 && suffixe.endsWith("s") ? "s" : "");
  return !pluriel || /[sx]$/.test(base) ? base : base + pluriel;
}
