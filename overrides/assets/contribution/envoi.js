// Envoyer la fiche : la proposer sur la forge, la télécharger, la copier, l'écrire à quelqu'un.

import { copier } from "../recherche/copier.js";
import { creer } from "../recherche/dom.js";
import { lienDePhoto } from "./photos.js";
import { taille } from "./texte.js";
import { bienForme } from "./yaml.js";

const ADRESSE_MAX = 7500; // octets : GitHub refuse une adresse un peu plus longue
const COURRIEL_MAX = 1800; // octets : au-delà, des messageries coupent le texte

/** L'adresse où l'on crée le fichier, et si elle porte déjà son texte. */
export function adresseDeLaForge({ forge, depot, branche }, fiche) {
  const dossier = fiche.chemin.split("/").slice(0, -1).map(encodeURIComponent).join("/");
  const nom = encodeURIComponent(fiche.chemin.split("/").at(-1));
  const tiret = forge === "gitlab" ? "/-" : "";
  if (fiche.source) return { adresse: `${depot}${tiret}/edit/${branche}/${dossier}/${nom}`, complete: false };
  if (forge === "gitlab") return { adresse: `${depot}/-/new/${branche}/${dossier}?file_name=${nom}`, complete: false };
  const sans = `${depot}/new/${branche}/${dossier}?filename=${nom}`;
  const avec = `${sans}&value=${encodeURIComponent(fiche.texte)}`;
  return avec.length <= ADRESSE_MAX ? { adresse: avec, complete: true } : { adresse: sans, complete: false };
}

const FORGES = { github: "GitHub", gitlab: "GitLab" };

/** Les boutons, et ce qui suit. @param reglages {forge, depot, branche} */
export class Envoi {
  constructor(fiche, photos, reglages) {
    Object.assign(this, { fiche, photos, reglages });
    this.dit = creer("p", { class: "envoi-dit", role: "status" });
    const bouton = (texte, agir) => {
      const element = creer("button", { type: "button", class: "bouton bouton-second" }, texte);
      element.addEventListener("click", agir);
      return element;
    };
    const nom = FORGES[reglages.forge];
    this.lien = nom ? creer("a", { class: "bouton bouton-action", target: "_blank", rel: "noopener noreferrer external", "data-forge": reglages.forge }, `${fiche.source ? "Proposer la modification" : "Proposer la fiche"} sur ${nom}`, creer("span", { class: "hors-vue" }, " (nouvel onglet)")) : null;
    this.lien?.addEventListener("click", () => this.ouvrir());
    this.telechargement = creer("a", { class: `bouton${nom ? " bouton-second" : ""}`, "data-telecharger": true }, "Télécharger le fichier");
    this.telechargement.addEventListener("click", () => { this.dit.textContent = `Le fichier ${this.fiche.chemin.split("/").at(-1)} est téléchargé.`; });
    this.courriel = creer("a", { class: "bouton bouton-second" }, "Envoyer par courriel");
    this.courriel.addEventListener("click", () => {
      if (!this.court) this.dit.textContent = "La fiche est trop longue pour un courriel\u202f: téléchargez-la, puis joignez le fichier au message.";
    });
    this.photosAJoindre = creer("div");
    this.suite = creer("div", { class: "envoi-suite" });
    this.texte = creer("pre", { tabindex: "0", "aria-label": "Le fichier", lang: "fr" }, creer("code"));
    this.element = creer("div", { class: "envoi" },
      this.lien ? creer("p", {}, this.lien) : null,
      creer("p", { class: "envoi-boutons" }, this.telechargement,
        bouton("Copier le texte", async () => { this.dit.textContent = await copier(this.fiche.texte) ? "Le texte de la fiche est copié." : "La copie est refusée par le navigateur\u202f: ouvrez «\u202fVoir le fichier\u202f» et copiez son texte."; }),
        this.courriel),
      this.dit, this.photosAJoindre, this.suite,
      creer("details", { class: "aide" }, creer("summary", {}, "Voir le fichier"), this.texte));
  }

