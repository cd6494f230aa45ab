/** Tables whose layout a user declares: a C header or a PDB is the schema of the table. */
package org.crashtag.decode.declared;
