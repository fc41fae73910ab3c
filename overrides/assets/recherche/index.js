// L'index de Pagefind, lu mot par mot.
//
// La table nomme les morceaux ; un morceau, sous la forme de Pagefind 1.5.2, est du CBOR
// (RFC 8949) derrière une signature : [[[mot, [[écart, places, …], …], …], …]], les mots
// dans l'ordre. `écart` : depuis le rang précédent. `places` : un négatif -p-1 donne le
// poids p, en 24es, des places qui suivent, chacune l'écart depuis la précédente.

import { morceau as chargerMorceau, table } from "./acces.js";
import { forme, racine } from "./formes.js";
import { souffler } from "./pauses.js";

const POIDS_UN = 24;
const SIGNATURE = "pagefind_dcd".length;
const lecteurDeTexte = new TextDecoder();

let ouvert = null;

/** L'index : sa table, puis les morceaux à mesure. Une table nouvelle en ouvre un autre. */
export async function ouvrir() {
  const lue = await table();
  if (ouvert?.table !== lue) ouvert = new Index(lue);
  return ouvert;
}

class Index {
  constructor(lue) {
    this.table = lue;
    /** Le nombre d'entrées ; leurs rangs vont de 0 à celui-ci. */
    this.total = lue.total;
    // Les bornes sont abrégées : la première suffit, elle vient après tout le morceau d'avant.
    this.morceaux = lue.morceaux.map(([premier, , nom]) => ({ premier, nom, mots: null }));
  }

  /** Les mots de l'index qui commencent ainsi. */
  motsEn(debut) {
    const fin = `${debut}\u{10ffff}`;
    const [premier, dernier] = [this.morceauDe(debut), this.morceauDe(fin)];
    return this.lireMots(debut, this.morceaux.slice(premier, dernier + 1));
  }

  /** Ceux qui commencent par `debut` dans les seuls morceaux où peuvent être ces mots-ci. */
  motsPresDe(debut, mots) {
    const rangs = new Set(mots.map((mot) => this.morceauDe(mot)));
    return this.lireMots(debut, this.morceaux.filter((_, rang) => rangs.has(rang)));
  }

  async lireMots(debut, morceaux) {
    const listes = await Promise.all(morceaux.map((m) => this.ouvrirMorceau(m)));
    return listes.flatMap((liste) => tranche(liste, debut));
  }

  /** Le morceau où un mot peut être : le dernier qui ne commence pas après lui. */
  morceauDe(mot) {
    let [bas, haut] = [0, this.morceaux.length];
    while (bas < haut) {
      const milieu = (bas + haut) >> 1;
      if (avant(mot, this.morceaux[milieu].premier)) haut = milieu;
      else bas = milieu + 1;
    }
    return Math.max(0, bas - 1);
  }

  async ouvrirMorceau(morceau) {
    const octets = await chargerMorceau(morceau.nom);
    await souffler();
    morceau.mots ??= decouper(octets);
    return morceau.mots;
  }
}

/** L'ordre des octets UTF-8, celui de Pagefind : pour ces mots, celui des codes. */
const avant = (a, b) => a < b;

/** Les mots d'un morceau ; leurs pages ne sont lues qu'à la demande. */
function decouper(octets) {
  const cbor = new Cbor(octets);
  cbor.tableau();
  const nombre = cbor.tableau();
  const liste = new Array(nombre);
  for (let n = 0; n < nombre; n += 1) {
    const parties = cbor.tableau();
    liste[n] = new MotIndexe(cbor.texte(), octets, cbor.place);
    for (let p = 1; p < parties; p += 1) cbor.sauter();
  }
  return liste;
}

/** La suite des mots d'une liste triée qui commencent par `debut`. */
function tranche(liste, debut) {
  let [bas, haut] = [0, liste.length];
  while (bas < haut) {
    const milieu = (bas + haut) >> 1;
    if (avant(liste[milieu].texte, debut)) bas = milieu + 1;
    else haut = milieu;
  }
  let fin = bas;
  while (fin < liste.length && liste[fin].texte.startsWith(debut)) fin += 1;
  return liste.slice(bas, fin);
}

class MotIndexe {
  constructor(texte, octets, place) {
    this.texte = texte;
    this.octets = octets;
    this.place = place;
  }

  get forme() {
    this.saForme ??= forme(this.texte);
    return this.saForme;
  }

  get racine() {
    this.saRacine ??= racine(this.texte);
    return this.saRacine;
  }

  /**
   * Les entrées qui l'ont, colonne par colonne : leurs `rangs` croissants, la somme de leurs
   * poids (les répétitions d'un même poids comptent de moins en moins) et le plus fort.
   */
  get occurrences() {
    this.lues ??= this.lireOccurrences();
    return this.lues;
  }