  /** À chaque changement de la fiche, une fois l'étape ouverte. */
  actualiser() {
    const { fiche } = this;
    const texte = fiche.texte;
    this.texte.firstChild.textContent = texte;
    URL.revokeObjectURL(this.objet);
    this.objet = URL.createObjectURL(new Blob([texte], { type: "text/markdown;charset=utf-8" }));
    this.telechargement.href = this.objet;
    this.telechargement.download = fiche.chemin.split("/").at(-1);
    const sujet = `${fiche.source ? "Proposition de modification" : "Proposition de fiche"} : ${fiche.valeurs.titre ?? ""}`;
    const corps = (contenu) => `mailto:?subject=${encodeURIComponent(bienForme(sujet))}&body=${encodeURIComponent(contenu)}`;
    const entier = corps(`Bonjour,\n\nVoici une fiche pour ${fiche.chemin} :\n\n${texte}`.replaceAll("\n", "\r\n"));
    this.court = entier.length <= COURRIEL_MAX;
    this.courriel.href = this.court ? entier : corps(`Bonjour,\n\nVoici une fiche pour ${fiche.chemin}.\nLe fichier est joint à ce message.\n`.replaceAll("\n", "\r\n"));
    this.montrerLesPhotos(texte);
    if (!this.lien) return;
    const { adresse, complete } = adresseDeLaForge(this.reglages, fiche);
    this.lien.href = adresse;
    this.complete = complete;
    this.suite.replaceChildren(...this.ensuite());
  }

  async ouvrir() {
    if (this.complete) {
      this.dit.textContent = `${FORGES[this.reglages.forge]} s’ouvre avec le texte de la fiche.`;
      return;
    }
    const fait = await copier(this.fiche.texte);
    this.dit.textContent = fait
      ? `Le texte de la fiche est copié\u202f: collez-le dans la page de ${FORGES[this.reglages.forge]} qui s’ouvre.`
      : "La copie est refusée par le navigateur\u202f: ouvrez «\u202fVoir le fichier\u202f», copiez son texte, puis collez-le dans la page qui s’ouvre.";
  }

  montrerLesPhotos(texte) {
    const prevues = [...this.photos.fichiers.keys()].filter((nom) => texte.includes(nom));
    this.photosAJoindre.replaceChildren(...(prevues.length ? [
      creer("h3", {}, "Les photos à joindre"),
      creer("p", {}, "Enregistrez-les, puis déposez-les dans la même proposition, ou joignez-les à votre message. Leur dossier\u202f: ", creer("code", {}, `fiches/images/${this.fiche.id || "ma-fiche"}/`)),
      creer("ul", { class: "envoi-photos" }, ...prevues.map((nom) => creer("li", {}, lienDePhoto(this.photos, nom, `${nom}, ${taille(this.photos.fichiers.get(nom).size)}`)))),
    ] : []));
  }

  /** Ce qui attend la personne sur la forge, dans l'ordre. */
  ensuite() {
    const { forge } = this.reglages;
    const nom = FORGES[forge];
    const coller = this.fiche.source
      ? "Dans la page qui s’ouvre, sélectionnez tout le texte (Ctrl + A, ou Cmd + A sur un Mac) et remplacez-le par celui qui vient d’être copié (Ctrl + V)."
      : this.complete ? `La page de ${nom} s’ouvre avec le nom du fichier et son texte\u202f: ne changez ni l’un ni l’autre.`
        : "Dans la page qui s’ouvre, le nom du fichier est déjà là. Collez le texte qui vient d’être copié (Ctrl + V, ou Cmd + V sur un Mac).";
    const boutons = forge === "github"
      ? ["Choisissez «\u202fCommit changes…\u202f», puis «\u202fPropose changes\u202f», et enfin «\u202fCreate pull request\u202f»."]
      : ["Choisissez «\u202fCommit changes\u202f» (ou «\u202fValider les modifications\u202f»), puis «\u202fCreate merge request\u202f»."];
    return [
      creer("h3", {}, "Ce qui se passe ensuite"),
      creer("ol", {}, ...[`${nom} demande un compte, gratuit\u202f: connectez-vous, ou créez-le. Il vous propose une copie du dépôt à votre nom (fork)\u202f: acceptez.`, coller, ...boutons,
        "Une vérification automatique relit la fiche en quelques minutes, puis une personne de l’équipe de relecture vous répond dans la proposition."].map((texte) => creer("li", {}, texte))),
    ];
  }
}
