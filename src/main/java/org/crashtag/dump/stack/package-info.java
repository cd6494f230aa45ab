/**
 * The crash analysis of a triage dump, without symbols: addresses of code from parameters, records
 * and the stack, and what follows from them.
 */
package org.crashtag.dump.stack;
