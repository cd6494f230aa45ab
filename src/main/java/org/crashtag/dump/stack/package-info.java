/**
 * Who crashed, as far as a triage dump tells without symbols: addresses of code from parameters,
 * records and the stack, and what follows from them.
 */
package org.crashtag.dump.stack;
