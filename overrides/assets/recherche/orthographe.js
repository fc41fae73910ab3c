// Le mot que l'on voulait taper : le plus proche parmi ceux du corpus et des vocabulaires.

import { lexique } from "./acces.js";
import { cle } from "./mots.js";
import { souffler } from "./pauses.js";

const VOYELLES = /[aeiouy]/;
const ENTRE_DEUX_PAUSES = 500; // mots
let ouverture = null;

function ouvrir() {
  ouverture ??= lexique().then(lire).catch((erreur) => { ouverture = null; throw erreur; });
  return ouverture;
}

async function lire({ mots, poids }) {
  const lus = [];
  for (const forme of mots.split(" ")) {
    if (lus.length % ENTRE_DEUX_PAUSES === 0) await souffler();
    lus.push({ forme, mot: cle(forme), poids: Number(poids[lus.length]) });
  }
  return lus;
}

/**
 * Les mots les plus proches, le meilleur d'abord : {forme, mot, poids, fautes, ecart}. Une lettre doublée,
 * deux lettres inversées ou une voyelle prise pour une autre comptent moins qu'une autre faute.
 */
export async function proches(mot, nombre, largeur = 1) {
  const permis = tolerance(mot) * largeur;
  if (!permis) return [];
  const trouves = [];
  for (const [n, candidat] of (await ouvrir()).entries()) {
    if (n % ENTRE_DEUX_PAUSES === 0) await souffler();
    if (Math.abs(candidat.mot.length - mot.length) > permis + 1 || candidat.mot === mot) continue;
    const ecart = distance(mot, candidat.mot, permis);
    if (ecart <= permis) trouves.push({ ...candidat, fautes: ecart, ecart: ecart + malus(mot, candidat) });
  }
  return trouves.sort((a, b) => a.ecart - b.ecart || b.poids - a.poids).slice(0, nombre);
}

/** Ce qu'un mot de cette longueur peut avoir de fautes ; rien pour un nombre ou un sigle court. */
function tolerance(mot) {
  if (mot.length < 4 || /\d/.test(mot)) return 0;
  return mot.length < 6 ? 1 : mot.length < 9 ? 1.6 : 2.2;
}

/** On se trompe rarement de première lettre, et le mot cherché est plutôt un mot courant. */
function malus(mot, candidat) {
  return (mot[0] === candidat.mot[0] ? 0 : 0.5) + (candidat.poids ? 0.3 / candidat.poids : 0.6);
}

/** La distance de Damerau et Levenshtein, au-delà de `maximum` n'importe quoi de plus grand. */
function distance(a, b, maximum) {
  let avantDerniere = [];
  let derniere = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const ligne = [i];
    let minimum = i;
    for (let j = 1; j <= b.length; j += 1) {
      const retrait = derniere[j] + (a[i - 1] === a[i - 2] || a[i - 1] === "h" ? 0.5 : 1);
      const ajout = ligne[j - 1] + (b[j - 1] === b[j - 2] || b[j - 1] === "h" ? 0.5 : 1);
      let cout = Math.min(retrait, ajout, derniere[j - 1] + change(a[i - 1], b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cout = Math.min(cout, avantDerniere[j - 2] + 0.7);
      ligne.push(cout);
      if (cout < minimum) minimum = cout;
    }
    if (minimum > maximum) return Infinity;
    [avantDerniere, derniere] = [derniere, ligne];
  }
  return derniere[b.length];
}

function change(a, b) {
  if (a === b) return 0;
  return VOYELLES.test(a) && VOYELLES.test(b) ? 0.8 : 1;
}
