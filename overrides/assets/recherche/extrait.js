// Les mots trouvés, montrés dans le texte publié.
// Tout passe par des nœuds de texte : aucun texte de fiche n'est lu comme du HTML.

const MOTS_MONTRES = 30;
const AVANT = 6;

/** Le titre d'un fragment, ses mots trouvés surlignés. */
export function titre(fragment, trouves) {
  const mots = decouper(premiereLigne(fragment.content));
  return surligner(mots, new Set(trouves), 0, mots.length);
}

/** Deux lignes du texte, autour de ce qui a été trouvé ; le résumé quand rien ne l'est. */
export function extrait(fragment, trouves) {
  const debutDuTexte = decouper(premiereLigne(fragment.content)).length;
  const mots = decouper(fragment.content);
  const cibles = [...new Set(trouves)].filter((n) => n >= debutDuTexte && n < mots.length).sort((a, b) => a - b);
  const debut = cibles.length ? reculer(mots, meilleur(cibles), debutDuTexte) : debutDuTexte;
  const fin = Math.min(debut + MOTS_MONTRES, mots.length);
  const noeuds = surligner(mots, new Set(cibles), debut, fin);
  if (debut > debutDuTexte && !mots[debut].ligne) noeuds.prepend("… ");
  // Une phrase finie garde son point : « … terrain. … »
  if (fin < mots.length) noeuds.append(/[.!?…]$/.test(mots[fin - 1].mot) ? " …" : "…");
  return noeuds;
}

const premiereLigne = (texte) => texte.slice(0, (texte + "\n").indexOf("\n"));

/** Les mots d'un texte, avec les espaces qui les précèdent ; `ligne` : il en commence une. */
function decouper(texte) {
  return Array.from(texte.matchAll(/(\s*)(\S+)/g), ([, espace, mot]) => ({ espace, mot, ligne: espace.includes("\n") }));
}

/** La cible d'où une fenêtre voit le plus de cibles, la première à égalité. */
function meilleur(cibles) {
  let choix = cibles[0];
  let record = 0;
  for (const depart of cibles) {
    const vues = cibles.filter((n) => n >= depart && n < depart + MOTS_MONTRES - AVANT).length;
    if (vues > record) [choix, record] = [depart, vues];
  }
  return choix;
}

/** Recule un peu, sans passer le début du paragraphe. */
function reculer(mots, cible, minimum) {
  let debut = cible;
  while (debut > minimum && debut > cible - AVANT && !mots[debut].ligne) debut -= 1;
  // Le début du paragraphe est tout près : autant commencer par lui.
  for (let n = debut; n > minimum && n > debut - AVANT; n -= 1) if (mots[n].ligne) return n;
  return debut;
}

function surligner(mots, trouves, debut, fin) {
  const noeuds = document.createDocumentFragment();
  for (let n = debut; n < fin; n += 1) {
    const { espace, mot, ligne } = mots[n];
    if (n > debut) noeuds.append(ligne ? jonction(mots[n - 1].mot) : espace);
    if (!trouves.has(n)) {
      noeuds.append(mot);
      continue;
    }
    // « l’habitat, » : ni l'élision ni la ponctuation ne sont surlignées.
    const [, avant, coeur, apres] = /^((?:[^\p{L}\p{N}]|(?:[cdjlmnst]|qu)[’'])*)(.*?)([^\p{L}\p{N}]*)$/isu.exec(mot);
    const marque = document.createElement("mark");
    marque.textContent = coeur || mot;
    noeuds.append(...(coeur ? [avant, marque, apres] : [marque]));
  }
  return noeuds;
}

const jonction = (mot) => (/[.!?…:;»]$/.test(mot) ? " " : " · ");
