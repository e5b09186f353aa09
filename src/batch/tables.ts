/** What reads and writes CSV, in a bundle of its own (`dist/tables.js`): most windows never need it. */
export { MOST_BYTES, readCsv } from './csv';
export { writeReports } from './reports';
