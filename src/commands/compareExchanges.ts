import * as l10n from '@vscode/l10n';
import { askExchange, clickedIds, exchangeOf, pickExchange } from './askExchange';
import type { Command, Services } from './command';

/** Of two exchanges their ids. */
type Pair = readonly [one: string, other: string];

/** Compares two exchanges of the history in VS Code's diff. */
export function compareExchanges(services: Services): Command<Pair, undefined> {
  return {
    parse: fields => [fields.text('exchangeId'), fields.text('otherExchangeId')],
    async ask(entrance) {
      const [first, second, ...more] = clickedIds(entrance);
      if (first !== undefined && second !== undefined && more.length === 0) {
        return [first, second];
      }
      const one = await askExchange(services, entrance, l10n.t('Compare which exchange?'));
      return one && askOther(services, one.id);
    },
    run: ([one, other]) => compare(services, one, other),
  };
}

/** The same in two steps, as VS Code does it with files. What is selected lives as long as the window. */
export function compareWithSelected(services: Services): {
  readonly select: Command<string, undefined>;
  readonly compare: Command<Pair, undefined>;
} {
  let selected: string | undefined;
  return {
    select: {
      parse: fields => fields.text('exchangeId'),
      ask: async entrance => (await askExchange(services, entrance, l10n.t('Select which exchange?')))?.id,
      async run(id) {
        selected = (await exchangeOf(services, id)).id;
        services.contextKeys.mark('exchangeSelected', true);
        return undefined;
      },
    },
    compare: {
      parse(fields) {
        const other = fields.text('exchangeId');
        if (selected === undefined) {
          throw new Error(
            l10n.t('No exchange is selected; inforouter.selectExchangeForCompare selects one.'),
          );
        }
        return [selected, other];
      },
      async ask(entrance) {
        const one = selected ?? (await pickExchange(services, l10n.t('Compare which exchange?')))?.id;
        const [clicked] = clickedIds(entrance);
        if (one === undefined || clicked === undefined) {
          return one === undefined ? undefined : askOther(services, one);
        }
        return [one, clicked];
      },
      run: ([one, other]) => compare(services, one, other),
    },
  };
}

async function askOther(services: Services, one: string): Promise<Pair | undefined> {
  const other = await pickExchange(services, l10n.t('With which exchange?'), ({ id }) => id !== one);
  return other && [one, other.id];
}

async function compare(services: Services, one: string, other: string): Promise<undefined> {
  await services.documents.compare(await exchangeOf(services, one), await exchangeOf(services, other));
  return undefined;
}
