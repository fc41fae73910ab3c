// Les mots trouvés, montrés dans le texte publié.
// Tout passe par des nœuds de texte : aucun texte de fiche n'est lu comme du HTML.

import { MORCEAU } from "./mots.js";

const MOTS_MONTRES = 30;
const AVANT = 6;

/** Le titre d'un fragment, ses mots trouvés surlignés. */
export function titre(fragment, reperes) {
  const suite = decouper(premiereLigne(fragment.content));
  return surligner(suite, reperer(suite, reperes), 0, suite.length);
}

/** Deux lignes du texte, là où se trouve le plus de ce qui est cherché ; le résumé à défaut. */
export function extrait(fragment, reperes) {
  const suite = decouper(fragment.content.slice(premiereLigne(fragment.content).length));
  const trouves = reperer(suite, reperes);
  const cibles = [...trouves.keys()].sort((a, b) => a - b);
  const debut = cibles.length ? reculer(suite, meilleure(cibles, trouves)) : 0;
  const fin = Math.min(debut + MOTS_MONTRES, suite.length);
  const noeuds = surligner(suite, trouves, debut, fin);
  if (debut > 0 && !suite[debut].ligne) noeuds.prepend("… ");
  // Une phrase finie garde son point : « … terrain. … »
  if (fin < suite.length) noeuds.append(/[.!?…]$/.test(suite[fin - 1].mot) ? " …" : "…");
  return noeuds;
}

const premiereLigne = (texte) => texte.slice(0, (texte + "\n").indexOf("\n"));

/** Les morceaux d'un texte, avec les espaces qui les précèdent ; `ligne` : il en commence une. */
function decouper(texte) {
  let fin = 0;
  return Array.from(texte.matchAll(MORCEAU), ({ 0: mot, index }) => {
    const espace = texte.slice(fin, index);
    fin = index + mot.length;
    return { espace, mot, ligne: espace.includes("\n") };
  });
}

const reperer = (suite, reperes) => (reperes ? reperes.trouver(suite.map(({ mot }) => mot)) : new Map());

/** La cible d'où une fenêtre voit le plus de parties de la requête, puis le plus de cibles. */
function meilleure(cibles, trouves) {
  let [choix, record] = [cibles[0], 0];
  let fin = 0;
  cibles.forEach((depart, n) => {
    while (fin < cibles.length && cibles[fin] < depart + MOTS_MONTRES - AVANT) fin += 1;
    const vues = cibles.slice(n, fin);
    const valeur = 100 * new Set(vues.map((c) => trouves.get(c))).size + vues.length;
    if (valeur > record) [choix, record] = [depart, valeur];
  });
  return choix;
}

/** Recule un peu, sans passer le début du paragraphe. */
function reculer(suite, cible) {
  let debut = cible;
  while (debut > 0 && debut > cible - AVANT && !suite[debut].ligne) debut -= 1;
  // Le début du paragraphe est tout près : autant commencer par lui.
  for (let n = debut; n > 0 && n > debut - AVANT; n -= 1) if (suite[n].ligne) return n;
  return debut;
}

function surligner(suite, trouves, debut, fin) {
  const noeuds = document.createDocumentFragment();
  let precedente = null; // la marque que le mot suivant de la même partie peut prolonger
  for (let n = debut; n < fin; n += 1) {
    const { espace, mot, ligne } = suite[n];
    const jointure = n === debut ? "" : ligne ? jonction(suite[n - 1].mot) : espace;
    if (!trouves.has(n)) {
      noeuds.append(jointure, mot);
      precedente = null;
      continue;
    }
    const { avant, coeur, apres } = detourer(mot);
    const rang = trouves.get(n);
    if (precedente?.rang === rang && !avant && !ligne) {
      precedente.marque.append(jointure, coeur);
    } else {
      const marque = document.createElement("mark");
      marque.textContent = coeur;
      noeuds.append(jointure, avant, marque);
      precedente = { marque, rang };
    }
    noeuds.append(apres);
    if (apres) precedente = null;
  }
  return noeuds;
}

/** « l’habitat, » : ni l'élision ni la ponctuation ne sont surlignées. */
function detourer(morceau) {
  const [, avant, coeur, apres] = /^((?:[^\p{L}\p{N}]|(?:[cdjlmnst]|qu)[’'])*)(.*?)([^\p{L}\p{N}]*)$/isu.exec(morceau);
  return coeur ? { avant, coeur, apres } : { avant: "", coeur: morceau, apres: "" };
}

const jonction = (mot) => (/[.!?…:;»]$/.test(mot) ? " " : " · ");
