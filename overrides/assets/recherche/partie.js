// Une partie de la requête, et ce qu'elle vaut dans chaque entrée.

import { PREFIXE_MINIMAL, accord, forme, racine, souche, variantes } from "./formes.js";
import { vide } from "./mots.js";
import { souffler } from "./pauses.js";

// Ce que vaut un mot de l'index pour un mot cherché.
const IDENTIQUE = 1;
const ACCORDE = 0.95; // pluriel, féminin
const PARENT = 0.4; // même racine
const COMPLETE = 0.5; // le mot cherché en est le début
const SYNONYME = 0.7; // le sigle pour le libellé, et l'inverse

const SATURATION = 6; // poids d'un mot à partir duquel le répéter n'apporte guère
const POIDS_DE_TITRE = 6.5; // celui d'une notice au titre long
const ENTRE_DEUX_PAUSES = 64; // entrées

export class Partie {
  /** Une partie d'une requête (requete.js) ; `stricte` : ni racine ni début de mot. */
  constructor({ mots, brut, exacte, autres = [], enCours = false, stricte = false }) {
    Object.assign(this, { mots, brut, exacte, autres, enCours, stricte });
    /** Les mots mal écrits peut-être : {texte, accorde, parente}. */
    this.douteux = [];
    /** Ce qu'il faut surligner : des mots, et des suites de mots. */
    this.surlignes = new Set();
    this.suites = [];
    this.seuls = [];
    this.ensemble = new Map();
  }

  async lire(index) {
    this.index = index;
    /** Par rang d'entrée : ce que la partie y vaut, de 0 à 1, et si elle est dans le titre. */
    this.valeurs = new Float32Array(index.total);
    this.titres = new Uint8Array(index.total);
    if (this.mots.length === 1 && !this.exacte) await this.retenirSeuls(await this.formes(this.mots[0].texte));
    else await this.lireEnsemble();
    await Promise.all(this.autres.map((suite) => this.lireAutre(suite)));
    this.nombre = 0;
    for (let rang = 0; rang < index.total; rang += 1) {
      const poids = this.valeurs[rang];
      if (!poids) continue;
      this.nombre += 1;
      this.valeurs[rang] = poids / (poids + SATURATION);
    }
    this.rarete = Math.log(1 + (index.total - this.nombre + 0.5) / (this.nombre + 0.5));
  }

  /** Des mots à trouver à la suite ; à défaut, sauf entre guillemets ou écartés, dans la même entrée. */
  async lireEnsemble() {
    const listes = await Promise.all(this.mots.map((m) => (this.exacte ? this.identiques(m.texte) : this.formes(m.texte))));
    if (listes.some((l) => !l.length)) return;
    const suivies = await this.suivre(this.mots, listes);
    this.retenirSuites(suivies, 1);
    if (suivies.size || this.exacte || this.stricte) return;
    const poids = await Promise.all(listes.map((liste) => this.peser(liste)));
    for (let rang = 0; rang < this.index.total; rang += 1) this.valeurs[rang] = Math.min(...poids.map((p) => p[rang]));
    this.seuls = listes[0];
    for (const { mot } of listes.flat()) this.surlignes.add(mot.texte);
  }

  /** Le sigle d'un libellé, le libellé d'un sigle. */
  async lireAutre(suite) {
    const listes = await Promise.all(suite.map((m) => this.accordes(m.texte)));
    if (listes.some((l) => !l.length)) return;
    if (suite.length > 1) return this.retenirSuites(await this.suivre(suite, listes), SYNONYME);
    const poids = await this.peser(listes[0]);
    for (let rang = 0; rang < this.index.total; rang += 1) this.valeurs[rang] += SYNONYME * poids[rang];
    for (const { mot } of listes[0]) this.surlignes.add(mot.texte);
  }

  async retenirSeuls(liste) {
    this.seuls = liste;
    this.valeurs.set(await this.peser(liste));
    for (const { mot } of liste) this.surlignes.add(mot.texte);
  }

  retenirSuites(suivies, part) {
    for (const [rang, places] of suivies) {
      this.valeurs[rang] += part * peserPlaces(places);
      for (let n = 1; n < places.length; n += 2) if (places[n] >= POIDS_DE_TITRE) this.titres[rang] = 1;
      this.ensemble.set(rang, [...(this.ensemble.get(rang) ?? []), ...places]);
    }
  }

  /** Le poids de mots dans chaque entrée. */
  async peser(liste) {
    const poids = new Float32Array(this.index.total);
    for (const { mot, valeur } of liste) {
      await souffler();
      const { rangs, sommes, forts } = mot.occurrences;
      for (let n = 0; n < rangs.length; n += 1) {
        poids[rangs[n]] += valeur * sommes[n];
        if (valeur >= ACCORDE && forts[n] >= POIDS_DE_TITRE) this.titres[rangs[n]] = 1;
      }
    }
    return poids;
  }

