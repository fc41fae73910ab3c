// D'une saisie aux résultats : le chemin commun de la page et de l'en-tête.
//
// Chaque partie de la requête donne une note à chaque page qui la contient, d'après l'index ;
// une page répond quand elle a toutes les parties et aucune exclue. Si aucune ne les a
// toutes, celles qui en ont le plus répondent, et le résultat le dit.

import { termes } from "./acces.js";
import { accord, forme, racine, souche } from "./formes.js";
import { ouvrir } from "./index.js";
import { Reperes } from "./reperes.js";
import { Equivalences, analyser, remplacer } from "./requete.js";
import { vide } from "./mots.js";
import { proches } from "./orthographe.js";

// Ce que vaut un mot de l'index pour un mot cherché.
const IDENTIQUE = 1;
const ACCORDE = 0.95; // pluriel, féminin
const PARENT = 0.4; // même racine
const COMPLETE = 0.5; // le mot cherché en est le début
const SYNONYME = 0.7; // le sigle pour le libellé, et l'inverse

const SATURATION = 6; // poids d'un mot à partir duquel le répéter n'apporte guère
const PART_DU_SUIVI = 0.4; // deux mots qui se suivent, comme dans la requête
const PART_DU_TITRE = 0.25; // tous les mots dans le titre
const POIDS_DE_TITRE = 6.5; // d'une notice au titre long, au pluriel près
const PREFIXE_MINIMAL = 3;

/**
 * @typedef {object} Trouvailles
 * @property {{rang: number, note: number}[]} resultats les mieux notés d'abord
 * @property {string} q la saisie à laquelle ils répondent, corrigée s'il le fallait
 * @property {Reperes} reperes ce qui est à surligner
 * @property {boolean} partiel aucune page n'a tous les mots
 * @property {string[]} absents les mots cherchés qu'aucune page ne contient
 * @property {{q: string, appliquee: boolean}|null} correction « Vouliez-vous dire » ; appliquée
 *   quand les résultats sont déjà les siens
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
  const [index, equivalences] = await Promise.all([ouvrir(), ouvrirEquivalences()]);
  const enFrappe = enCours && /\S$/u.test(saisie);
  const recherche = await lire(index, equivalences, parties, exclues, enFrappe);
  const corrections = await corriger(recherche);
  if (!corrections.size) return recherche.conclure(saisie, null);
  const q = remplacer(saisie, corrections);
  // Ce qui a été trouvé l'a été malgré la faute : le proposer suffit.
  if (recherche.parties.every((p) => p.exacte || p.douteux.every((d) => d.accorde))) return recherche.conclure(saisie, { q, appliquee: false });
  const corrigee = await lire(index, equivalences, analyser(q).parties, exclues, false);
  return corrigee.conclure(q, { q, appliquee: true });
}

let equivalences = null;

function ouvrirEquivalences() {
  equivalences ??= termes().then((brut) => new Equivalences(brut)).catch((erreur) => { equivalences = null; throw erreur; });
  return equivalences;
}

async function lire(index, equivalences, parties, exclues, enFrappe) {
  const recherche = new Recherche(index, equivalences.reconnaitre(parties), exclues, enFrappe);
  await recherche.lire();
  // Un terme dont les mots ne sont nulle part ensemble est cherché mot à mot.
  if (recherche.parties.every((p) => p.pages.size || p.exacte || p.mots.length < 2)) return recherche;
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
    const [proche] = await proches(texte);
    if (!proche || (parente && (proche.fautes > 1 || racine(proche.mot) === racine(texte)))) return;
    corrections.set(texte, proche.forme);
  }));
  return corrections;
}

class Recherche {
  constructor(index, parties, exclues, enCours) {
    this.index = index;
    this.parties = parties.map((p, n) => new Partie({ ...p, enCours: enCours && n === parties.length - 1 }));
    // Exclure « étudiant » n'exclut pas « études ».
    this.exclues = exclues.map((p) => new Partie({ ...p, stricte: true }));
  }

  lire() {
    return Promise.all([...this.parties, ...this.exclues].map((p) => p.lire(this.index)));
  }

  /** @returns {Trouvailles} */
  conclure(q, correction) {
    const exclues = new Set(this.exclues.flatMap((p) => [...p.pages.keys()]));
    const connues = this.parties.filter((p) => p.pages.size);
    const absents = this.parties.filter((p) => !p.pages.size).map((p) => p.brut);
    let partiel = absents.length > 0;
    let pages = [];
    if (!this.parties.length) {
      pages = Array.from({ length: this.index.total }, (_, page) => page).filter((page) => !exclues.has(page));
    } else {
      if (!partiel) pages = communes(this.parties).filter((page) => !exclues.has(page));
      if (!pages.length && this.parties.length > 1) {
        partiel = true;
        pages = laPlupart(connues, this.parties.length).filter((page) => !exclues.has(page));
      }
    }
    const resultats = pages.map((page) => ({ rang: page, note: this.noter(page, connues, partiel) }));
    resultats.sort((a, b) => b.note - a.note || a.rang - b.rang);
    return { q, resultats, reperes: new Reperes(connues), partiel: partiel && pages.length > 0, absents, correction };
  }

  /** La note d'une page : ses mots, rares de préférence, dans le titre, à la suite. */
  noter(page, connues, partiel) {
    const presentes = connues.filter((p) => p.pages.has(page));
    let note = 0;
    for (const p of presentes) note += p.rarete * p.pages.get(page);
    for (let n = 1; n < presentes.length; n += 1) note += seSuivent(presentes[n - 1], presentes[n], page);
    if (presentes.every((p) => p.dansLeTitre(page))) note *= 1 + PART_DU_TITRE;
    // Une page qui a un mot de plus passe devant, quelles que soient les notes.
    return partiel ? note / 1000 + presentes.reduce((somme, p) => somme + p.rarete, 0) : note;
  }
}

