// D'une adresse qui ne mène nulle part à celles qui lui ressemblent le plus.

import { cle } from "./mots.js";
import { souffler } from "./pauses.js";

const SEUIL = 0.42; // en dessous, deux noms n'ont rien à voir
const RETRAIT = 0.65; // part de la meilleure note, en dessous de laquelle le reste n'est que du bruit
const TETE = 40; // candidates que l'on regarde de plus près
const DEBUT = 4; // lettres à partir desquelles le début d'un nom le désigne
const ENTRE_DEUX_PAUSES = 500;

/** Un nom comme les adresses les écrivent : « Santé & Été.html » → « sante-ete ». */
export const nommer = (texte) => cle(texte)
  .replace(/\.(?:html?|md|php|aspx?|xml|json)$/, "")
  .replace(/[^a-z0-9]+/g, "-")
  .replace(/^-|-$/g, "");

/** Les segments d'une adresse qui disent quelque chose, du plus large au plus précis, tels qu'on les a tapés. */
export const segmentsDe = (chemin) => chemin.replace(/(^|\/)page(?:\/\d*)?\/?$/, "").split("/")
  .map(decoder).filter((segment) => !["", "index"].includes(nommer(segment)));

/** Une adresse peut être mal codée : on en lit ce que l'on peut. */
function decoder(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Les candidates les plus proches du dernier nom d'une adresse, la meilleure d'abord.
 * @param {string[]} noms ceux de ses segments
 * @param {{page: string, noms: string[]}[]} candidates `noms` : ce par quoi on peut les désigner
 */
export async function proches(noms, candidates, nombre) {
  const cherche = noms.at(-1);
  if (!cherche) return [];
  const chemin = noms.join("/");
  const siens = trigrammes(cherche);
  const trouvees = [];
  for (const [n, candidate] of candidates.entries()) {
    if (n % ENTRE_DEUX_PAUSES === 0) await souffler();
    let note = 0;
    for (const nom of candidate.noms) note = Math.max(note, commun(siens, nom));
    if (note > SEUIL / 2 || candidate.noms.some((nom) => commence(nom, cherche))) trouvees.push({ candidate, note });
  }
  trouvees.sort((a, b) => b.note - a.note);
  const parPage = new Map();
  for (const { candidate } of trouvees.slice(0, TETE)) {
    const note = noter(candidate, cherche, noms, chemin);
    if (note >= SEUIL && note > (parPage.get(candidate.page)?.note ?? 0)) parPage.set(candidate.page, { candidate, note });
  }
  const retenues = [...parPage.values()].sort((a, b) => b.note - a.note);
  return retenues.filter(({ note }) => note >= RETRAIT * retenues[0].note).slice(0, nombre).map(({ candidate }) => candidate);
}

/** De 0 à 1 ; une lettre, un pluriel ou une fin de moins comptent peu, le bon dossier départage. */
function noter({ page, noms: siens }, cherche, noms, chemin) {
  const voisine = page.replace(/\/$/, "");
  if (voisine === chemin) return 1;
  const note = Math.max(...siens.map((nom) => ressemblance(nom, cherche)));
  const dossier = voisine.split("/")[0];
  const attendu = noms.length > 1 ? ressemblance(dossier, noms[0]) > 0.75 : voisine === dossier;
  return 0.95 * note + (attendu ? 0.04 : 0);
}

/** De 0 à 1, à quel point deux noms se ressemblent. */
export function ressemblance(nom, cherche) {
  if (nom === cherche) return 1;
  if (sansPluriel(nom) === sansPluriel(cherche)) return 0.97;
  const longueur = Math.max(nom.length, cherche.length);
  const lettres = 1 - distance(nom, cherche) / longueur;
  const debut = commence(nom, cherche) ? 0.75 + 0.2 * Math.min(nom.length, cherche.length) / longueur : 0;
  return Math.max(lettres, commun(trigrammes(cherche), nom), debut, contient(nom, cherche) ? 0.8 : 0);
}

/** L'un des deux est le début de l'autre : une adresse coupée, ou collée à ce qui suivait. */
const commence = (nom, cherche) => Math.min(nom.length, cherche.length) >= DEBUT && (nom.startsWith(cherche) || cherche.startsWith(nom));

/** Tous les mots cherchés sont dans le nom. */
function contient(nom, cherche) {
  const siens = new Set(sansPluriel(nom).split("-"));
  return cherche.length >= DEBUT && sansPluriel(cherche).split("-").every((mot) => siens.has(mot));
}

const sansPluriel = (nom) => nom.split("-").map((mot) => mot.replace(/[sx]$/, "")).join("-");

/** Les suites de trois lettres d'un nom, bords compris ; l'ordre des mots n'y compte guère. */
function trigrammes(nom) {
  const borde = `-${nom}-`;
  const trouves = new Set();
  for (let n = 0; n + 3 <= borde.length; n += 1) trouves.add(borde.slice(n, n + 3));
  return trouves;
}

/** La part de trigrammes que deux noms ont en commun (Dice). */
function commun(siens, nom) {
  const borde = `-${nom}-`;
  const total = borde.length - 2;
  let communs = 0;
  for (let n = 0; n < total; n += 1) if (siens.has(borde.slice(n, n + 3))) communs += 1;
  return total > 0 ? Math.min(1, (2 * communs) / (siens.size + total)) : 0;
}

/** La distance de Levenshtein. */
function distance(a, b) {
  let derniere = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const ligne = [i];
    for (let j = 1; j <= b.length; j += 1) {
      ligne.push(Math.min(derniere[j] + 1, ligne[j - 1] + 1, derniere[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    derniere = ligne;
  }
  return derniere[b.length];
}
