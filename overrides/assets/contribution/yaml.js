// Écrire les valeurs d'une fiche en YAML : ce qui est relu est, au signe près, ce qui a été écrit.
// Le style est celui des fiches ; hooks/capitalisation/frontmatter.py les lit, fields.py dit ce qui va sans guillemets.

/** Ce que Python tient pour des blancs : le BOM n'en est pas un, U+0085 et U+001C à U+001F le sont. */
export const BLANC = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
export const TOUT_BLANC = new RegExp(`^${BLANC}*$`);

/** Une valeur laissée vide vaut une valeur absente : "", [], {}, null, ou des blancs. */
export const blanche = (valeur) => valeur === null || valeur === undefined || (typeof valeur === "string" && TOUT_BLANC.test(valeur));

/** La même valeur sans rien de vide, les nombres en texte ; undefined quand il ne reste rien. */
export function epurer(valeur) {
  if (blanche(valeur)) return undefined;
  if (typeof valeur === "number") return String(valeur);
  if (Array.isArray(valeur)) {
    const restes = valeur.map(epurer).filter((item) => item !== undefined);
    return restes.length ? restes : undefined;
  }
  if (typeof valeur === "object") {
    const restes = Object.entries(valeur).map(([nom, contenu]) => [nom, epurer(contenu)]).filter(([, contenu]) => contenu !== undefined);
    return restes.length ? Object.fromEntries(restes) : undefined;
  }
  return valeur;
}

// --- Une valeur -------------------------------------------------------------------------

const SIMPLE = /^(?:[a-z][a-z0-9-]*|\d{4}-\d{2}-\d{2}|[1-9]\d*)$/;
const RESERVES = new Set(["true", "false", "null", "yes", "no"]);

/** Sans guillemets quand c'est un mot simple, une date ou un nombre : fields.en_yaml. */
export const mot = (texte) => (SIMPLE.test(texte) && !RESERVES.has(texte) ? texte : entreGuillemets(texte));

const NOMMES = { "\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\t": "\\t" };
// Ce que le YAML refuse, ce qu'il prend pour une fin de ligne, et ce qu'un éditeur retirerait : le BOM.
const SPECIAUX = /[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
// Une moitié de signe (un emoji coupé par un collage) n'est pas du texte : aucun fichier ne peut la garder.
const MOITIES = /\p{Cs}/gu;

/** Un texte bien formé ; String.prototype.toWellFormed manque aux navigateurs de 2021. */
export const bienForme = (texte) => texte.replace(MOITIES, "\ufffd");

export const entreGuillemets = (texte) => `"${bienForme(texte).replace(SPECIAUX, echapper)}"`;

function echapper(signe) {
  const code = signe.charCodeAt(0).toString(16).toUpperCase();
  return NOMMES[signe] ?? (code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`);
}

// --- Une clé et sa valeur ---------------------------------------------------------------

/** Les lignes d'une clé de la fiche, d'après son champ (form/description.py) ; `valeur` est épurée. */
export const lignesDe = (champ, valeur) => ecrireCle(champ, valeur, "");

function ecrireCle(champ, valeur, marge) {
  const cle = `${marge}${champ.nom}:`;
  if (champ.liste) {
    // Ce que l'on choisit dans une liste tient sur une ligne ; des phrases et des blocs, un par ligne.
    if (!marge && (champ.forme === "identifiant" || champ.vocabulaire)) return `${cle} [${valeur.map((v) => scalaire(champ, v)).join(", ")}]\n`;
    const items = valeur.map((item) => (champ.forme === "bloc" ? enItem(champ, item, marge) : `${marge}  - ${scalaire(champ, item)}\n`));
    return `${cle}\n${items.join("")}`;
  }
  if (champ.forme !== "bloc") return `${cle} ${scalaire(champ, valeur)}\n`;
  const sous = champ.champs.filter(({ nom }) => nom in valeur);
  if (sous.every(({ forme }) => forme === "date-partielle")) {
    return `${cle} {${sous.map((s) => `${s.nom}: ${scalaire(s, valeur[s.nom])}`).join(", ")}}\n`;
  }
  return `${cle}\n${sous.map((s) => ecrireCle(s, valeur[s.nom], `${marge}  `)).join("")}`;
}

function enItem(champ, item, marge) {
  const lignes = champ.champs.filter(({ nom }) => nom in item).map((s) => ecrireCle(s, item[s.nom], `${marge}    `)).join("");
  return `${marge}  - ${lignes.slice(marge.length + 4)}`;
}

const PLAINS = new Set(["identifiant", "jour", "entier", "choix"]);

function scalaire({ forme }, valeur) {
  if (typeof valeur === "boolean") return String(valeur);
  // « 2018 » seul serait un nombre : une date partielle garde ses guillemets.
  return PLAINS.has(forme) ? mot(valeur) : entreGuillemets(valeur);
}
