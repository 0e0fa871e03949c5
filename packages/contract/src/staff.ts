import { type Static, Type } from 'typebox';

/** Who acts: the staff member's id at the operator, for the audit log (R35, R39). Not a name. */
export const Staff = Type.String({ minLength: 1, maxLength: 80 });

/** Body of an act that needs no more than who does it. */
export const StaffAct = Type.Object({ staff: Staff }, { additionalProperties: false });
export type StaffAct = Static<typeof StaffAct>;
