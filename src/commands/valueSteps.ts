import { addressHint, userNameHint } from '../session/hints';
import { textStep, type Step } from './steps';

/** What an update says of whom: the values of the steps, and what stands in them at first. */
export interface UpdateValues {
  userName: string;
  newEmailAddress: string;
}

/** The steps that ask whose address is to become which, each under the words that say what it is for. */
export const valueSteps = (values: UpdateValues, prompts: Readonly<UpdateValues>): readonly Step[] => [
  textStep({
    prompt: () => prompts.userName,
    placeholder: 'jdoe',
    value: () => values.userName,
    save: value => (values.userName = value),
    hint: userNameHint,
  }),
  textStep({
    prompt: () => prompts.newEmailAddress,
    placeholder: 'john.doe@example.com',
    value: () => values.newEmailAddress,
    save: value => (values.newEmailAddress = value),
    hint: addressHint,
  }),
];
