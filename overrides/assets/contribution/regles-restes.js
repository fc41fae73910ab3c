// Ce qu'un gabarit ou un collage laisse, et ce qui dit trop de quelqu'un, dans les valeurs comme dans
// le corps : hooks/capitalisation/rules/residue.py, people.py et file.py.

import { lignesLues } from "./corps.js";
import { constat, duCorps, nu } from "./regles-fiche.js";

export const CODES_DES_RESTES = ["A101", "A102", "A108", "A130", "A131"];

export const reglesDesRestes = (piece) => [...regles(piece)];

function* regles(piece) {
  yield* invisibles(piece);
  yield* commentaires(piece);
  yield* duGabarit(piece);
  yield* telephones(piece);
  yield* courriels(piece);
}

// --- Les caractères que personne ne voit ------------------------------------------------

/** typography.INVISIBLES */
const INVISIBLES = /[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u115f\u1160\u180b-\u180f\u3164\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}](?:(?<!\u200d)|(?<![\u2190-\u2bff\ufe0f\u{1f000}-\u{1faff}]\u200d)|(?![\u2190-\u2bff\u{1f000}-\u{1faff}]))/gu;
const RENVERSE = /[\u202a-\u202e\u2066-\u2069]/;

/** Un seul constat, comme en Python ; mais là où une ligne suffit dans un fichier, c'est ici la clé qui dit où. */
function* invisibles({ textes, corps }) {
  const trouves = textes.flatMap(({ chemin, valeur }) => (valeur.match(INVISIBLES) ?? []).map((signe) => ({ signe, chemin, ligne: 0 })));
  if (new RegExp(INVISIBLES, "u").test(corps)) {
    corps.split("\n").forEach((texte, n) => {
      for (const signe of texte.match(INVISIBLES) ?? []) trouves.push({ signe, chemin: "", ligne: n + 1 });
    });
  }
  if (!trouves.length) return;
  const renverse = trouves.find(({ signe }) => RENVERSE.test(signe));
  const { signe, chemin, ligne } = renverse ?? trouves[0];
  const nombre = trouves.length > 1 ? `${String(trouves.length).replace(/\B(?=(\d{3})+$)/g, "\u202f")} caractères invisibles` : "1 caractère invisible";
  const ici = `U+${signe.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  yield constat("A101", chemin,
    renverse ? `${nombre}, dont un qui renverse le sens de lecture (${ici}) : ce qui s’affiche n’est pas ce qui est écrit` : `${nombre}, le premier ici (${ici})`,
    "Effacez ce qui entoure cet endroit et retapez-le.", ligne);
}

// --- Le gabarit -------------------------------------------------------------------------

const PRESSE_PAPIERS = /<!--\s?(?:Start|End)Fragment/;

function* commentaires({ analyse, corps, statut }) {
  const lignes = analyse.commentaires.length ? corps.split("\n") : [];
  const colles = analyse.commentaires.filter((ligne) => PRESSE_PAPIERS.test(lignes[ligne - 1]));
  if (colles.length) {
    yield duCorps("A102", colles[0], "un copier-coller a laissé un commentaire <!--…Fragment-->", "Retirez tout ce qui est entre <!-- et -->.");
  }
  if (statut === "brouillon") return;
  const autres = new Set(colles);
  for (const ligne of analyse.commentaires) {
    if (!autres.has(ligne)) yield duCorps("A102", ligne, "un commentaire <!-- … --> est resté dans le texte", "Retirez-le : il n’apparaît pas sur le site.");
  }
}

/** L'exemple de ces clés peut être vrai d'une autre entrée : un éditeur, une fonction, un repérage. */
const COMMUNS = new Set(["editeur", "fonction", "structure", "reperage", "licence", "fichier"]);
const TITRES_COMMUNS = new Set(["sources.titre", "elements.titre"]);
const REFERENCES = new Set(["url", "isbn", "doi"]);
const POINTS = new Set(["…", "...", "[…]", "[...]", "(…)", "(...)"]);

function* duGabarit(piece) {
  if (piece.statut === "brouillon") return;
  for (const { champ, motif, chemin, valeur } of piece.textes) {
    const libre = !champ.vocabulaire && (champ.libre || REFERENCES.has(champ.nom));
    // D'un texte trop court, c'est déjà dit.
    if (!libre || (!champ.liste && Array.from(nu(valeur)).length < (champ.mini ?? 0))) continue;
    const dit = residuDeValeur(nu(valeur), champ, motif);
    if (dit) yield constat("A108", chemin, dit, "Écrivez votre texte à la place.");
  }
  for (const [ligne, dit] of residusDuCorps(piece)) yield duCorps("A108", ligne, dit, "Écrivez votre texte à la place, ou retirez-le.");
}

function residuDeValeur(valeur, champ, motif) {
  if (POINTS.has(valeur)) return "les points de suspension du gabarit sont restés";
  if (valeur === champ.aide) return "l’aide du gabarit est restée à la place du texte";
  if (valeur === champ.exemple && !COMMUNS.has(champ.nom) && !TITRES_COMMUNS.has(motif)) return "l’exemple du gabarit est resté à la place du texte";
  return reste(valeur);
}

function* residusDuCorps({ corps, analyse }) {
  const lignes = lignesLues(corps).map(({ ligne, texte }) => ({ ligne, texte: nu(texte) })).filter(({ texte }) => texte);
  const deTitre = new Set(analyse.titres.map(({ ligne }) => ligne));
  const bord = (voisine) => !voisine || deTitre.has(voisine.ligne);
  for (const [n, { ligne, texte }] of lignes.entries()) {
    if (POINTS.has(texte)) {
      if (bord(lignes[n - 1]) && bord(lignes[n + 1])) yield [ligne, "la section ne contient que les points de suspension du gabarit"];
    } else if (reste(texte)) yield [ligne, reste(texte)];
  }
}

// « un carnet à compléter » est une phrase ; « À compléter » seul, après deux-points ou entre crochets est un pense-bête.
const RESTE = new RegExp(
  "(?<![\\p{L}\\p{N}_/.-])(?:TODO|X{3,})(?![\\p{L}\\p{N}_/-]|\\.[\\p{L}\\p{N}_])|[Ll][Oo][Rr][Ee][Mm] [Ii][Pp][Ss][Uu][Mm]" +
  "|(?:^|[\\[(:«*_>-])[ \\u00a0\\u202f]*[àaÀA] [Cc][Oo][Mm][Pp][Ll][éeÉE][Tt][Ee][Rr][ \\u00a0\\u202f]*(?:$|[\\])»*_.…!])", "u");
const BORDS_DU_RESTE = /^[ []():*_>\-«».…!]+|[ []():*_>\-«».…!]+$/g;

function reste(texte) {
  const trouve = RESTE.exec(texte)?.[0];
  return trouve ? `« ${trouve.replace(BORDS_DU_RESTE, "")} » est resté dans le texte` : "";
}

// --- Les personnes ----------------------------------------------------------------------

const BLANC = "[ .\\u00a0\\u202f-]";
/** Les numéros français et belges : rules/people._TELEPHONE, où il est expliqué. */
const TELEPHONE = new RegExp(
  "(?<![\\p{L}\\p{N}_+/-])(?<!\\d[ .,\\u00a0\\u202f])(?:" +
  `(?:\\+|00)33${BLANC}?(?:\\(0\\) ?)?[1-9](${BLANC}?)\\d\\d(?:\\1\\d\\d){3}` +
  `|0[1-79](${BLANC}?)\\d\\d(?:\\2\\d\\d){3}` +
  `|(?:\\+|00)32${BLANC}?(?:\\(0\\) ?)?\\d{1,3}(?:[ .\\/\\u00a0\\u202f-]?\\d{2,3}){2,3}` +
  "|0(?![89]00)\\d{1,3} ?[/ .\\u00a0\\u202f] ?\\d{2,3}([ .\\u00a0\\u202f])\\d\\d\\3\\d\\d" +
  ")(?![\\p{L}\\p{N}_/]|[ .,\\u00a0\\u202f-]?\\d)", "u");

/** Les boîtes que l'on a chez soi, par les hôtes qui les prêtent. */
const COURRIEL = new RegExp(
  "(?<=[\\p{L}\\p{N}_.+-])@(?:(?:gmail|googlemail|icloud|me|mac|aol)\\.com" +
  "|(?:hotmail|outlook|live|msn|yahoo|ymail|gmx)\\.(?:com|fr|be|net)" +
  "|(?:orange|wanadoo|free|sfr|neuf|bbox|numericable|aliceadsl|club-internet)\\.fr" +
  "|laposte\\.net|proton(?:mail)?\\.(?:com|me)|pm\\.me" +
  "|(?:skynet|telenet|scarlet|belgacom|voo|proximus)\\.be)(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}_])", "iu");

function* telephones(piece) {
  for (const { chemin, ligne } of dits(TELEPHONE, piece)) {
    yield constat("A130", chemin, "un numéro de téléphone est écrit ici",
      "Retirez-le : les personnes changent de poste, et le standard d’une structure se trouve sur son site.", ligne);
  }
}

function* courriels(piece) {
  for (const { chemin, ligne, trouve } of dits(COURRIEL, piece)) {
    yield constat("A131", chemin, `une adresse électronique personnelle (${trouve.toLowerCase()}) est écrite ici`,
      "Retirez-la, ou donnez l’adresse de la structure : les personnes changent de poste, et ce fichier est public.", ligne);
  }
}

/** Une fois par valeur et par ligne du corps, adresses du web à part. */
function* dits(motif, { textes, corps }) {
  const chercher = (texte) => motif.exec(texte.replace(/https?:\/\/\S+/g, " "))?.[0];
  for (const { champ, chemin, valeur } of textes) {
    const trouve = champ.libre && !champ.vocabulaire ? chercher(valeur) : null;
    if (trouve) yield { chemin, ligne: 0, trouve };
  }
  for (const [n, texte] of corps.split("\n").entries()) {
    const trouve = chercher(texte);
    if (trouve) yield { chemin: "", ligne: n + 1, trouve };
  }
}
