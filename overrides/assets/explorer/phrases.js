// Les phrases : les filtrer, les compter, charger le texte de celles que l'on montre.
// Leur forme est décrite dans hooks/capitalisation/explore/lessons_packs.py.

import { lireJson } from "../recherche/octets.js";
import { demander } from "../recherche/transport.js";

const SORTES = ["levier", "frein", "enseignement"];
const LIBELLES = ["Leviers", "Freins", "À retenir"];
/** Les noms de l'état dans l'adresse ; ceux de la recherche quand elle les a. */
export const FACETTES = ["sorte", "type", "themes", "dispositifs", "publics", "territoires", "milieu"];

// Un fichier garde son nom d'une publication à l'autre : le serveur dit s'il a changé.
const charger = async (nom) => lireJson(await demander(`explorer/${nom}.gz`, { change: true }));

/** @param commun ce que toutes les phrases de la page partagent : { type: "partenariat" }, ou rien */
export const ouvrir = async (commun) => new Phrases(await charger("enseignements"), commun);

class Phrases {
  constructor({ par_paquet: parPaquet, types, phrases, facettes }, commun) {
    this.parPaquet = parPaquet;
    this.paquets = new Map();
    this.facettes = { sorte: { ids: SORTES, libelles: LIBELLES }, type: types, ...facettes };
    const dEntree = FACETTES.map((nom) => this.facettes[nom].valeurs?.map(impliquer(this.facettes[nom].parents)));
    let rang = 0;
    this.phrases = phrases.flatMap((parSorte, entree) => parSorte.flatMap((sesTypes, sorte) => sesTypes.map((type) => {
      const propres = [[sorte], type < 0 ? [] : [type]];
      rang += 1;
      return { rang: rang - 1, sorte: SORTES[sorte], type, entree, valeurs: dEntree.map((siennes, n) => siennes?.[entree] ?? propres[n]) };
    })));
    const exiges = this.rangs(commun);
    this.phrases = this.phrases.filter(({ valeurs }) => exiges.every(([f, v]) => valeurs[f].includes(v)));
  }

  /** Le rang de chaque facette choisie, et celui de sa valeur. */
  rangs(choix) {
    return FACETTES.flatMap((nom, f) => (choix[nom] ? [[f, this.facettes[nom].ids.indexOf(choix[nom])]] : []));
  }

  /**
   * Les phrases qui répondent à un choix, le nombre de leurs entrées et, par facette, le
   * compte de chaque valeur sans le choix de cette facette : ce qu'elle donnerait. `levees`,
   * par facette choisie : combien de phrases elle est seule à écarter.
   */
  repondre(choix) {
    const exiges = this.rangs(choix);
    const comptes = FACETTES.map((nom) => new Uint32Array(this.facettes[nom].ids.length));
    const levees = new Uint32Array(FACETTES.length);
    const retenues = [];
    for (const phrase of this.phrases) {
      const refus = exiges.filter(([f, v]) => !phrase.valeurs[f].includes(v));
      if (refus.length > 1) continue;
      const seul = refus[0]?.[0];
      if (seul === undefined) retenues.push(phrase);
      else levees[seul] += 1;
      phrase.valeurs.forEach((siennes, f) => {
        if (seul === undefined || seul === f) for (const v of siennes) comptes[f][v] += 1;
      });
    }
    const parNom = (liste) => Object.fromEntries(FACETTES.map((nom, f) => [nom, liste[f]]));
    return { phrases: retenues, entrees: new Set(retenues.map(({ entree }) => entree)).size, comptes: parNom(comptes), levees: parNom(levees) };
  }

  libelle(nom, id) {
    const { ids, libelles } = this.facettes[nom];
    return libelles[ids.indexOf(id)];
  }

  /** Tout ce qu'une liste montre d'une phrase. */
  async lire({ rang, sorte, type }) {
    const numero = Math.floor(rang / this.parPaquet);
    if (!this.paquets.has(numero)) this.paquets.set(numero, charger(`enseignements/${numero}`));
    const { fiches, phrases } = await this.paquets.get(numero).catch((erreur) => {
      this.paquets.delete(numero);
      throw erreur;
    });
    const [fiche, ancre, texte, citation] = phrases[rang % this.parPaquet];
    const { ids, libelles } = this.facettes.type;
    return { fiche: fiches[fiche], sorte, ancre, texte, citation, type: type < 0 ? null : { id: ids[type], libelle: libelles[type] } };
  }
}

/** Ces valeurs et celles qui sont au-dessus d'elles, chacune une fois. */
const impliquer = (parents) => (valeurs) => {
  const toutes = new Set();
  for (const valeur of valeurs) for (let v = valeur; v >= 0; v = parents[v]) toutes.add(v);
  return [...toutes];
};
