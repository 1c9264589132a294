import type { LabClients } from "./lab-clients.ts";

/** A call that changes access, with all that it needs. */
export interface LabCall {
  readonly eventName: string;
  /** Nobody's access depends on it here: no finding is waited for. */
  readonly isSilent?: true;
  /** Makes it, what it needs by the quiet clients, and returns what tells its record from others of its name. */
  make(clients: LabClients, quiet: LabClients): Promise<string>;
}