  lireOccurrences() {
    const { octets } = this;
    const cbor = new Cbor(octets, this.place);
    const nombre = cbor.tableau();
    const rangs = new Uint32Array(nombre);
    const sommes = new Float32Array(nombre);
    const forts = new Float32Array(nombre);
    this.debuts = new Uint32Array(nombre); // où sont les places de chaque entrée
    let rang = 0;
    for (let n = 0; n < nombre; n += 1) {
      const parties = cbor.tableau();
      rang += cbor.nombre();
      rangs[n] = rang;
      this.debuts[n] = cbor.place;
      let [somme, fort, poids, repetitions] = [0, 0, 1, 0];
      for (let reste = cbor.tableau(); reste > 0; reste -= 1) {
        // Une place, d'un ou deux octets presque toujours : seul compte qu'elle y soit.
        const octet = octets[cbor.place];
        if (octet <= 24) {
          cbor.place += octet < 24 ? 1 : 2;
          repetitions += 1;
          continue;
        }
        const valeur = cbor.nombre();
        if (valeur >= 0) {
          repetitions += 1;
          continue;
        }
        if (repetitions) {
          somme += poids * (1 + Math.log(repetitions));
          if (poids > fort) fort = poids;
        }
        poids = (-valeur - 1) / POIDS_UN;
        repetitions = 0;
      }
      if (repetitions && poids > fort) fort = poids;
      sommes[n] = repetitions ? somme + poids * (1 + Math.log(repetitions)) : somme;
      forts[n] = fort;
      for (let p = 2; p < parties; p += 1) cbor.sauter();
    }
    return { rangs, sommes, forts };
  }

  /** Ses places dans une entrée et leurs poids, « place, poids, … », ajoutés à `suite`. */
  ajouterPlaces(rang, part, suite) {
    const n = this.chercher(rang);
    if (n < 0) return;
    const cbor = new Cbor(this.octets, this.debuts[n]);
    let [poids, place] = [1, 0];
    for (let reste = cbor.tableau(); reste > 0; reste -= 1) {
      const valeur = cbor.nombre();
      if (valeur < 0) {
        [poids, place] = [(-valeur - 1) / POIDS_UN, 0];
      } else {
        place += valeur;
        suite.push(place, poids * part);
      }
    }
  }

  /** La place d'une entrée parmi les siennes, ou -1. */
  chercher(rang) {
    const { rangs } = this.occurrences;
    let [bas, haut] = [0, rangs.length - 1];
    while (bas <= haut) {
      const milieu = (bas + haut) >> 1;
      if (rangs[milieu] === rang) return milieu;
      if (rangs[milieu] < rang) bas = milieu + 1;
      else haut = milieu - 1;
    }
    return -1;
  }
}

/** Le peu de CBOR dont Pagefind se sert : entiers, textes, tableaux, de longueur connue. */
class Cbor {
  constructor(octets, place = SIGNATURE) {
    this.octets = octets;
    this.place = place;
  }

  /** Le genre et la longueur (ou la valeur) de ce qui suit. */
  entete() {
    const premier = this.octets[this.place];
    this.place += 1;
    let valeur = premier & 31;
    if (valeur > 23) {
      const taille = 1 << (valeur - 24);
      if (taille > 4) throw new Error("Index de recherche illisible");
      valeur = 0;
      for (let n = 0; n < taille; n += 1) valeur = valeur * 256 + this.octets[this.place + n];
      this.place += taille;
    }
    this.longueur = valeur;
    return premier >> 5;
  }

  attendre(...genres) {
    const genre = this.entete();
    if (!genres.includes(genre)) throw new Error("Index de recherche illisible");
    return genre;
  }

  nombre() {
    const premier = this.octets[this.place];
    // Presque tous les nombres tiennent dans leur premier octet.
    if (premier < 24) {
      this.place += 1;
      return premier;
    }
    return this.attendre(0, 1) ? -1 - this.longueur : this.longueur;
  }

  texte() {
    this.attendre(3);
    this.place += this.longueur;
    return lecteurDeTexte.decode(this.octets.subarray(this.place - this.longueur, this.place));
  }

  tableau() {
    this.attendre(4);
    return this.longueur;
  }

  /** Passe une valeur et tout ce qu'elle contient : le plus gros de la lecture d'un morceau. */
  sauter() {
    const { octets } = this;
    let { place } = this;
    // Un compteur plutôt qu'une récursion : un morceau a des centaines de milliers de nombres.
    for (let reste = 1; reste > 0; reste -= 1) {
      if (octets[place] < 24) {
        place += 1;
        continue;
      }
      this.place = place;
      const genre = this.entete();
      place = this.place;
      if (genre === 3) place += this.longueur;
      else if (genre === 4) reste += this.longueur;
      else if (genre > 1) throw new Error("Index de recherche illisible");
    }
    this.place = place;
  }
}
