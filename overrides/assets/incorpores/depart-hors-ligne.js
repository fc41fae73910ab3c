// La même, dans l'archive : avant transport-hors-ligne.js.
window.inspiraction = { fichiers: {} };
window.partir = function (f) {
  return new Promise(function (fait) {
    var s = document.createElement("script");
    s.fetchPriority = "high";
    s.src = "../" + f + ".js";
    s.onload = s.onerror = fait;
    document.head.append(s);
  });
};
