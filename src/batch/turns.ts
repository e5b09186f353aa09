/** Lets rows of the same user wait for each other, or the older address may be the one that stays. */
export class Turns {
  /** By user, the end of the last row that has been begun. */
  private readonly busy = new Map<string, Promise<void>>();

  /** Rows have to come in their order: each waits for those of its user that have come before it. */
  async take(userName: string, attempt: () => Promise<void>): Promise<void> {
    // infoRouter compares login names without regard to case.
    const user = userName.toLowerCase();
    const own = this.busy.get(user)?.then(attempt, attempt) ?? attempt();
    this.busy.set(user, own);
    try {
      await own;
    } finally {
      if (this.busy.get(user) === own) {
        this.busy.delete(user);
      }
    }
  }
}