/** Les pages que toutes les parties contiennent. */
function communes(parties) {
  const [rare, ...autres] = [...parties].sort((a, b) => a.pages.size - b.pages.size);
  return [...rare.pages.keys()].filter((page) => autres.every((p) => p.pages.has(page)));
}

/** Les pages qui contiennent au moins la moitié des parties. */
function laPlupart(connues, nombre) {
  const comptes = new Map();
  for (const p of connues) for (const page of p.pages.keys()) comptes.set(page, (comptes.get(page) ?? 0) + 1);
  const seuil = Math.min(Math.ceil(nombre / 2), Math.max(0, ...comptes.values()));
  return [...comptes].filter(([, n]) => n >= seuil).map(([page]) => page);
}

/** Ce que vaut que deux parties se suivent, à un mot près. */
function seSuivent(gauche, droite, page) {
  const places = droite.places.get(page);
  let meilleur = 0;
  for (const [place, poids] of gauche.places.get(page) ?? []) {
    for (let ecart = 1; ecart < 4; ecart += 1) {
      if (places?.has(place + ecart)) meilleur = Math.max(meilleur, poids);
    }
  }
  return PART_DU_SUIVI * Math.min(gauche.rarete, droite.rarete) * (meilleur / (meilleur + SATURATION / 2));
}

/** Une partie de la requête, et les pages qui lui répondent. */
class Partie {
  constructor({ mots, brut, exacte, autres = [], enCours = false, stricte = false }) {
    Object.assign(this, { mots, brut, exacte, autres, enCours, stricte });
    /** page → part du poids, de 0 à 1 */
    this.pages = new Map();
    /** page → Map place → poids, où la partie commence */
    this.places = new Map();
    this.douteux = [];
    this.surlignes = new Set();
    this.suites = [];
  }

  async lire(index) {
    this.index = index;
    if (this.mots.length === 1 && !this.exacte) {
      const [mot] = this.mots;
      this.retenir(await this.formes(mot.texte));
    } else {
      await this.lireEnsemble();
    }
    await Promise.all(this.autres.map((suite) => this.lireAutre(suite)));
    this.rarete = Math.log(1 + (index.total - this.pages.size + 0.5) / (this.pages.size + 0.5));
    for (const [page, poids] of this.pages) this.pages.set(page, poids / (poids + SATURATION));
  }

  /** Des mots à trouver à la suite ; à défaut, et sans guillemets, dans la même page. */
  async lireEnsemble() {
    const listes = await Promise.all(this.mots.map((m) => (this.exacte ? this.identiques(m.texte) : this.formes(m.texte))));
    if (!this.exacte && this.mots.length > 1) {
      // Un mot inconnu empêche la suite : elle est cherchée sans lui.
      if (listes.some((l) => !l.length)) return;
    }
    const suivies = this.suivre(this.mots, listes);
    if (suivies.size || this.exacte) return this.ajouter(suivies, 1, true);
    const seules = listes.map((l) => reunir(l));
    const [premiere, ...autres] = seules;
    for (const [page, places] of premiere) {
      if (!autres.every((pages) => pages.has(page))) continue;
      const poids = Math.min(...seules.map((pages) => total(pages.get(page))));
      this.pages.set(page, (this.pages.get(page) ?? 0) + poids);
      this.places.set(page, places);
    }
    for (const { mot } of listes.flat()) this.surlignes.add(mot.texte);
  }

