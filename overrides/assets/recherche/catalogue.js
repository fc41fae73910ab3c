// Le catalogue : filtrer, compter et trier sans redemander à l'index.
// Sa forme est décrite dans hooks/capitalisation/search/catalogue.py.

import { FACETTES } from "./etat.js";

/** Un nombre par signe, comme les écrit `signes`. */
function nombres(texte) {
  const lus = new Uint32Array(texte.length);
  let total = 0;
  for (let n = 0; n < texte.length; n += 1) {
    let code = texte.charCodeAt(n);
    if (code >= 0xd800 && code < 0xe000) {
      code = texte.codePointAt(n);
      n += 1; // deux unités pour un signe
    }
    lus[total] = code < 0xd800 ? code - 48 : code - 48 - 0x800;
    total += 1;
  }
  return lus.subarray(0, total);
}

export class Catalogue {
  /** L'aperçu suffit tant que l'on n'a rien demandé. */
  constructor(apercu) {
    const { total, facettes, premieres } = apercu;
    this.apercu = apercu;
    this.total = total;
    /** Les entrées de la première page et le compte de chaque valeur, avant toute demande. */
    this.premieres = premieres;
    this.comptes = {};
    this.facettes = {};
    for (const nom of FACETTES) {
      this.facettes[nom] = new Facette(facettes[nom]);
      this.comptes[nom] = nombres(facettes[nom].comptes);
    }
    this.tris = null;
  }

  /** Vrai quand les valeurs de chaque ligne sont là. */
  get complet() {
    return Boolean(this.facettes[FACETTES[0]].brut);
  }

  /** Reçoit les valeurs de chaque ligne. */
  recevoirColonnes(colonnes) {
    for (const nom of FACETTES) this.facettes[nom].brut = colonnes[nom];
  }

  /** Reçoit les notices, les dates et l'ordre des titres. */
  recevoirTris({ notices, dates, titres }) {
    this.tris = { notices: nombres(notices), dates: nombres(dates), titres: nombres(titres) };
  }

  /** Vrai tant que des lieux choisis n'ont pas de nom. */
  ignore(codes) {
    const { rangs, ids, parents } = this.facettes.territoires;
    return ids.length < parents.length && codes.some((code) => !rangs.has(code));
  }

  /** Reçoit les lieux qui manquaient, leurs noms et leurs EPCI. */
  recevoirLieux({ termes, epci }) {
    this.facettes.territoires.nommer(
      termes.map(([, , adresse]) => adresse.split("/").at(-2)), termes.map(([, libelle]) => libelle), nombres(epci));
  }

  /**
   * Les lignes qui répondent à une sélection, dans l'ordre reçu. `presque`, par facette :
   * celles que seule la sélection de cette facette écarte.
   * @param {number[]|null} candidates lignes retenues par les mots, toutes si null
   * @param {Object<string, string[]>} selection valeurs choisies, par facette
   */
  filtrer(candidates, selection) {
    const noms = FACETTES.filter((nom) => selection[nom].length);
    const refus = new Uint8Array(this.total); // combien de facettes écartent chaque ligne
    const derniere = new Uint8Array(this.total); // et la dernière d'entre elles
    noms.forEach((nom, n) => {
      const masque = this.facettes[nom].masque(selection[nom], this.total);
      for (let ligne = 0; ligne < masque.length; ligne += 1) {
        if (masque[ligne]) continue;
        refus[ligne] += 1;
        derniere[ligne] = n;
      }
    });
    const lignes = [];
    const ecartees = noms.map(() => []);
    const nombre = candidates ? candidates.length : this.total;
    for (let n = 0; n < nombre; n += 1) {
      const ligne = candidates ? candidates[n] : n;
      if (!refus[ligne]) lignes.push(ligne);
      else if (refus[ligne] === 1) ecartees[derniere[ligne]].push(ligne);
    }
    return { lignes, presque: Object.fromEntries(noms.map((nom, n) => [nom, ecartees[n]])) };
  }

  /**
   * Le compte de chaque valeur, pour ce que rend `filtrer`. Une valeur est comptée sans la
   * sélection de sa propre facette : son compte dit ce qu'elle donnerait.
   */
  compter({ lignes, presque }) {
    return Object.fromEntries(FACETTES.map((nom) => [nom, this.facettes[nom].compter([lignes, presque[nom] ?? []])]));
  }

