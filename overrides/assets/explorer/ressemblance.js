// Ranger les entrées par ressemblance avec un lieu : le nombre de traits communs, puis la taille.

/**
 * @param {Array} entrees celles de explorer/semblables.gz, dans leur ordre
 * @param {{habitants: number, traits: number[]}} lieu
 * @param {number|null} quartier le trait que l'entrée dit elle-même, si l'on veut qu'il compte
 * @returns {Array<{entree: Array, nom: string, communs: number[]}>} les plus semblables d'abord
 */
export function ranger(entrees, lieu, quartier) {
  const siens = new Set(lieu.traits);
  const trouvees = [];
  entrees.forEach((entree, rang) => {
    const dit = quartier !== null && entree[4] ? [quartier] : [];
    // Un lieu à la fois : une entrée qui parle d'un village et d'une grande ville ne ressemble pas à leur mélange.
    let meilleur = { nom: "", communs: dit, ecart: Infinity };
    for (const [nom, habitants, traits] of entree[5]) {
      const communs = [...traits.filter((trait) => siens.has(trait)), ...dit];
      const ecart = habitants && lieu.habitants ? Math.abs(Math.log(habitants / lieu.habitants)) : Infinity;
      const plus = communs.length - meilleur.communs.length;
      if (plus > 0 || (plus === 0 && communs.length > dit.length && ecart < meilleur.ecart)) meilleur = { nom, communs, ecart };
    }
    if (meilleur.communs.length) trouvees.push({ entree, rang, ...meilleur });
  });
  return trouvees.sort((a, b) => b.communs.length - a.communs.length || comparer(a.ecart, b.ecart) || a.rang - b.rang);
}

// Infini moins infini n'est pas un nombre.
const comparer = (a, b) => (a === b ? 0 : a - b);
