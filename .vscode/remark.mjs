// Checks the front matter of fiches against the schemas that the last build of the site wrote.
// remark reads it for VS Code, and for every editor that speaks to remark-language-server.
import { readFileSync } from "node:fs";
import remarkFrontmatter from "remark-frontmatter";
import remarkLintFrontmatterSchema from "remark-lint-frontmatter-schema";

const SCHEMAS = new URL("../site/donnees/schemas/", import.meta.url);
const GENRES = {
  inspiractions: "inspiraction",
  interviews: "interview",
  dossiers: "dossier",
  ressources: "ressource",
};
const FICHE = /(?:^|[\\/])fiches[\\/]([a-z]+)[\\/][^\\/]+\.md$/;
const ATTENDUS = {
  array: "une liste",
  boolean: "true ou false",
  integer: "un nombre entier",
  object: "un bloc de clés",
  string: "un texte, entre guillemets",
};

// What the validator complains of (https://ajv.js.org/api.html#error-parameters) → a sentence.
const PHRASES = {
  required: (p) => `La clé obligatoire « ${p.missingProperty} » manque.`,
  additionalProperties: (p) => `La clé « ${p.additionalProperty} » est inconnue.`,
  enum: () => "Cette valeur n’est pas dans la liste des mots possibles.",
  type: (p) => `Il faut ici ${ATTENDUS[[p.type].flat().find((type) => type !== "null")]}.`,
  format: () => "Ce jour n’existe pas, ou ne s’écrit pas AAAA-MM-JJ.",
  pattern: () => "Cette valeur n’a pas la forme attendue.",
  minLength: (p) => `Le texte est trop court : au moins ${p.limit} caractères.`,
  maxLength: (p) => `Le texte est trop long : au plus ${p.limit} caractères.`,
  minItems: (p) => `Il faut au moins ${p.limit} valeur.`,
  maxItems: (p) => `Il faut au plus ${p.limit} valeurs.`,
};

// The rule would look for schemas from where the editor was started: they are handed to it.
function verifierLEntete() {
  return async (arbre, fichier) => {
    const genre = GENRES[FICHE.exec(fichier.path ?? "")?.[1]];
    if (!genre) return;
    let embed;
    try {
      embed = JSON.parse(readFileSync(new URL(`${genre}.json`, SCHEMAS), "utf8"));
    } catch {
      fichier.message("En-tête non vérifié : construisez d’abord le site, avec « make build ».");
      return;
    }
    // The rule's validator knows draft-07 only, whose words ours are too.
    const regle = remarkLintFrontmatterSchema({ embed, ajvOptions: { validateSchema: false } });
    await new Promise((fin, echec) => {
      regle(arbre, fichier, (erreur) => (erreur ? echec(erreur) : fin()));
    });
    for (const message of fichier.messages) {
      const phrase = PHRASES[message.schema?.keyword];
      if (!phrase) continue;
      message.message = message.reason = phrase(message.schema.params);
      message.note = undefined;
      // Where editors of today look for what the rule calls a position.
      message.place = message.position;
    }
  };
}

export default { plugins: [remarkFrontmatter, verifierLEntete] };
