import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A lock among processes is a folder with the name of its owner in it. Such a folder comes whole, by its renaming, which
 * fails where there is one with an owner; and one whose owner was killed is taken over by renaming that owner, which
 * succeeds for one process alone. So no two have it at once, and any file system can do it, those without hard links too.
 */
export class ProcessLock {
  private constructor(
    private readonly folder: string,
    private readonly owner: string,
  ) {}

  /** @returns nothing where a living process has it. Throws where the disk cannot be written. */
  static take(folder: string): ProcessLock | undefined {
    const owner = `${process.pid}_${beginOf(process.pid)}_${randomUUID()}`;
    const prepared = `${folder}_${owner}`;
    mkdirSync(join(prepared, owner), { recursive: true, mode: 0o700 });
    try {
      for (let attempt = 1; ; attempt++) {
        const earlier = ownerOf(folder);
        if (earlier !== undefined && isLiving(earlier)) {
          return undefined;
        }
        try {
          if (earlier === undefined) {
            renameSync(prepared, folder);
          } else {
            renameSync(join(folder, earlier), join(folder, owner));
          }
          held.add(owner);
          return new ProcessLock(folder, owner);
        } catch (error) {
          // Another process was faster, or has just ended. What stays so is an error of the disk.
          if (attempt === MOST_ATTEMPTS) {
            throw error;
          }
        }
      }
    } finally {
      rmSync(prepared, { recursive: true, force: true });
    }
  }

  static isTaken(folder: string): boolean {
    const owner = ownerOf(folder);
    return owner !== undefined && isLiving(owner);
  }

  /** Never throws: what the disk keeps is free for this process at once, and for others once it has ended. */
  release(): void {
    held.delete(this.owner);
    const released = `${this.folder}_${this.owner}`;
    try {
      // Emptied in its place it might be the next owner’s by then.
      renameSync(this.folder, released);
      rmSync(released, { recursive: true, force: true });
    } catch {
      // Gone already, or held up by a scanner of files.
    }
  }
}

const MOST_ATTEMPTS = 10;

/** The owners that are this very process. */
const held = new Set<string>();

function ownerOf(folder: string): string | undefined {
  try {
    return readdirSync(folder)[0];
  } catch {
    return undefined;
  }
}

/**
 * Whether an owner still lives, whatever the clocks say: they are set, and stand still while the machine sleeps. Where
 * it is not known when a process began, another one with the same id passes for the owner: nothing can be taken then,
 * which is the lesser evil.
 */
function isLiving(owner: string): boolean {
  const [id, begin] = owner.split('_');
  const pid = Number(id);
  return pid === process.pid ? held.has(owner) : isAlive(pid) && beginOf(pid) === begin;
}

/** When a process began, in ticks since the machine did (proc(5)); empty but on Linux. */
function beginOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program may have blanks and parentheses in it; the 22nd field is the 20th behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
