// La sonde : posée dans chaque page avant ses scripts, elle note des instants et ne touche à rien.
// Une fonction de la page : tests/bench/recherche.py l'appelle avec « nous » ou « material ».
(moteur) => {
  const banc = { touche: 0, clic: 0, entree: 0, mouvement: 0, facettes: 0, moment: null, etat: null };
  const taches = [];
  let debut = 0;
  let attendu = (new URLSearchParams(location.search).get("q") ?? "").trim();
  let remue = false;
  let renouvele = false;
  let note = false;
  let tour = 0;

  // timeStamp : l'instant du geste, même quand la page est trop occupée pour l'entendre.
  addEventListener("keydown", (e) => { banc.touche = e.timeStamp; }, true);
  addEventListener("click", (e) => { banc.clic = e.timeStamp; }, true);
  addEventListener("pointerdown", (e) => { banc.entree = e.timeStamp; }, true);

  const recevoir = (longues) => taches.push(...longues.map((t) => [t.startTime, t.duration]));
  const veille = new PerformanceObserver((liste) => recevoir(liste.getEntries()));
  veille.observe({ type: "longtask", buffered: true });

  // Ce que Material demande à son fil de recherche, et ce qui en revient.
  let demandes = 0;
  let reponses = 0;
  let demandee = "";
  const [REQUETE, RESULTAT] = [2, 3];
  if (moteur === "material") {
    window.Worker = class extends Worker {
      constructor(...arguments_) {
        super(...arguments_);
        this.addEventListener("message", ({ data }) => { if (data?.type === RESULTAT) reponses += 1; });
      }

      postMessage(message, ...suite) {
        if (message?.type === REQUETE) {
          demandes += 1;
          demandee = message.data.trim();
        }
        super.postMessage(message, ...suite);
      }
    };
  }

  /** Retient l'instant où ce qui vient d'arriver est peint, à moins que cela ne change avant. */
  function noter(nombre) {
    note = true;
    tour += 1;
    const mien = tour;
    const horloge = Date.now() / 1000;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        if (mien === tour) banc.moment = { instant: performance.now(), horloge, nombre };
      };
      port2.postMessage(0);
    });
  }

  function oublier() {
    tour += 1;
    banc.moment = banc.etat = null;
    note = false;
  }

  /** Vrai quand le nombre annoncé est celui de la requête attendue, entre guillemets. */
  function annonce(page) {
    const texte = page.querySelector("[role=status]")?.textContent ?? "";
    return !attendu || /[«"“]\s*(.*?)\s*["”»]/u.exec(texte)?.[1] === attendu;
  }

  const lire = {
    // Notre page dit où elle en est : data-etat et data-requete quand tout est là, le nombre
    // de résultats « pour » la requête dès qu'il y en a.
    nous(changements) {
      const page = document.getElementById("recherche");
      if (!page) return;
      for (const { target, addedNodes } of changements) {
        renouvele ||= target.id === "resultats";
        remue ||= renouvele || target === page;
        const boite = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
        const facette = "fieldset[data-facette]";
        if (boite?.closest(facette) || [...addedNodes].some((n) => n.matches?.(facette))) {
          banc.facettes = banc.mouvement = performance.now();
        }
      }
      if (!remue || banc.etat) return;
      const { etat, requete = "" } = page.dataset;
      const fini = requete === attendu && ["pret", "vide", "erreur"].includes(etat);
      const nombre = page.querySelectorAll("#resultats > li[data-entree]").length;
      if (!note && (fini || (renouvele && nombre >= 10 && annonce(page)))) noter(nombre);
      if (fini) {
        banc.etat = etat;
        banc.mouvement = performance.now();
      }
    },
    // Celle de Material ne le dit pas, mais elle répond à chaque frappe, dans l'ordre.
    material(changements) {
      const liste = document.querySelector(".md-search-result__list");
      if (!liste) return;
      for (const { target, removedNodes } of changements) {
        if (target !== liste) continue;
        remue = true;
        banc.mouvement = performance.now();
        if (removedNodes.length) oublier();
      }
      if (!remue || note || demandes !== reponses || demandee !== attendu) return;
      const nombre = liste.querySelectorAll(":scope > .md-search-result__item").length;
      if (nombre < 10) return;
      noter(nombre);
      banc.etat = "pret";
    },
  }[moteur];
  new MutationObserver(lire).observe(document, {
    subtree: true, childList: true, characterData: true, attributeFilter: ["data-etat", "data-requete"],
  });

  window.__banc = {
    /** Oublie ce qui précède : les prochains résultats de cette requête seront notés. */
    guetter(requete) {
      oublier();
      remue = renouvele = false;
      attendu = requete;
      debut = performance.now();
    },
    /** Vrai quand les résultats sont notés et que rien ne bouge plus, faux passé le délai (ms). */
    finir: (repos, delai) => new Promise((repondre) => {
      const fin = performance.now() + delai;
      const pas = setInterval(() => {
        const fini = banc.moment && banc.etat && performance.now() - banc.mouvement > repos;
        if (!fini && performance.now() < fin) return;
        clearInterval(pas);
        repondre(Boolean(fini));
      }, 100);
    }),
    releve() {
      recevoir(veille.takeRecords());
      const durees = taches.filter(([instant, duree]) => instant + duree > debut).map(([, duree]) => duree);
      const [peinture] = performance.getEntriesByName("first-contentful-paint");
      return { ...banc, tache: Math.max(0, ...durees), peinture: peinture?.startTime ?? null };
    },
  };
}
