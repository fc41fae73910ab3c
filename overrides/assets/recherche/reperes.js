// Ce qui répond à une requête dans un texte, morceau par morceau.

import { morceaux, motsDe } from "./mots.js";

export class Reperes {
  /** `parties` : des {surlignes: Set de mots, suites: [[{ecart, textes}, …], …]}. */
  constructor(parties) {
    this.seuls = new Map();
    this.suites = [];
    parties.forEach((partie, rang) => {
      for (const mot of partie.surlignes) if (!this.seuls.has(mot)) this.seuls.set(mot, rang);
      for (const suite of partie.suites) this.suites.push({ suite, rang });
    });
  }

  /**
   * Les morceaux d'un texte qui répondent : rang du morceau → rang de la partie.
   * @param {string[]} liste les suites sans espace d'un texte
   */
  trouver(liste) {
    const trouves = new Map();
    const textes = [];
    const origines = [];
    liste.forEach((morceau, n) => {
      for (const mot of motsDe(morceau)) {
        textes.push(mot);
        origines.push(n);
        if (this.seuls.has(mot)) trouves.set(n, this.seuls.get(mot));
      }
    });
    for (const { suite, rang } of this.suites) {
      for (let n = 0; n < textes.length; n += 1) {
        if (!suite.every(({ ecart, textes: possibles }) => possibles.has(textes[n + ecart]))) continue;
        for (let m = n; m <= n + suite.at(-1).ecart; m += 1) trouves.set(origines[m], rang);
      }
    }
    return trouves;
  }

  dans(texte) {
    return this.trouver(morceaux(texte));
  }
}
