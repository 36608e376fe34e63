// Runs first and needs nothing but the island: if any later script fails, the events stand here as text.
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("geomap-data").textContent);
  var list = document.getElementById("list");
  document.getElementById("title").textContent = data.title;
  document.title = data.title;
  var seen = {};
  data.features.forEach(function (f) {
    if (seen[f.event]) { seen[f.event].textContent += ", " + f.place; return; }
    var item = document.createElement("li"), place = document.createElement("strong"), text = document.createElement("p");
    item.className = "plain";
    place.textContent = f.place || "";
    text.textContent = "“" + (f.evidence || "") + "” " + (f.outlet || "") + " (" + f.certainty + ", " + f.kind + ")";
    item.appendChild(place);
    item.appendChild(text);
    list.appendChild(item);
    seen[f.event] = place;
  });
})();
