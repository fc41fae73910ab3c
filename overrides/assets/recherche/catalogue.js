// Le catalogue : filtrer, compter et trier sans redemander à l'index.
// Sa forme est décrite dans hooks/capitalisation/search/catalogue.py.

import { FACETTES } from "./etat.js";

const liste = (v) => (Array.isArray(v) ? v : v < 0 ? [] : [v]);

export class Catalogue {
  constructor(brut) {
    this.total = brut.dates.length;
    this.notices = brut.notices;
    this.dates = brut.dates;
    this.facettes = {};
    for (const nom of FACETTES) this.facettes[nom] = nom === "annees" ? annees(brut.facettes.annees) : table(brut.facettes[nom]);
  }

  /**
   * Les lignes qui répondent à une sélection, et le compte de chaque valeur.
   * Une valeur est comptée sans la sélection de sa propre facette : son compte dit
   * ce qu'elle donnerait.
   * @param {number[]|null} candidates lignes retenues par les mots, toutes si null
   * @param {Object<string, string[]>} selection valeurs choisies, par facette
   */
  filtrer(candidates, selection) {
    const choix = FACETTES.map((nom) => this.masque(nom, selection[nom]));
    const comptes = Object.fromEntries(FACETTES.map((nom) => [nom, new Uint32Array(this.facettes[nom].ids.length)]));
    const lignes = [];
    const nombre = candidates ? candidates.length : this.total;
    for (let n = 0; n < nombre; n += 1) {
      const ligne = candidates ? candidates[n] : n;
      let refus = 0;
      let derniere = -1;
      for (let f = 0; f < choix.length && refus < 2; f += 1) {
        if (choix[f] && !choix[f][ligne]) [refus, derniere] = [refus + 1, f];
      }
      if (refus === 0) {
        lignes.push(ligne);
        for (const nom of FACETTES) compter(comptes[nom], this.facettes[nom], ligne);
      } else if (refus === 1) {
        const nom = FACETTES[derniere];
        compter(comptes[nom], this.facettes[nom], ligne);
      }
    }
    return { lignes, comptes };
  }

  /** Une case par ligne : 1 si elle porte l'une des valeurs ; null sans sélection. */
  masque(nom, valeurs) {
    if (!valeurs.length) return null;
    const facette = this.facettes[nom];
    const voulues = new Set(valeurs.map((v) => facette.rangs.get(v)));
    const masque = new Uint8Array(this.total);
    for (let ligne = 0; ligne < this.total; ligne += 1) {
      for (let i = facette.debuts[ligne]; i < facette.debuts[ligne + 1]; i += 1) {
        if (voulues.has(facette.valeurs[i])) masque[ligne] = 1;
      }
    }
    return masque;
  }

  /** Trie des lignes ; `notes` par ligne, null quand rien n'a été cherché. */
  trier(lignes, tri, notes) {
    const parTitre = (a, b) => a - b;
    const parDate = (a, b) => this.dates[b] - this.dates[a] || parTitre(a, b);
    const racontees = (a, b) => this.notices[a] - this.notices[b];
    const ordres = {
      titre: parTitre,
      date: parDate,
      pertinence: notes
        ? (a, b) => notes.get(b) - notes.get(a) || racontees(a, b) || parTitre(a, b)
        : (a, b) => racontees(a, b) || parDate(a, b),
    };
    return lignes.slice().sort(ordres[tri]);
  }

  libelle(nom, valeur) {
    const { libelles, rangs } = this.facettes[nom];
    return rangs.has(valeur) ? libelles[rangs.get(valeur)] : valeur;
  }
}

/** Une facette : ses valeurs, leur arbre, et les valeurs de chaque ligne, parents compris. */
function table({ ids, libelles, parents = [], effaces = [], lignes }) {
  const lignees = ids.map((_, rang) => {
    const vus = new Set([rang]);
    for (const v of vus) for (const p of liste(parents[v] ?? -1)) vus.add(p);
    return [...vus];
  });
  return ranger({ ids, libelles, effaces, parents: ids.map((_, rang) => liste(parents[rang] ?? -1)[0] ?? -1) },
    lignes.map((v) => new Set(liste(v).flatMap((rang) => lignees[rang]))));
}

function annees({ periodes }) {
  const bornes = periodes.map((p) => [liste(p)[0], liste(p).at(-1)]);
  const presentes = new Set(bornes.flatMap(([de, a]) => suite(de, a)));
  const ids = [...presentes].sort((a, b) => b - a).map(String);
  const rangs = new Map(ids.map((id, rang) => [Number(id), rang]));
  return ranger({ ids, libelles: ids, effaces: [], parents: ids.map(() => -1) },
    bornes.map(([de, a]) => suite(de, a).map((annee) => rangs.get(annee))));
}

const suite = (de, a) => Array.from({ length: a - de + 1 }, (_, n) => de + n);

function ranger(facette, lignes) {
  const debuts = new Uint32Array(lignes.length + 1);
  const valeurs = [];
  lignes.forEach((rangs, ligne) => {
    valeurs.push(...rangs);
    debuts[ligne + 1] = valeurs.length;
  });
  return { ...facette, rangs: new Map(facette.ids.map((id, rang) => [id, rang])), debuts, valeurs: Uint32Array.from(valeurs) };
}

function compter(comptes, { debuts, valeurs }, ligne) {
  for (let i = debuts[ligne]; i < debuts[ligne + 1]; i += 1) comptes[valeurs[i]] += 1;
}
