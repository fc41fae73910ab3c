// La fiche que l'on écrit : ses valeurs, son texte, ce que l'on signale à la relecture.

import { couper, recoller } from "./corps.js";
import { ecrire as ecrireLeFichier } from "./fichier.js";
import { ancrer } from "./texte.js";

/** Le nom que l'on donne à ce qui précède la première section. */
export const AVANT = "Début du texte";

export class Fiche {
  /** @param genres ceux du modèle ; `source` (form/sources.py) quand on modifie une entrée. */
  constructor(genres, genre, source = null) {
    this.genres = genres;
    this.source = source;
    this.nom = genre;
    this.id = source?.id ?? "";
    this.idChoisi = Boolean(source);
    this.valeurs = source ? structuredClone(source.valeurs) : {};
    this.parties = couper(this.genre, source?.corps ?? "");
    this.signales = [];
  }

  get genre() {
    return this.genres.find(({ genre }) => genre === this.nom);
  }

  get corps() {
    return recoller(this.genre, this.parties);
  }

  /** Changer de sorte garde tout ce qui a été écrit. */
  changerDeGenre(nom) {
    const corps = this.corps;
    this.nom = nom;
    this.parties = couper(this.genre, corps);
  }

  /** Le texte d'une section, ce qui les précède (AVANT), ou tout le texte des sortes qui n'en ont pas. */
  lireLeRecit(titre) {
    return this.partie(titre)?.texte ?? this.parties.avant;
  }

  ecrireLeRecit(titre, texte) {
    const partie = this.partie(titre);
    if (partie) partie.texte = texte;
    else this.parties.avant = texte;
  }

  partie(titre) {
    return this.parties.sections.find((section) => section.titre === titre);
  }

  lire(chemin) {
    return chemin.reduce((valeur, etape) => valeur?.[etape], this.valeurs);
  }

  ecrire(chemin, valeur) {
    let ici = this.valeurs;
    chemin.slice(0, -1).forEach((etape, n) => {
      ici = ici[etape] ??= typeof chemin[n + 1] === "number" ? [] : {};
    });
    ici[chemin.at(-1)] = valeur;
    if (chemin[0] === "titre" && !this.idChoisi) this.id = ancrer(valeur);
  }

  /** Le texte du fichier ; ce qui est signalé s'y trouve, en commentaire, pour qui relit. */
  get texte() {
    const texte = ecrireLeFichier(this.genre, this.valeurs, this.corps, this.source);
    if (!this.signales.length) return texte;
    const lignes = this.signales.map(({ liste, texte: mot }) => `# À ajouter (${liste}) : ${mot.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim()}\n`);
    const fin = /^---[ \t]*$/m.exec(texte.slice(4)).index + 4;
    return texte.slice(0, fin) + lignes.join("") + texte.slice(fin);
  }

  get chemin() {
    return `fiches/${this.genre.dossier}/${this.id || "ma-fiche"}.md`;
  }

  get vide() {
    return !Object.keys(this.valeurs).length && !this.corps.trim();
  }

  /** De quoi la retrouver après un rechargement. */
  get memoire() {
    const { nom, id, idChoisi, valeurs, corps, signales, origine } = this;
    return { nom, id, idChoisi, valeurs, corps, signales, origine };
  }

  /** @returns vrai quand il y avait de quoi ; `perimee` : l'entrée a changé depuis. */
  reprendre(memoire) {
    if (!this.genres.some(({ genre }) => genre === memoire?.nom)) return false;
    this.perimee = memoire.origine !== this.origine;
    Object.assign(this, { nom: memoire.nom, id: memoire.id, idChoisi: memoire.idChoisi, valeurs: memoire.valeurs, signales: memoire.signales ?? [] });
    this.parties = couper(this.genre, memoire.corps ?? "");
    return true;
  }

  /** Le texte dont la modification est partie. */
  get origine() {
    const { source } = this;
    return source ? source.ouverture + source.morceaux.map(([, lignes]) => lignes).join("") + source.fermeture + source.corps : "";
  }
}
