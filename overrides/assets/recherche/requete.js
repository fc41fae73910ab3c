// Ce que l'on tape → ce que l'on cherche : des mots, des suites de mots, des exclusions.

import { forme } from "./formes.js";
import { cle, mots, motsDe, serrer, vide } from "./mots.js";

/** Des mots de question, sans lesquels « comment mobiliser les habitants ? » dit autant. */
const MOTS_DE_QUESTION = new Set((
  "comment pourquoi quel quels quelle quelles quand combien quoi faire fait font faut peut peuvent " +
  "existe existent avez avoir etre trouver cherche recherche besoin exemple exemples idee idees"
).split(" "));

const PARTIES = /(?<exclue>(?<=^|\s)[-−–](?=[\p{L}\p{N}"«“]))?(?:["«“](?<phrase>[^"«»“”]+)["»”]|(?<mot>[^\s"«»“”]+))/gu;

/**
 * Lit une saisie. Une partie est {mots, brut, exacte} : `mots` ont leur place (les mots vides
 * comptent), `brut` est ce qui a été tapé, `exacte` vaut pour une suite entre guillemets.
 * « porte-à-porte » est une partie de plusieurs mots, à trouver ensemble de préférence.
 * @returns {{parties: object[], exclues: object[]}}
 */
export function analyser(saisie) {
  const parties = [];
  const exclues = [];
  for (const { groups: { exclue, phrase, mot } } of serrer(saisie.normalize("NFC")).matchAll(PARTIES)) {
    const brut = (phrase ?? mot).trim();
    const suite = placer(phrase ? mots(phrase) : motsDe(mot));
    // « CLS -en milieu rural » n'écarte pas tout ce qui dit « en ».
    if (exclue && !phrase && suite.every((m) => vide(m.texte))) continue;
    if (suite.length) (exclue ? exclues : parties).push({ mots: suite, brut, exacte: Boolean(phrase) });
  }
  return { parties: sansMotsDeTrop(parties), exclues };
}

const placer = (suite) => suite.map((texte, place) => ({ texte, place }));

/** Retire les mots vides, et les mots de question s'il en reste d'autres. */
function sansMotsDeTrop(parties) {
  const nues = parties
    .map((p) => (p.exacte ? p : { ...p, mots: rogner(p.mots) }))
    .filter((p) => p.mots.length);
  const utiles = nues.filter((p) => p.exacte || p.mots.length > 1 || !MOTS_DE_QUESTION.has(p.mots[0].texte));
  return utiles.length ? utiles : nues;
}

const rogner = (suite) => suite.filter((m) => !vide(m.texte));

const MOT = /[\p{L}\p{M}\p{N}]+/gu;

/** La saisie où des mots en remplacent d'autres : Map mot sans accent → mot. */
export const remplacer = (saisie, remplacements) => saisie.replace(MOT, (mot) => remplacements.get(cle(mot)) ?? mot);

/** Les mots d'une saisie qui sont dans une Map, comme ils ont été tapés. */
export const tapes = (saisie, remplacements) => (saisie.match(MOT) ?? []).filter((mot) => remplacements.has(cle(mot)));

const ecrire = (suite) => suite.map((m) => forme(m.texte)).join(" ");

// --- Les termes des vocabulaires --------------------------------------------------------

/** Les sigles, les libellés et les lieux que l'on reconnaît dans une requête. */
export class Equivalences {
  /** Les noms sont déjà coupés en mots : search/terms.py */
  constructor({ termes, lieux }) {
    this.parDebut = new Map();
    for (const noms of termes) for (const nom of noms) this.ranger(nom, noms);
    for (const nom of lieux) this.ranger(nom, [nom]);
  }

  ranger(nom, noms) {
    const premier = nom.split(" ").find((mot) => mot && !vide(mot));
    if (!premier) return;
    const debut = forme(premier);
    if (!this.parDebut.has(debut)) this.parDebut.set(debut, []);
    this.parDebut.get(debut).push(new Nom(nom, noms));
  }

  /**
   * Réunit les parties qui forment un terme connu, le plus long d'abord : « contrat local de
   * santé » devient une partie de trois mots, qui a « CLS » pour autre forme.
   */
  reconnaitre(parties) {
    const reunies = [];
    for (let n = 0; n < parties.length;) {
      const terme = this.trouver(parties.slice(n));
      if (!terme) {
        reunies.push(parties[n]);
        n += 1;
        continue;
      }
      const groupe = parties.slice(n, n + terme.parties);
      reunies.push({ mots: terme.suite, brut: groupe.map((p) => p.brut).join(" "), exacte: false, autres: terme.autres });
      n += terme.parties;
    }
    return reunies;
  }

  trouver(parties) {
    if (parties[0].exacte) return null;
    const formes = [];
    const bornes = [];
    for (const p of parties) {
      if (p.exacte) break;
      formes.push(...p.mots.map((m) => forme(m.texte)));
      bornes.push(formes.length);
    }
    const possibles = (this.parDebut.get(formes[0]) ?? [])
      .filter((t) => bornes.includes(t.formes.length) && t.formes.every((f, n) => f === formes[n]))
      .filter((t) => t.formes.length > 1 || t.autres.length)
      .sort((a, b) => b.formes.length - a.formes.length);
    if (!possibles.length) return null;
    const longues = possibles.filter((t) => t.formes.length === possibles[0].formes.length);
    return { suite: longues[0].suite, parties: bornes.indexOf(longues[0].formes.length) + 1, autres: longues.flatMap((t) => t.autres) };
  }
}

/** Un nom parmi ceux d'un même terme ; presque aucun ne sert à une requête. */
class Nom {
  constructor(nom, noms) {
    Object.assign(this, { nom, noms });
  }

  get suite() {
    return this.saSuite ??= rogner(placer(this.nom.split(" ")));
  }

  get formes() {
    return this.sesFormes ??= this.suite.map((m) => forme(m.texte));
  }

  /** Les autres noms ; « habitante » se trouve avec « habitant » : ce n'en est pas un autre. */
  get autres() {
    const suites = this.noms.filter((nom) => nom && nom !== this.nom).map((nom) => placer(nom.split(" ")));
    const sienne = ecrire(placer(this.nom.split(" ")));
    return suites.filter((suite) => ecrire(suite) !== sienne);
  }
}
