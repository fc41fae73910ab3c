// La courte liste du guide : la même règle que `choisir` de hooks/capitalisation/explore/guide.py.

/** Ce qu'une entrée tient de chaque question : { rang d'une réponse: force }. */
export const forces = (entree) => entree.slice(5).map((nombres) => {
  const tenues = {};
  for (let n = 0; n < nombres.length; n += 2) tenues[nombres[n]] = nombres[n + 1];
  return tenues;
});

/**
 * @param {Array<{entree: Array, tenues: Object[]}>} lignes dans l'ordre des listes
 * @param {Array<number|null>} choix une réponse par question, null si peu importe
 * @param {{maximum: number, assez: number}} bornes
 * @returns {Array<{sans: number[], entrees: Array}>} d'abord celles qui répondent à tout
 */
export function choisir(lignes, choix, { maximum, assez }) {
  const posees = choix.flatMap((rang, q) => (rang === null ? [] : [q]));
  const niveaux = new Map();
  for (const { entree, tenues } of lignes) {
    const obtenues = posees.map((q) => tenues[q][choix[q]] ?? 0);
    if (!obtenues.some(Boolean)) continue;
    const sans = posees.filter((_, n) => !obtenues[n]);
    // La dernière question pèse 1, celle d'avant 2, puis 4 : aucune réponse ne l'emporte sur une plus importante.
    const poids = sans.reduce((somme, q) => somme + 2 ** (choix.length - q), 0);
    if (!niveaux.has(poids)) niveaux.set(poids, { sans, candidates: [] });
    niveaux.get(poids).candidates.push([obtenues.reduce((a, b) => a + b), entree]);
  }
  const paliers = [];
  let total = 0;
  for (const [, { sans, candidates }] of [...niveaux].sort(([a], [b]) => a - b)) {
    if (total && (total >= assez || sans.includes(posees[0]))) break;
    const entrees = candidates.sort(([a], [b]) => b - a).slice(0, maximum - total).map(([, entree]) => entree);
    paliers.push({ sans, entrees });
    total += entrees.length;
  }
  return paliers;
}
