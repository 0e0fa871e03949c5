import type { AddCommand } from '../command.ts';
import { addAuditCheck } from './check.ts';
import { addAuditConsistency } from './consistency.ts';
import { addAuditExport } from './export.ts';
import { addAuditProve } from './prove.ts';
import { addAuditVerify } from './verify.ts';

/** R39: what somebody needs who does not believe the service. docs/audit.md tells them how. */
export const addAudit: AddCommand = (program, console) => {
  const audit = program
    .command('audit')
    .description('verify the audit log, prove what is in it (docs/audit.md)');
  addAuditExport(audit, console);
  addAuditVerify(audit, console);
  addAuditProve(audit, console);
  addAuditCheck(audit, console);
  addAuditConsistency(audit, console);
};
