/** What reads and writes XML, in a file of its own (`dist/xml.js`): it is loaded with the first document. */
export { default as XMLBuilder } from 'fast-xml-builder';
export { XMLParser } from 'fast-xml-parser';
export { SaxesParser } from 'saxes';