  /** Trie des lignes ; "pertinence" : l'ordre de qui n'a rien cherché. */
  trier(lignes, tri) {
    const { notices, dates, titres } = this.tris;
    const parTitre = (a, b) => titres[a] - titres[b];
    const parDate = (a, b) => dates[b] - dates[a] || parTitre(a, b);
    const ordres = {
      titre: parTitre,
      date: parDate,
      pertinence: (a, b) => notices[a] - notices[b] || parDate(a, b),
    };
    return lignes.slice().sort(ordres[tri]);
  }

  libelle(nom, valeur) {
    const { libelles, rangs } = this.facettes[nom];
    return rangs.has(valeur) ? libelles[rangs.get(valeur)] : valeur;
  }
}

/** Les valeurs d'une facette ; une ligne porte les siennes, les parents sont sous-entendus. */
class Facette {
  constructor({ ids, libelles, parents, effaces = [] }) {
    this.parents = Array.from(nombres(parents), (rang) => rang - 1);
    this.effaces = effaces;
    this.autres = null;
    this.brut = null;
    this.recevoir(ids, libelles);
  }

  recevoir(ids, libelles) {
    this.ids = ids;
    this.libelles = libelles;
    this.rangs = new Map(ids.map((id, rang) => [id, rang]));
    this.connues = [];
  }

  /** Les valeurs de chaque ligne, lues quand on s'en sert : celles de la ne vont de debuts[n] à debuts[n + 1]. */
  get colonnes() {
    return this.lues ??= this.lireColonnes();
  }

  lireColonnes() {
    const [longueurs, premieres, ecarts] = [this.brut.nombres, this.brut.premieres, this.brut.ecarts].map(nombres);
    const debuts = new Uint32Array(longueurs.length + 1);
    const valeurs = new Uint32Array(premieres.length + ecarts.length);
    let [place, premiere, ecart] = [0, 0, 0];
    for (let n = 0; n < longueurs.length; n += 1) {
      const fin = place + longueurs[n];
      if (place < fin) valeurs[place++] = premieres[premiere++];
      for (; place < fin; place += 1) valeurs[place] = valeurs[place - 1] + ecarts[ecart++];
      debuts[n + 1] = fin;
    }
    return { debuts, valeurs };
  }

  /** Nomme les valeurs qui ne l'étaient pas ; `epci`, pour chacune : le rang du sien parmi elles, plus un. */
  nommer(ids, libelles, epci) {
    const premiers = this.ids.length;
    if (premiers === this.parents.length) return;
    this.autres = [...this.ids.map(() => -1), ...Array.from(epci, (rang) => (rang ? rang - 1 + premiers : -1))];
    this.recevoir([...this.ids, ...ids], [...this.libelles, ...libelles]);
  }

  /** Une valeur et tout ce qu'elle sous-entend. */
  lignee(rang) {
    return this.connues[rang] ??= this.remonter(rang);
  }

  remonter(rang) {
    const vus = [rang];
    for (const v of vus) for (const p of [this.parents[v], this.autres?.[v] ?? -1]) if (p >= 0 && !vus.includes(p)) vus.push(p);
    return vus;
  }

  /** Une case par ligne : 1 si elle porte l'une des valeurs, ou une valeur qui la sous-entend. */
  masque(choisies, total) {
    const voulues = new Set(choisies.map((valeur) => this.rangs.get(valeur)));
    const bonnes = Uint8Array.from(this.parents, (_, valeur) => this.lignee(valeur).some((rang) => voulues.has(rang)));
    const { debuts, valeurs } = this.colonnes;
    const masque = new Uint8Array(total);
    for (let ligne = 0; ligne < total; ligne += 1) {
      for (let i = debuts[ligne]; i < debuts[ligne + 1]; i += 1) if (bonnes[valeurs[i]]) masque[ligne] = 1;
    }
    return masque;
  }

  /** Combien de lignes portent chaque valeur. */
  compter(listes) {
    const { debuts, valeurs } = this.colonnes;
    const comptes = new Uint32Array(this.parents.length);
    const derniere = new Int32Array(this.parents.length).fill(-1); // la dernière ligne comptée
    const { connues } = this;
    for (const lignes of listes) {
      for (const ligne of lignes) {
        for (let i = debuts[ligne]; i < debuts[ligne + 1]; i += 1) {
          for (const rang of connues[valeurs[i]] ?? this.lignee(valeurs[i])) {
            // Deux valeurs d'une ligne peuvent avoir un parent commun : il ne compte qu'une fois.
            if (derniere[rang] === ligne) continue;
            derniere[rang] = ligne;
            comptes[rang] += 1;
          }
        }
      }
    }
    return comptes;
  }
}
