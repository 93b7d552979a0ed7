import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

const tables = ['/proc/net/tcp', '/proc/net/tcp6'];
const listening = '0A';

/** Whether this machine tells which sockets are open, as Linux does. */
export const tellsSockets = tables.every((file) => existsSync(file));

/** Addresses (as Linux writes them, in hexadecimal) on which a process takes TCP connections. */
export function listeningAddresses(pid: number): string[] {
  const folder = `/proc/${String(pid)}/fd`;
  const owned = new Set(
    readdirSync(folder).map((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1];
      } catch {
        // Closed since the folder was read.
        return undefined;
      }
    }),
  );
  return tables.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === listening && owned.has(columns[9]))
      .map((columns) => columns[1]?.split(':')[0] ?? ''),
  );
}

/** 127.0.0.1 and ::1. */
export const loopbackAddresses = ['0100007F', '00000000000000000000000001000000'];