  async lireAutre(suite) {
    const listes = await Promise.all(suite.map((m) => this.identiques(m.texte, true)));
    this.ajouter(this.suivre(suite, listes), SYNONYME, false);
    if (listes.every((l) => l.length)) this.noterSuite(suite, listes);
  }

  retenir(liste) {
    this.ajouter(reunir(liste), 1, true);
    for (const { mot, valeur } of liste) if (valeur >= PARENT) this.surlignes.add(mot.texte);
  }

  ajouter(pages, part, siennes) {
    for (const [page, places] of pages) {
      this.pages.set(page, (this.pages.get(page) ?? 0) + part * total(places));
      if (siennes || !this.places.has(page)) this.places.set(page, places);
    }
  }

  /** Les pages où les mots se suivent, aux écarts de `suite` : page → Map place → poids. */
  suivre(suite, listes) {
    if (listes.some((l) => !l.length)) return new Map();
    const [premiere, ...autres] = listes.map((l) => reunir(l));
    const trouvees = new Map();
    for (const [page, places] of premiere) {
      const suivants = autres.map((pages) => pages.get(page));
      if (suivants.some((s) => !s)) continue;
      const debuts = [...places].filter(([place]) => suivants.every((s, n) => s.has(place + suite[n + 1].place - suite[0].place)));
      if (debuts.length) trouvees.set(page, new Map(debuts));
    }
    if (trouvees.size) this.noterSuite(suite, listes);
    return trouvees;
  }

  noterSuite(suite, listes) {
    const premier = suite[0].place;
    this.suites.push(suite.map((m, n) => ({ ecart: m.place - premier, textes: new Set(listes[n].map(({ mot }) => mot.texte)) })));
  }

  async identiques(texte, accordees = false) {
    const liste = await this.index.motsEn(accordees ? souche(texte) : texte);
    return liste
      .filter((mot) => mot.texte === texte || (accordees && !vide(texte) && forme(mot.texte) === forme(texte)))
      .map((mot) => ({ mot, valeur: 1 }));
  }

  /** Les mots de l'index pour un mot cherché, et ce que vaut chacun. */
  async formes(texte) {
    const [saForme, saRacine] = [forme(texte), racine(texte)];
    const liste = await this.index.motsEn(souche(texte));
    const trouves = [];
    for (const mot of liste) {
      if (mot.texte === texte) trouves.push({ mot, valeur: IDENTIQUE });
      else if (forme(mot.texte) === saForme) trouves.push({ mot, valeur: ACCORDE });
      else if (saRacine.length > 2 && racine(mot.texte) === saRacine) trouves.push({ mot, valeur: PARENT });
    }
    if (this.stricte) return trouves.filter((t) => t.valeur >= ACCORDE);
    const sur = trouves.some((t) => t.valeur === IDENTIQUE || (t.valeur === ACCORDE && accord(t.mot.texte, texte)));
    const commence = texte.length >= PREFIXE_MINIMAL && !/\d/.test(texte) && (this.enCours || !trouves.some((t) => t.valeur >= ACCORDE));
    if (commence) {
      const deja = new Set(trouves.map((t) => t.mot));
      for (const mot of liste) if (mot.texte.startsWith(texte) && !deja.has(mot)) trouves.push({ mot, valeur: COMPLETE });
    }
    const complete = trouves.some((t) => t.valeur === COMPLETE);
    if (!sur && !complete && !vide(texte)) {
      const accorde = trouves.some((t) => t.valeur === ACCORDE);
      this.douteux.push({ texte, accorde, parente: !accorde && trouves.length > 0 });
    }
    return trouves;
  }

  dansLeTitre(page) {
    const places = this.places.get(page);
    if (!places) return false;
    for (const poids of places.values()) if (poids >= POIDS_DE_TITRE) return true;
    return false;
  }
}

/** Réunit les places de plusieurs mots : page → Map place → poids. */
function reunir(liste) {
  const pages = new Map();
  for (const { mot, valeur } of liste) {
    for (const { page, places, poids } of mot.occurrences) {
      let siennes = pages.get(page);
      if (!siennes) pages.set(page, siennes = new Map());
      for (let n = 0; n < places.length; n += 1) siennes.set(places[n], Math.max(poids[n] * valeur, siennes.get(places[n]) ?? 0));
    }
  }
  return pages;
}

/** Le poids de toutes les places : les répétitions d'un même poids comptent de moins en moins. */
function total(places) {
  const nombres = new Map();
  for (const poids of places.values()) nombres.set(poids, (nombres.get(poids) ?? 0) + 1);
  let somme = 0;
  for (const [poids, nombre] of nombres) somme += poids * (1 + Math.log(nombre));
  return somme;
}
