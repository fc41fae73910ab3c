// D'une saisie aux résultats : le chemin commun de la page et de l'en-tête.
//
// Chaque partie de la requête vaut quelque chose dans chaque entrée (partie.js). Une entrée
// répond quand elle a toutes les parties et aucune exclue. Si aucune ne les a toutes, celles
// qui en ont le plus répondent, et le résultat le dit.

import { equivalences as charger } from "./acces.js";
import { racine } from "./formes.js";
import { ouvrir } from "./index.js";
import { proches } from "./orthographe.js";
import { Partie } from "./partie.js";
import { souffler } from "./pauses.js";
import { Reperes } from "./reperes.js";
import { Equivalences, analyser, remplacer, tapes } from "./requete.js";

const PART_DU_SUIVI = 0.4; // deux parties qui se suivent, comme dans la requête
const POIDS_DU_SUIVI = 3; // poids d'une place où elles se suivent à partir duquel peu s'ajoute
const PART_DU_TITRE = 0.25; // toutes les parties dans le titre
const PARTIES_GARDEES = 30;
const REGARDEES = 200; // entrées, les mieux notées, où l'on regarde si les parties se suivent

/**
 * @typedef {object} Trouvailles
 * @property {number[]} resultats les rangs des entrées, les mieux notées d'abord
 * @property {string} q la saisie à laquelle ils répondent, corrigée s'il le fallait
 * @property {Reperes} reperes ce qui est à surligner
 * @property {boolean} partiel aucune entrée n'a toutes les parties
 * @property {string[]} absents ce qui a été cherché et qu'aucune entrée ne contient
 * @property {number} ecartees combien d'entrées auraient répondu sans un mot écarté
 * @property {{q: string, appliquee: boolean, fautes: string[]}|null} correction « Vouliez-vous
 *   dire » ; appliquée quand les résultats sont déjà les siens ; les mots qu'elle remplace
 */

/**
 * Les résultats d'une saisie, ou null quand elle ne contient aucun mot.
 * @param {string} saisie
 * @param {{enCours?: boolean}} options `enCours` : le dernier mot n'est peut-être pas fini
 * @returns {Promise<Trouvailles|null>}
 */
export async function trouver(saisie, { enCours = false } = {}) {
  const { parties, exclues } = analyser(saisie);
  if (!parties.length && !exclues.length) return null;
  const [index, connues] = await Promise.all([ouvrir(), ouvrirEquivalences()]);
  const enFrappe = enCours && /\S$/u.test(saisie);
  const recherche = await lire(index, connues, parties, exclues, enFrappe);
  const corrections = await corriger(recherche);
  await souffler();
  if (!corrections.size) return recherche.conclure(saisie, null);
  const q = remplacer(saisie, corrections);
  const fautes = tapes(saisie, corrections);
  // Ce qui a été trouvé l'a été malgré la faute : le proposer suffit.
  if (recherche.parties.every((p) => p.douteux.every((d) => d.accorde))) return recherche.conclure(saisie, { q, appliquee: false, fautes });
  const corrigee = await lire(index, connues, analyser(q).parties, exclues, false);
  return corrigee.conclure(q, { q, appliquee: true, fautes });
}

let equivalences = null;

function ouvrirEquivalences() {
  equivalences ??= charger().then((brut) => new Equivalences(brut)).catch((erreur) => { equivalences = null; throw erreur; });
  return equivalences;
}

async function lire(index, connues, parties, exclues, enFrappe) {
  const recherche = new Recherche(index, connues.reconnaitre(parties), exclues, enFrappe);
  await recherche.lire();
  // Un terme dont les mots ne sont nulle part ensemble est cherché mot à mot.
  if (recherche.parties.every((p) => p.nombre || p.exacte || p.mots.length < 2)) return recherche;
  const motAMot = new Recherche(index, parties, exclues, enFrappe);
  await motAMot.lire();
  return motAMot;
}

/**
 * Les mots mal écrits : ceux que l'index ne connaît pas, et ceux dont il n'a que la racine
 * alors qu'un mot d'une autre famille n'en diffère que d'une lettre.
 */
async function corriger({ parties }) {
  const corrections = new Map();
  await Promise.all(parties.flatMap((p) => p.douteux).map(async ({ texte, parente }) => {
    // Un mot que seuls les vocabulaires connaissent ne mènerait à aucune entrée.
    const proche = (await proches(texte, 3)).find((p) => p.poids);
    if (!proche || (parente && (proche.fautes > 1 || racine(proche.mot) === racine(texte)))) return;
    corrections.set(texte, proche.forme);
  }));
  return corrections;
}

const gardees = new Map();

/** Une partie lue, gardée un moment : d'une lettre à l'autre, seule la dernière change. */
async function lirePartie(index, decrite) {
  const cle = JSON.stringify([index.table.edition, decrite]);
  if (!gardees.has(cle)) {
    if (gardees.size >= PARTIES_GARDEES) gardees.delete(gardees.keys().next().value);
    const partie = new Partie(decrite);
    gardees.set(cle, partie.lire(index).then(() => partie).catch((erreur) => { gardees.delete(cle); throw erreur; }));
  }
  return gardees.get(cle);
}

