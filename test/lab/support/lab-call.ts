import type { LabClients } from "./lab-clients.ts";

/** A call that changes access, with all that it needs. */
export interface LabCall {
  readonly eventName: string;
  /** Nobody's access depends on it here. */
  readonly isSilent?: true;
  /** Makes it and returns what tells its record from others of its name. */
  make(clients: LabClients): Promise<string>;
}
