// Le catalogue : filtrer, compter et trier sans redemander à l'index.
// Sa forme est décrite dans hooks/capitalisation/search/catalogue.py.

import { FACETTES } from "./etat.js";

/** Un nombre par signe, comme les écrit `signes`. */
const nombres = (texte) => Array.from(texte, (signe) => {
  const code = signe.codePointAt(0);
  return code < 0xd800 ? code - 48 : code - 48 - 0x800;
});

export class Catalogue {
  constructor(brut) {
    this.total = brut.total;
    this.notices = brut.notices;
    this.tris = null;
    this.territoires = lire(brut.facettes.territoires);
    this.facettes = {};
    for (const nom of FACETTES) this.facettes[nom] = nom === "annees" ? annees(brut.facettes.annees) : ranger(lire(brut.facettes[nom]));
  }

  /** Reçoit les dates et l'ordre des titres. */
  recevoirTris({ dates, titres }) {
    this.tris = { dates: nombres(dates), titres: nombres(titres) };
  }

  /** Vrai tant que des lieux choisis n'ont pas de nom. */
  ignore(codes) {
    return codes.some((code) => !this.facettes.territoires.rangs.has(code)) && this.sansNom > 0;
  }

  get sansNom() {
    return this.territoires.parents.length - this.territoires.ids.length;
  }

  /** Reçoit les lieux qui manquaient, leurs noms et leurs EPCI. */
  recevoirLieux({ termes, epci }) {
    if (!this.sansNom) return;
    const premiers = this.territoires.ids.length;
    const seconds = nombres(epci).map((rang) => (rang ? rang - 1 + premiers : -1));
    this.territoires = {
      ...this.territoires,
      ids: [...this.territoires.ids, ...termes.map(([, , adresse]) => adresse.split("/").at(-2))],
      libelles: [...this.territoires.libelles, ...termes.map(([, libelle]) => libelle)],
      autres: [...this.territoires.ids.map(() => -1), ...seconds],
    };
    this.facettes.territoires = ranger(this.territoires);
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
    const comptes = Object.fromEntries(FACETTES.map((nom) => [nom, new Uint32Array(this.facettes[nom].parents.length)]));
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

  /** Vrai quand un tri se passe des dates et des titres. */
  peutTrier(tri, notes) {
    return Boolean(this.tris) || (tri === "pertinence" && notes !== null);
  }

  /** Trie des lignes ; `notes` par ligne, null quand rien n'a été cherché. */
  trier(lignes, tri, notes) {
    const { dates, titres } = this.tris ?? {};
    const racontees = (a, b) => this.notices[a] - this.notices[b];
    const parTitre = (a, b) => titres[a] - titres[b];
    const parDate = (a, b) => dates[b] - dates[a] || parTitre(a, b);
    const ordres = {
      titre: parTitre,
      date: parDate,
      pertinence: notes
        ? (a, b) => notes.get(b) - notes.get(a) || racontees(a, b) || a - b
        : (a, b) => racontees(a, b) || parDate(a, b),
    };
    return lignes.slice().sort(ordres[tri]);
  }

  libelle(nom, valeur) {
    const { libelles, rangs } = this.facettes[nom];
    return rangs.has(valeur) ? libelles[rangs.get(valeur)] : valeur;
  }
}

function lire({ ids, libelles, parents, effaces = [], nombres: longueurs, valeurs }) {
  return {
    ids, libelles, effaces, parents: nombres(parents).map((rang) => rang - 1), autres: [], longueurs: nombres(longueurs), valeurs: nombres(valeurs),
  };
}

/** Une facette, prête à compter : les valeurs de chaque ligne, parents compris. */
function ranger({ ids, libelles, effaces, parents, autres, longueurs, valeurs: siennes }) {
  const lignees = parents.map((_, rang) => {
    const vus = new Set([rang]);
    for (const v of vus) for (const p of [parents[v], autres[v] ?? -1]) if (p >= 0) vus.add(p);
    return [...vus];
  });
  const debuts = new Uint32Array(longueurs.length + 1);
  const valeurs = [];
  let place = 0;
  longueurs.forEach((longueur, ligne) => {
    const debut = valeurs.length;
    for (const fin = place + longueur; place < fin; place += 1) {
      // Deux valeurs d'une ligne peuvent avoir un parent commun : il ne compte qu'une fois.
      for (const rang of lignees[siennes[place]]) if (!valeurs.includes(rang, debut)) valeurs.push(rang);
    }
    debuts[ligne + 1] = valeurs.length;
  });
  return { ids, libelles, effaces, parents, rangs: new Map(ids.map((id, rang) => [id, rang])), debuts, valeurs: Uint32Array.from(valeurs) };
}

function annees({ premiere, debuts, durees }) {
  const bornes = nombres(debuts);
  const longueurs = nombres(durees).map((duree) => duree + 1);
  const toutes = bornes.flatMap((debut, n) => Array.from({ length: longueurs[n] }, (_, annee) => debut + annee));
  const presentes = [...new Set(toutes)].sort((a, b) => b - a);
  const rangs = new Map(presentes.map((annee, rang) => [annee, rang]));
  const ids = presentes.map((annee) => String(premiere + annee));
  return ranger({ ids, libelles: ids, effaces: [], parents: ids.map(() => -1), autres: [], longueurs, valeurs: toutes.map((annee) => rangs.get(annee)) });
}

function compter(comptes, { debuts, valeurs }, ligne) {
  for (let i = debuts[ligne]; i < debuts[ligne + 1]; i += 1) comptes[valeurs[i]] += 1;
}