class Recherche {
  constructor(index, parties, exclues, enCours) {
    this.index = index;
    this.voulues = parties.map((p, n) => ({ ...p, enCours: enCours && n === parties.length - 1 }));
    // Exclure « étudiant » n'exclut pas « études ».
    this.refusees = exclues.map((p) => ({ ...p, stricte: true }));
  }

  async lire() {
    const lire = (parties) => Promise.all(parties.map((p) => lirePartie(this.index, p)));
    [this.parties, this.exclues] = await Promise.all([lire(this.voulues), lire(this.refusees)]);
  }

  /** @returns {Trouvailles} */
  conclure(q, correction) {
    const connues = this.parties.filter((p) => p.nombre);
    const absents = this.parties.filter((p) => !p.nombre).map((p) => p.brut);
    let { rangs, ecartees } = this.ayant(this.parties.length);
    // Celles qui les ont toutes sont peut-être toutes écartées : les autres n'y répondraient pas mieux.
    const partiel = !rangs.length && !ecartees && connues.length > 0 && this.parties.length > 1;
    if (partiel) ({ rangs, ecartees } = this.ayant(Math.min(connues.length, Math.ceil(this.parties.length / 2))));
    const resultats = this.noter(rangs, connues, partiel);
    return { q, resultats, reperes: new Reperes(connues), partiel: partiel && rangs.length > 0, absents, ecartees, correction };
  }

  /** Les entrées qui ont au moins ce nombre de parties, et aucune des exclues ; combien le sont. */
  ayant(nombre) {
    const presentes = new Uint8Array(this.index.total);
    const refusees = new Uint8Array(this.index.total);
    for (const { valeurs } of this.parties) for (let rang = 0; rang < valeurs.length; rang += 1) if (valeurs[rang]) presentes[rang] += 1;
    for (const { valeurs } of this.exclues) for (let rang = 0; rang < valeurs.length; rang += 1) if (valeurs[rang]) refusees[rang] = 1;
    const rangs = [];
    let ecartees = 0;
    for (let rang = 0; rang < presentes.length; rang += 1) {
      if (presentes[rang] < nombre) continue;
      if (refusees[rang]) ecartees += 1;
      else rangs.push(rang);
    }
    return { rangs, ecartees };
  }

  /** Les entrées par note : des mots rares de préférence, dans le titre, à la suite. */
  noter(rangs, connues, partiel) {
    const { total } = this.index;
    const notes = new Float64Array(total);
    const presences = new Float64Array(total);
    const ailleurs = new Uint8Array(total); // les parties qu'elle n'a que hors de son titre
    for (const p of connues) {
      for (const rang of rangs) {
        if (!p.valeurs[rang]) continue;
        notes[rang] += p.rarete * p.valeurs[rang];
        presences[rang] += p.rarete;
        if (!p.titres[rang]) ailleurs[rang] += 1;
      }
    }
    for (const rang of rangs) {
      if (!ailleurs[rang]) notes[rang] *= 1 + PART_DU_TITRE;
      // Une entrée qui a un mot de plus passe devant, quelles que soient les notes.
      if (partiel) notes[rang] = presences[rang] + notes[rang] / 1000;
    }
    const tries = trier(rangs, notes);
    if (connues.length < 2) return tries;
    const tete = tries.slice(0, REGARDEES);
    for (const rang of tete) notes[rang] += this.suivi(rang, connues) / (partiel ? 1000 : 1);
    return [...trier(tete, notes), ...tries.slice(REGARDEES)];
  }

  /** Ce que vaut que des parties se suivent dans une entrée, à un mot près. */
  suivi(rang, connues) {
    const presentes = connues.filter((p) => p.valeurs[rang]);
    let somme = 0;
    for (let n = 1; n < presentes.length; n += 1) {
      const [gauche, droite] = [presentes[n - 1], presentes[n]];
      const places = droite.placesDans(rang);
      let meilleur = 0;
      for (const [place, poids] of gauche.placesDans(rang)) {
        for (let ecart = 1; ecart < 4; ecart += 1) {
          if (poids > meilleur && places.has(place + gauche.etendue + ecart)) meilleur = poids;
        }
      }
      somme += Math.min(gauche.rarete, droite.rarete) * (meilleur / (meilleur + POIDS_DU_SUIVI));
    }
    return PART_DU_SUIVI * somme;
  }
}

const FINESSE = 1e6; // deux notes plus proches se valent

/** Les mieux notées d'abord, puis dans l'ordre de l'index : un nombre par entrée se trie d'un coup. */
function trier(rangs, notes) {
  const cles = Float64Array.from(rangs, (rang) => rang - Math.round(notes[rang] * FINESSE) * notes.length);
  return Array.from(cles.sort(), (cle) => ((cle % notes.length) + notes.length) % notes.length);
}
