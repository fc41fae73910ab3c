// La fiche que l'on écrit : ses valeurs, son texte, ce que l'on signale à la relecture.

import { couper, recoller } from "./corps.js";
import { ecrire as ecrireLeFichier } from "./fichier.js";
import { ancrer } from "./texte.js";
import { bienForme } from "./yaml.js";

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
    return recoller(this.parties);
  }

  /** Ce que demande cette sorte d'entrée ; `valeurs` garde aussi ce qu'une autre demandait. */
  get siennes() {
    return Object.fromEntries(this.genre.champs.map(({ nom }) => [nom, this.valeurs[nom]]).filter(([, valeur]) => valeur !== undefined));
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

  /** Le nom du fichier ; vide, il vient à nouveau du titre. */
  nommer(nom) {
    this.idChoisi = Boolean(nom);
    this.id = bienForme(nom) || ancrer(this.valeurs.titre ?? "");
  }

  /** Le texte du fichier ; ce qui est signalé s'y trouve, en commentaire, pour qui relit. */
  get texte() {
    const texte = ecrireLeFichier(this.genre, this.valeurs, this.corps, this.source);
    if (!this.signales.length) return texte;
    const lignes = this.signales.map(({ liste, texte: mot }) => `# À ajouter (${liste}) : ${bienForme(mot).replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim()}\n`);
    const fin = /^---[ \t]*$/m.exec(texte.slice(4)).index + 4;
    return texte.slice(0, fin) + lignes.join("") + texte.slice(fin);
  }

  get chemin() {
    return `fiches/${this.genre.dossier}/${this.id || "ma-fiche"}.md`;
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
    this.nom = memoire.nom;
    this.valeurs = conformer(this.genres.flatMap(({ champs }) => champs), memoire.valeurs);
    this.signales = [memoire.signales].flat().filter((un) => typeof un?.liste === "string" && typeof un.texte === "string");
    this.parties = couper(this.genre, typeof memoire.corps === "string" ? memoire.corps : "");
    if (!this.source) this.nommer(memoire.idChoisi && typeof memoire.id === "string" ? memoire.id : "");
    return true;
  }

  /** Le texte dont la modification est partie. */
  get origine() {
    const { source } = this;
    return source ? source.ouverture + source.morceaux.map(([, lignes]) => lignes).join("") + source.fermeture + source.corps : "";
  }
}

/** Les valeurs d'un brouillon, à la forme du modèle : il peut venir d'une version plus ancienne, ou d'ailleurs. */
function conformer(champs, valeurs) {
  const connus = new Map(champs.map((champ) => [champ.nom, champ]));
  return Object.fromEntries(Object.entries(estUnBloc(valeurs) ? valeurs : {})
    .map(([nom, valeur]) => [nom, connus.has(nom) ? conforme(connus.get(nom), valeur) : undefined])
    .filter(([, valeur]) => valeur !== undefined));
}

function conforme(champ, valeur) {
  const toutes = [valeur].flat().map((une) => {
    if (champ.forme === "bloc") return estUnBloc(une) ? conformer(champ.champs, une) : undefined;
    if (champ.forme === "booleen") return typeof une === "boolean" ? une : undefined;
    return typeof une === "string" ? une : typeof une === "number" ? String(une) : undefined;
  }).filter((une) => une !== undefined);
  return champ.liste ? toutes : toutes[0];
}

const estUnBloc = (valeur) => typeof valeur === "object" && valeur !== null && !Array.isArray(valeur);
