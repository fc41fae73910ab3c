// Comparer et nommer : les mêmes formes que hooks/capitalisation/typography.py.

const LIGATURES = { œ: "oe", Œ: "oe", æ: "ae", Æ: "ae", ß: "ss" };

/** Sans casse, sans accent, sans ligature, les mots séparés d'une espace. */
export const plier = (texte) => texte
  .replace(/[œŒæÆß]/g, (lettre) => LIGATURES[lettre])
  .normalize("NFKD").toLowerCase()
  .replace(/[\u0300-\u036f]+/g, "")
  .replace(/[^0-9a-z]+/g, " ").trim();

/** Le nom d'un fichier ou d'une adresse, coupé entre deux mots. */
export function ancrer(texte, longueur = 60) {
  const entier = plier(texte).replaceAll(" ", "-");
  if (entier.length <= longueur) return entier;
  const coupe = entier.slice(0, longueur + 1);
  return coupe.slice(0, Math.max(coupe.lastIndexOf("-"), 0) || longueur);
}

/** Une adresse écrite avec des %, telle qu'on la lit ; telle quelle si elle ne se lit pas. */
export function dechiffrer(texte) {
  try {
    return decodeURIComponent(texte);
  } catch {
    return texte;
  }
}

/** « 12 ko », « 3,9 Mo » */
export function taille(octets) {
  const [valeur, unite] = octets < 999500 ? [octets / 1000, "ko"] : [octets / 1e6, "Mo"];
  return `${(unite === "ko" ? Math.ceil(valeur) : Math.round(valeur * 10) / 10).toString().replace(".", ",")}\u00a0${unite}`;
}

/** « 2018 », « mars 2018 », « 2 mars 2018 » d'une date à l'année, au mois ou au jour. */
export function enMots(date) {
  const [, annee, mois, jour] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date) ?? [];
  const nom = NOMS[Number(mois) - 1];
  if (!annee || (mois && !nom)) return date;
  return [jour && (Number(jour) === 1 ? "1er" : Number(jour)), nom, annee].filter(Boolean).join(" ");
}

const NOMS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const MOIS = NOMS.map(plier);

/** « mars 2018 », « 3/2018 », « 12/03/2018 », « 12 mars 2018 » → 2018-03, 2018-03-12 ; sinon tel quel. */
export function enDate(saisie) {
  const texte = plier(saisie);
  const deux = (n) => String(n).padStart(2, "0");
  const mois = (nom) => MOIS.indexOf(nom) + 1;
  let m;
  if ((m = /^(\d{1,2})(?:er)? ([a-z]+) (\d{4})$/.exec(texte)) && mois(m[2])) return `${m[3]}-${deux(mois(m[2]))}-${deux(m[1])}`;
  if ((m = /^([a-z]+) (\d{4})$/.exec(texte)) && mois(m[1])) return `${m[2]}-${deux(mois(m[1]))}`;
  if ((m = /^(\d{1,2}) (\d{1,2}) (\d{4})$/.exec(texte))) return `${m[3]}-${deux(m[2])}-${deux(m[1])}`;
  if ((m = /^(\d{1,2}) (\d{4})$/.exec(texte))) return `${m[2]}-${deux(m[1])}`;
  if ((m = /^(\d{4}) (\d{1,2}) (\d{1,2})$/.exec(texte))) return `${m[1]}-${deux(m[2])}-${deux(m[3])}`;
  if ((m = /^(\d{4}) (\d{1,2})$/.exec(texte))) return `${m[1]}-${deux(m[2])}`;
  return saisie.trim();
}

/** AAAA-MM-JJ, à l'heure de cet appareil. */
export function aujourdhui() {
  const jour = new Date();
  return [jour.getFullYear(), jour.getMonth() + 1, jour.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}
