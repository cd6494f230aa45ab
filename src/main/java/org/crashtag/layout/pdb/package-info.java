/**
 * Layouts from Microsoft's program databases: the container of streams, the type records in one of
 * them, and the C types that these describe.
 */
package org.crashtag.layout.pdb;
