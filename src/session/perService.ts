import { endpointOf, type Profile } from './profile';

/** One of something for each web service, whatever profiles lead there; made when it is first asked for. */
export class PerService<T> {
  private readonly made = new Map<string, T>();

  constructor(private readonly make: () => T) {}

  of({ baseUrl }: Pick<Profile, 'baseUrl'>): T {
    const service = endpointOf(baseUrl).href;
    const known = this.made.get(service);
    if (known !== undefined) {
      return known;
    }
    const made = this.make();
    this.made.set(service, made);
    return made;
  }
}
