// What Python sends. Types only: nothing here runs.
// All words a reader sees arrive in the payload; the browser code has none of its own.

/**
 * @typedef {object} Style One way to fill an area.
 * @property {string} fill CSS colour.
 * @property {string} [hatch] colour of a pattern over the fill.
 * @property {string} [pattern] "lines" (the default), "back", "cross" or "dots".
 */

/**
 * @typedef {object} Point An office, camp, site … drawn as a small symbol.
 * @property {string} id
 * @property {number} lat
 * @property {number} lon
 * @property {string} name
 * @property {string} kind "office", "camp", "site", "flood", anything else is a dot.
 * @property {string} [mark] written in place of the symbol: how many points it stands for.
 * @property {string} [note]
 */

/**
 * @typedef {object} Shape A line or an outline over the areas.
 * @property {"line" | "zone"} kind
 * @property {string} name
 * @property {string} note
 * @property {any} geometry GeoJSON.
 */

/**
 * @typedef {object} LegendItem Exactly one of style, circle and point.
 * @property {string} label
 * @property {string} [style] key into `styles`.
 * @property {number} [circle] a value drawn as a proportional circle.
 * @property {string} [point] a kind of point.
 */

/**
 * @typedef {object} Grid A legend of two variables: keys into `styles`, a row of columns for each row.
 * @property {string} down what the rows are, few first.
 * @property {string} across what the columns are, few first.
 * @property {string[]} rows
 * @property {string[]} columns
 * @property {string[][]} keys
 */

/**
 * @typedef {object} Circles Proportional circles: radius * sqrt(value / max).
 * @property {number} max
 * @property {number} radius pixels, on a map of ordinary width.
 */

/**
 * @typedef {object} View Where the map looks; obeyed only when `key` is new.
 * @property {string} key
 * @property {[[number, number], [number, number]]} [bounds] [[south, west], [north, east]].
 * @property {[number, number, number]} [at] [lat, lon, zoom]; goes before bounds, to which the
 *   button for the starting view then leads.
 * @property {boolean} [jump] without a flight.
 */

/**
 * @typedef {object} TableWords
 * @property {string} caption
 * @property {{name: string, parent?: string | null, value: string, note?: string | null}} columns
 *   a column without a heading is left out.
 * @property {string | null} [total]
 */

/**
 * @typedef {object} SearchWords
 * @property {string} label
 * @property {string} placeholder
 * @property {string} empty said when nothing matches.
 * @property {string[]} levels what each level is called, the country first.
 * @property {{id: string, name: string}[] | null} [found] the server's answer to a text
 *   the browser could not resolve; null when there was no question.
 */

/**
 * @typedef {object} Payload
 * @property {string} lang
 * @property {string | null} [group] maps of the same group move together.
 * @property {string} areas address of the areas file.
 * @property {string | null} [parents] address of coarser outlines.
 * @property {string | null} [base] address of the base map.
 * @property {string | null} [names] address of the names of all levels, for the search.
 * @property {string} focus area id; areas not within it are faded. The country's id is "ML".
 * @property {View} view
 * @property {string | null} [href] the address with {at}; null: leave the address alone.
 * @property {string} [asked] the query that the session keeps: only over that is the address written
 * @property {string | null} [hrefPlain] the address when the map is where `view` put it.
 * @property {(number | null)[]} values in the order of the areas file.
 * @property {string} fill one character per area, key into styles.
 * @property {Record<string, Style>} styles
 * @property {string[]} [said] sentences: what to know of a figure, or why there is none.
 * @property {number[]} [notes] in the order of the areas file: index into `said`, or -1.
 * @property {Intl.NumberFormatOptions} [format] how figures are written.
 * @property {{text: string, figure: string, at: [number, number]}[]} [wholes] figures of larger
 *   areas than those drawn, written there once.
 * @property {string} mark the second colour: of points and circles.
 * @property {string} unit
 * @property {string} when
 * @property {string} source
 * @property {{title: string, items: LegendItem[], grid?: Grid, note?: string | null} | null} [legend]
 * @property {Circles | null} [circles]
 * @property {Point[]} [points]
 * @property {Shape[]} [shapes]
 * @property {{address: string, unit: string}[]} [cells] points too many to draw one by one, each
 *   dataset at an address of its own; `unit` is what is counted.
 * @property {string[]} layers what is visible: offices, rivers, towns, labels, circles, figures …
 * @property {string | null} [pick] area or point that is open.
 * @property {{id: string, name: string}[]} [crumbs]
 * @property {SearchWords | null} [search]
 * @property {TableWords | null} [table]
 * @property {string | null} [head] title and doubts, as markup of this project.
 * @property {string | null} [stats] figures in words, as markup of this project.
 * @property {string[] | null} [facts] what is known of the pick or the focus, likewise, in parts.
 * @property {string} name of the map, for whoever does not see it.
 * @property {string} alt what it shows.
 * @property {string} title
 * @property {string} credit sources and disclaimer, likewise.
 * @property {{in: string, out: string, reset: string}} zoom
 * @property {string} wheel how to zoom by wheel.
 * @property {number | string} height pixels or a CSS length.
 */

/**
 * @typedef {object} AreaProperties
 * @property {string} fr
 * @property {string} en
 * @property {string[]} up ids of the areas it lies in, nearest first.
 * @property {[number, number]} at label point, [lon, lat].
 * @property {string[]} [alias]
 * @property {number} [rank] label priority, lower first.
 */

/** @typedef {{type: "Feature", id: string, properties: any, geometry: any}} Feature */
/** @typedef {{type: "FeatureCollection", features: Feature[]}} Collection */
/** @typedef {(event: "pick" | "focus" | "found" | "find" | "lack", value: string) => void} Send */

export {};
