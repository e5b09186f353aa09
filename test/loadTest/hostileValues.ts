/** Values that become others, or leave their place, wherever somebody forgets to encode them for it. */
export const HOSTILE: readonly string[] = [
  'john.doe@example.com',
  'a&b=c;d@example.com',
  '100% a+b %20 %zz@example.com',
  `o'brien "q" \`x\` \\n,;|@example.com`,
  `$& $' $\` $$ $1 \${x}@example.com`,
  '{{ $processEnvironment.HOME }} {{{ UserName }}} {{ $uuid() }}@example.com',
  'standInForTheTicket standInForTheUserName@example.com',
  'müller 山田 😀 \u0085\u2028@example.com',
  ' leading and trailing ',
  '007',
  'true',
  '?#/../;@example.com',
];

/** What ASP.NET refuses in a query and in a form, and SOAP carries. */
export const FOR_SOAP: readonly string[] = [
  '<b>&amp;&#38;]]></b><!-- --><?x?>@example.com',
  'line\nfeed, carriage\rreturn, both\r\nand\ttab@example.com',
];
