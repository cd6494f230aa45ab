/**
 * Reads millions of mutated inputs, by the profile "mutate": only rows and rejects may come out.
 */
package org.crashtag.mutate;
