// Un texte → ses mots, comme l'index les connaît : sans majuscule, accent, ligature ni élision.
// Le même découpage que hooks/capitalisation/search/words.py, où il est expliqué.

export const MARQUE = "ξ";
const MOTS_VIDES = new Set((
  "ai as au aux avec ce ces cet cette dans de des du elle elles en est et eu il ils je la le les " +
  "leur leurs lui ma mais me mes ne nos notre nous on ont ou par pas pour qu que qui sa sans se " +
  "ses si son sont sur ta te tes tu un une vos votre vous " +
  "a b c d e f g h i j k l m n o p q r s t u v w x y z"
).split(" "));

const SIGNES = { "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "‧": "·", "⋅": "·", "•": "·" };
const LIGATURES = { "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss" };
const ELISION = /(?<![\p{L}\p{N}])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[\p{L}\p{N}_])/giu;
const FIN =
  "(?:e|es|ne|nes|le|les|te|tes|se|ses|ve|ves|ice|ices|rice|rices|trice|trices|teuse|teuses|" +
  "euse|euses|ere|eres|ère|ères|iere|ieres|ière|ières|ive|ives|elle|elles|enne|ennes|ale|ales|" +
  "esse|esses)";
const INCLUSIF = new RegExp(
  `(?<!\\p{L})(\\p{L}{2,})(?:·(\\p{L}{1,6})(?:·([sx]))?|[./](${FIN})(?:[./]([sx]))?` +
  `|-(${FIN})-([sx])|\\((${FIN})\\)([sx])?)(?![\\p{L}\\p{N}]|[·./(-][\\p{L}\\p{N}])`, "gu");
const SIGLE = /(?<![\p{L}\p{N}])(?:\p{L}\.){2,}/gu;
const MILLIERS = /(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)/g;
export const MORCEAU = new RegExp(`(?:${MILLIERS.source}|\\S)+`, "g");
const SEPARATEURS = /[^\p{L}\p{N}]+/u;
const SIMPLE = /^[a-zA-Z]+$/;
const LETTRES = /^[a-zA-ZÀ-ÖØ-öø-ÿ]+$/;
const ACCENTS = /\p{M}+/gu;

const memoire = new Map();
const MEMOIRE_MAX = 20000;

/** Les mots d'un texte, dans l'ordre ; un mot vide porte la MARQUE. */
export const mots = (texte) => morceaux(texte).flatMap((morceau) => motsDe(morceau));

/** Les suites sans espace d'un texte ; « 10 000 » n'en fait qu'une. */
export const morceaux = (texte) => texte.match(MORCEAU) ?? [];

/** Les mots d'une suite sans espace : « porte-à-porte » en a trois. */
export function motsDe(morceau) {
  let trouves = memoire.get(morceau);
  if (!trouves) {
    if (memoire.size >= MEMOIRE_MAX) memoire.clear();
    memoire.set(morceau, trouves = couper(morceau));
  }
  return trouves;
}

/** « 10 000 » → « 10000 » */
export const serrer = (texte) => texte.replace(MILLIERS, (nombre) => nombre.replace(/\D/g, ""));

export const vide = (mot) => mot.startsWith(MARQUE);

/** Un mot sans majuscule, ni accent, ni ligature. */
export const cle = (mot) => mot.replace(/[œŒæÆß]/g, (c) => LIGATURES[c]).normalize("NFKD").toLowerCase().replace(ACCENTS, "");

function couper(morceau) {
  // Presque tous n'ont que des lettres, et le plus souvent sans accent : rien à y chercher d'autre.
  if (SIMPLE.test(morceau)) return [marquer(morceau.toLowerCase())];
  if (LETTRES.test(morceau)) return [marquer(cle(morceau))];
  const texte = serrer(morceau.normalize("NFC"))
    .replace(/[’‘ʼ´`‧⋅•]/g, (c) => SIGNES[c])
    .replace(ELISION, "")
    .replace(SIGLE, (sigle) => sigle.replaceAll(".", ""))
    .replace(INCLUSIF, masculin);
  return texte.split(SEPARATEURS)
    .flatMap((forme) => cle(forme).split(SEPARATEURS))
    .filter(Boolean)
    .map(marquer);
}

const marquer = (mot) => (MOTS_VIDES.has(mot) ? MARQUE + mot : mot);

function masculin(_, base, ...groupes) {
  const place = [0, 2, 4, 6].find((n) => groupes[n] !== undefined);
  const [fin, nombre] = [groupes[place], groupes[place + 1]];
  const pluriel = nombre || (fin.length > 1 && fin.endsWith("s") ? "s" : "");
  return /[sx]$/i.test(base) ? base : base + pluriel;
}
