import type { CallError } from '../api/outcome';

/** How a case ended. Secrets are masked in all of it. */
export type CaseResult =
  | { readonly verdict: 'passed'; readonly durationMs: number; readonly exchangeId?: string }
  | CaseFailure
  | { readonly verdict: 'skipped'; readonly reason: string };

export interface CaseFailure {
  readonly verdict: 'failed';
  readonly durationMs: number;
  /** Of the call that was judged; absent where there is not one. */
  readonly exchangeId?: string;
  /** What is wrong, in a sentence or two. */
  readonly message: string;
  /** What was to come and what came, as text by which the two can be compared. */
  readonly expected: string;
  readonly received: string;
}

/** What `runContractTests` resolves to (contract). */
export interface ContractSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why not everything ran, or that the address is not back for certain. */
  readonly error?: CallError;
  /** The address that the throwaway user had, where it is not back, or may be changed by an update that got no answer. */
  readonly addressToPutBack?: string;
}

/** What is to be tested, and as whom. */
export interface ContractRequest {
  readonly profile?: string;
  /** The throwaway user: the only one who is written. */
  readonly userName: string;
  /** The word of the user that a protected profile wants. */
  readonly confirmed?: boolean;
  /** Of a second user who is no administrator; for this run, and never kept. */
  readonly ordinaryTicket?: string;
  /** The ids of the cases to run; left out, all. */
  readonly cases?: readonly string[];
}

/** Hears of every case of a run as it goes; one that is skipped does not start. */
export interface ContractListener {
  readonly started?: (id: string) => void;
  readonly ended?: (id: string, result: CaseResult) => void;
  /** What is done between the cases, in a sentence. */
  readonly told?: (text: string) => void;
}
