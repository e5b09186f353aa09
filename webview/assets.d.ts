/** esbuild turns an imported style sheet into a file beside the script. */
declare module '*.css';

/** An imported drawing is its text. */
declare module '*.svg' {
  const text: string;
  export default text;
}
