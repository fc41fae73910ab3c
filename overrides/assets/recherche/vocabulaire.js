// Les termes que l'on a peut-être en tête : thèmes, dispositifs, lieux, structures, glossaire.

import { definitions, lieux as chargerLieux, termes as chargerTermes } from "./acces.js";
import { forme } from "./formes.js";
import { mots, vide } from "./mots.js";
import { souffler } from "./pauses.js";
import { analyser } from "./requete.js";

const TERMES = 4; // proposés au plus

let ouverture = null;

/** Les termes et les lieux, chargés et rangés une fois. */
export function ouvrirTermes() {
  ouverture ??= Promise.all([chargerTermes(), chargerLieux()])
    .then(([{ familles, termes }, lieux]) => Termes.ranger(familles, [...termes, ...lieux.termes]))
    .catch((erreur) => { ouverture = null; throw erreur; });
  return ouverture;
}

/** Les termes à proposer, la définition du meilleur quand il est nommé exactement. */
export async function chercherTermes(saisie) {
  const trouves = (await ouvrirTermes()).trouver(saisie);
  const expose = trouves.find(({ terme, exact }) => exact && terme.definissable);
  if (!expose && trouves.every(({ terme }) => terme.compte || terme.glossaire)) return trouves;
  const textes = await definitions().catch(() => ({}));
  if (expose) expose.definition = textes[expose.terme.page];
  return trouves.filter(({ terme }) => terme.compte || textes[terme.page]);
}

// Le terme est nommé en entier (0), par un synonyme (1), ou n'est nommé qu'en partie.
const DANS_UN_NOM = 2;
const DANS_UN_SYNONYME = 3;

/** Les termes des vocabulaires, les lieux et le glossaire, rangés par leurs mots. */
class Termes {
  parMot = new Map();
  parForme = new Map();

  /** Avec des pauses, pour que la frappe ne se bloque pas quand les lieux sont des milliers. */
  static async ranger(familles, termes) {
    const ranges = new Termes();
    for (const terme of termes) {
      await souffler();
      ranges.ajouter(familles, terme);
    }
    ranges.mots = [...ranges.parMot.keys()].sort();
    return ranges;
  }

  ajouter(familles, [famille, libelle, page, compte, egales = [], synonymes = []]) {
    const glossaire = page.startsWith("glossaire/");
    const definissable = glossaire || page.startsWith("dispositifs/");
    if (!page || !(compte || definissable)) return;
    const terme = { libelle, page, compte, glossaire, definissable, famille: familles[famille] };
    [libelle, ...egales, ...synonymes].forEach((texte, rang) => this.nommer(terme, texte, rang, rang > egales.length));
  }

  nommer(terme, texte, rang, synonyme) {
    const nom = { terme, texte, rang, synonyme, mots: pleins(texte) };
    for (const mot of new Set(nom.mots)) {
      if (!this.parMot.has(mot)) {
        this.parMot.set(mot, []);
        empiler(this.parForme, forme(mot), mot);
      }
      this.parMot.get(mot).push(nom);
    }
  }

  /** Les meilleurs termes dont un même nom a tous les mots, le dernier peut-être inachevé. */
  trouver(saisie) {
    const cherches = analyser(saisie).parties.flatMap((p) => p.mots.map((m) => m.texte)).filter((mot) => !vide(mot));
    if (!cherches.length) return [];
    const enCours = /[\p{L}\p{N}]$/u.test(saisie) && mots(saisie).at(-1) === cherches.at(-1);
    const entiers = cherches.map((mot) => new Set(this.parForme.get(forme(mot))));
    const acceptes = [...entiers];
    if (enCours) acceptes.push(new Set([...acceptes.pop(), ...this.commencant(cherches.at(-1))]));
    const contient = (suite, ensembles) => ensembles.every((ensemble) => suite.some((mot) => ensemble.has(mot)));

    const meilleurs = new Map();
    for (const nom of this.nomsDe(acceptes)) {
      if (!contient(nom.mots, acceptes)) continue;
      const exact = nom.mots.length === cherches.length && contient(nom.mots, entiers);
      const niveau = (exact ? 0 : DANS_UN_NOM) + (nom.synonyme ? 1 : 0);
      // De ses noms, celui qui est le plus près de ce que l'on a tapé : « aménageuse ».
      const ecart = niveau + (cherches.every((mot) => nom.mots.includes(mot)) ? 0 : 0.5);
      const rival = meilleurs.get(nom.terme);
      if (rival && (rival.ecart - ecart || rival.nom.rang - nom.rang) <= 0) continue;
      meilleurs.set(nom.terme, { terme: nom.terme, nom, niveau, ecart, exact, commence: acceptes[0].has(nom.mots[0]) });
    }
    const premiers = lesPremiers(meilleurs.values());
    // Un mot pris dans un synonyme n'est qu'un pis-aller.
    const retenus = premiers.filter(({ niveau }) => niveau < DANS_UN_SYNONYME || niveau === premiers[0].niveau);
    return retenus.map((trouve) => {
      const siens = pleins(trouve.terme.libelle);
      const marques = new Set([...siens, ...trouve.nom.mots].filter((mot) => acceptes.some((ensemble) => ensemble.has(mot))));
      return { ...trouve, marques, autre: contient(siens, acceptes) ? "" : trouve.nom.texte };
    });
  }

  /** Les mots qui commencent ainsi. */
  commencant(debut) {
    if (debut.length < 2) return [];
    let [bas, haut] = [0, this.mots.length];
    while (bas < haut) {
      const milieu = (bas + haut) >> 1;
      if (this.mots[milieu] < debut) bas = milieu + 1;
      else haut = milieu;
    }
    let fin = bas;
    while (this.mots[fin]?.startsWith(debut)) fin += 1;
    return this.mots.slice(bas, fin);
  }

  /** Les noms qui ont le plus rare des mots cherchés. */
  nomsDe(ensembles) {
    const listes = ensembles.map((ensemble) => [...ensemble].flatMap((mot) => this.parMot.get(mot)));
    return listes.reduce((a, b) => (b.length < a.length ? b : a));
  }
}

const pleins = (texte) => mots(texte).filter((mot) => !vide(mot));

function empiler(ensembles, cle, valeur) {
  if (!ensembles.has(cle)) ensembles.set(cle, []);
  ensembles.get(cle).push(valeur);
}

const comparer = (a, b) => a.niveau - b.niveau || b.terme.compte - a.terme.compte || b.commence - a.commence || a.terme.libelle.length - b.terme.libelle.length;

/** Sans trier les mille autres : « saint ». */
function lesPremiers(trouves) {
  const tete = [];
  for (const trouve of trouves) {
    if (tete.length === TERMES && comparer(trouve, tete.at(-1)) >= 0) continue;
    tete.push(trouve);
    tete.sort(comparer).splice(TERMES);
  }
  return tete;
}