  /** Les entrées où les mots se suivent, aux écarts de `suite` : rang → [place, poids, …]. */
  async suivre(suite, listes) {
    const trouvees = new Map();
    const [premiere, ...autres] = listes.map((liste) => new Curseur(liste));
    for (const rang of await communs(listes, this.index.total)) {
      if (rang % ENTRE_DEUX_PAUSES === 0) await souffler();
      for (const curseur of autres) curseur.aller(rang);
      premiere.aller(rang);
      const places = premiere.places.filter((_, n, toutes) => {
        const place = toutes[n - (n % 2)];
        return autres.every((curseur, m) => curseur.a(place + suite[m + 1].place - suite[0].place));
      });
      if (places.length) trouvees.set(rang, places);
    }
    if (trouvees.size) {
      this.suites.push(suite.map((m, n) => ({ ecart: m.place - suite[0].place, textes: new Set(listes[n].map(({ mot }) => mot.texte)) })));
    }
    return trouvees;
  }

  /** Les places de la partie dans une entrée : Map place → poids. */
  placesDans(rang) {
    let places = this.ensemble.get(rang);
    if (!places) {
      const curseur = new Curseur(this.seuls);
      curseur.aller(rang);
      places = curseur.places;
    }
    const trouvees = new Map();
    for (let n = 0; n < places.length; n += 2) trouvees.set(places[n], Math.max(places[n + 1], trouvees.get(places[n]) ?? 0));
    return trouvees;
  }

  /** Combien de places la partie occupe. */
  get etendue() {
    return this.mots.at(-1).place - this.mots[0].place;
  }

  // --- Les mots de l'index pour un mot cherché : [{mot, valeur}] ---------------------------

  async identiques(texte) {
    const liste = await this.index.motsEn(texte);
    return liste.slice(0, 1).filter((mot) => mot.texte === texte).map((mot) => ({ mot, valeur: IDENTIQUE }));
  }

  async accordes(texte) {
    if (vide(texte)) return this.identiques(texte);
    const sienne = forme(texte);
    const liste = await this.index.motsPresDe(souche(texte), variantes(texte));
    return liste.filter((mot) => mot.texte === texte || mot.forme === sienne).map((mot) => ({ mot, valeur: ACCORDE }));
  }

  async formes(texte) {
    if (vide(texte)) return this.identiques(texte);
    const [saForme, saRacine] = [forme(texte), racine(texte)];
    // La famille est presque toujours voisine dans l'index : on ne la cherche pas plus loin.
    const liste = await this.index.motsPresDe(souche(texte), variantes(texte));
    const trouves = [];
    for (const mot of liste) {
      await souffler();
      if (mot.texte === texte) trouves.push({ mot, valeur: IDENTIQUE });
      else if (mot.forme === saForme) trouves.push({ mot, valeur: ACCORDE });
      else if (!this.stricte && saRacine.length > 2 && mot.racine === saRacine) trouves.push({ mot, valeur: PARENT });
    }
    if (this.stricte) return trouves;
    const reconnu = trouves.some((t) => t.valeur >= ACCORDE);
    if ((this.enCours || !reconnu) && texte.length >= PREFIXE_MINIMAL && !/\d/.test(texte)) {
      const deja = new Map(trouves.map((t) => [t.mot, t]));
      for (const mot of await this.index.motsEn(texte)) {
        const trouve = deja.get(mot);
        if (!trouve) trouves.push({ mot, valeur: COMPLETE });
        else trouve.valeur = Math.max(trouve.valeur, COMPLETE);
      }
    }
    const sur = trouves.some(({ mot, valeur }) => valeur === IDENTIQUE || mot.texte.startsWith(texte) || (valeur === ACCORDE && accord(mot.texte, texte)));
    if (!sur) this.douteux.push({ texte, accorde: reconnu, parente: !reconnu && trouves.length > 0 });
    return trouves;
  }
}

/** Les rangs des entrées qui ont un mot au moins de chaque liste. */
async function communs(listes, total) {
  const vus = new Uint8Array(total);
  for (const [n, liste] of listes.entries()) {
    for (const { mot } of liste) {
      await souffler();
      for (const rang of mot.occurrences.rangs) if (vus[rang] === n) vus[rang] = n + 1;
    }
  }
  const trouves = [];
  for (let rang = 0; rang < total; rang += 1) if (vus[rang] === listes.length) trouves.push(rang);
  return trouves;
}

/** Les places de plusieurs mots, d'entrée en entrée : [place, poids, …]. */
class Curseur {
  constructor(liste) {
    this.liste = liste;
    this.places = [];
  }

  aller(rang) {
    this.places.length = 0;
    for (const { mot, valeur } of this.liste) mot.ajouterPlaces(rang, valeur, this.places);
  }

  a(place) {
    for (let n = 0; n < this.places.length; n += 2) if (this.places[n] === place) return true;
    return false;
  }
}

/** Le poids de places : les répétitions d'un même poids comptent de moins en moins. */
function peserPlaces(places) {
  let somme = 0;
  for (let n = 1; n < places.length; n += 2) {
    let deja = 0;
    for (let m = 1; m < n; m += 2) if (places[m] === places[n]) deja += 1;
    somme += places[n] * (deja ? Math.log((deja + 1) / deja) : 1);
  }
  return somme;
}
